"""News by e-mail: the same events as in the app, written for one person when it is sent."""

import logging
from collections.abc import Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.mail import send_mail
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from documents.models import Document
from review.selectors.news import News, news_of, with_news
from review.services import watching
from teams import mailing
from teams.models import Team, User
from teams.personal import as_set_by
from teams.vocabularies import NewsMail

if TYPE_CHECKING:
    from collections.abc import Iterable

log = logging.getLogger(__name__)
# A daily mail is due from this hour on, in the person's own time zone.
MORNING = 7


def send_news(now: datetime) -> int:
    """Mail to everybody what is due; answers how many mails went out.

    Safe to run twice at once: what is in a mail is marked as told before it leaves. A mail that
    cannot be sent is due again.
    """
    return sum(_send(person, today) for person, today in _due(now))


def _due(now: datetime) -> Iterator[tuple[User, date | None]]:
    """Who may get a mail now; with the day for those who get one a day."""
    people = User.objects.filter(is_active=True)
    for person in people.filter(news_mail=NewsMail.AT_ONCE).order_by("pk"):
        yield person, None
    for person in people.filter(news_mail=NewsMail.DAILY).order_by("pk"):
        with as_set_by(person):
            local = timezone.localtime(now)
        if local.hour >= MORNING and person.news_mailed_on != local.date():
            yield person, local.date()


def _send(person: User, today: date | None) -> int:
    if today and not _claim_day(person, today):
        return 0
    return sum(_send_of(person, team) for team in Team.objects.of(person))


def _claim_day(person: User, today: date) -> bool:
    """Whether nobody else sends this person's mail of the day."""
    rows = User.objects.filter(pk=person.pk)
    open_still = rows.filter(Q(news_mailed_on=None) | ~Q(news_mailed_on=today))
    return bool(open_still.update(news_mailed_on=today))


def _send_of(person: User, team: Team) -> int:
    rows = with_news(person, team, untold=True)
    claimed = watching.tell(team=team, watches=rows)
    news = news_of(person, team, claimed, after="after")
    if not news:
        return 0
    try:
        _mail(person, team, news)
    except OSError:
        # Every back-end's trouble with its server is one: refused, timed out, not understood.
        log.exception("news for person %s of team %s could not be sent", person.pk, team.pk)
        watching.untell(claimed)
        return 0
    return 1


def _mail(person: User, team: Team, news: "Iterable[News]") -> None:
    with as_set_by(person):
        told = [_told(each) for each in news]
        count = len(told)
        subject = ngettext("%(team)s: news of one", "%(team)s: news of %(count)s", count)
        account = settings.SITE_URL + reverse("teams:account")
        context = {"person": person, "team": team, "news": told, "account": account}
        text = render_to_string("review/mail/news.txt", context)
    # Not kept: what the person may read is asked when it leaves. What fails is due again.
    subject %= {"team": team.name, "count": count}
    send_mail(subject, text, None, [person.email], connection=mailing.direct())


def _told(news: News) -> dict[str, Any]:
    """What a mail says of it. Of what is restricted a mail says no more than that there is news."""
    is_open = not news.subject.is_restricted()
    is_document = isinstance(news.subject, Document)
    hidden = (
        _("A document with restricted access")
        if is_document
        else _("A claim with restricted access")
    )
    return {
        "title": _title(news) if is_open else hidden,
        "url": settings.SITE_URL + news.get_absolute_url(),
        "lines": news.told if is_open else [],
    }


def _title(news: News) -> str:
    return str(getattr(news.subject, "marked_statement", None) or news.subject)
