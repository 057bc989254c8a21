"""Heads of the history outside of the database: in the log, and in mails to leads who want it."""

import logging
from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.mail import send_mail
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from history.heads import head_of, write_down
from review.mailing import MORNING
from teams import mailing
from teams.models import Team, User
from teams.personal import as_set_by
from teams.querysets import led_teams

if TYPE_CHECKING:
    from datetime import date

log = logging.getLogger(__name__)


def write_heads_down() -> int:
    """Write the head of each team that is not closed into the log; how many."""
    teams = Team.objects.filter(closed_at=None).order_by("pk")
    for team in teams:
        write_down(team.slug, head_of(team.pk))
    return len(teams)


def mail_heads(now: datetime) -> int:
    """Mail the heads of their teams to leads who want it, once a day; how many mails went out.

    Safe to run twice at once. A mail that cannot be sent is due again.
    """
    sent = 0
    for person in User.objects.filter(is_active=True, wants_heads=True).order_by("pk"):
        with as_set_by(person):
            local = timezone.localtime(now)
        if local.hour >= MORNING and _claim_day(person, local.date()):
            sent += _mail(person, local.date())
    return sent


def _claim_day(person: User, today: "date") -> bool:
    """Whether nobody else sends this person's mail of the day."""
    rows = User.objects.filter(pk=person.pk)
    open_still = rows.filter(Q(heads_mailed_on=None) | ~Q(heads_mailed_on=today))
    return bool(open_still.update(heads_mailed_on=today))


def _mail(person: User, today: "date") -> int:
    teams = Team.objects.filter(pk__in=led_teams(person)).order_by("name", "pk")
    heads = [(team, head_of(team.pk)) for team in teams]
    if not heads:
        return 0
    with as_set_by(person):
        account = settings.SITE_URL + reverse("teams:account")
        context = {"person": person, "heads": heads, "today": today, "account": account}
        text = render_to_string("review/mail/heads.txt", context)
        subject = _("Heads of the history")
    try:
        send_mail(subject, text, None, [person.email], connection=mailing.direct())
    except OSError:
        log.exception("heads for person %s could not be sent", person.pk)
        User.objects.filter(pk=person.pk).update(heads_mailed_on=None)
        return 0
    return 1
