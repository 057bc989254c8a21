"""People's own accounts."""

from datetime import timedelta

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from common.errors import RuleError
from common.names import require_visible
from history import services as history
from history.models import Event
from history.services import Change
from teams import access, registry
from teams.models import Membership, User
from teams.personal import as_set_by
from teams.roles import Permission, Role
from teams.services.line import stand_in_line


def make_person(*, email: str, name: str) -> User:
    """An account without a password, for commands: `password_link` opens it."""
    require_visible(name)
    return User.objects.create_user(email, None, name=name)


def update_account(
    *,
    by: User,
    name: str,
    language: str,
    time_zone: str,
    news_mail: str,
    wants_heads: bool = False,
) -> None:
    """Change one's own name, language, time zone, and what comes by e-mail when.

    Writes no event: an account belongs to no team, and history names people by id.
    """
    require_visible(name)
    by.name, by.language, by.time_zone = name, language, time_zone
    by.news_mail, by.wants_heads = news_mail, wants_heads
    by.save(update_fields=["name", "language", "time_zone", "news_mail", "wants_heads"])


@transaction.atomic
def remove_second_factor(*, person: User) -> bool:
    """Drop a person's authenticator app and recovery codes, for commands; False if there is none.

    Writes no event, as `update_account` does not.
    """
    removed, _of_models = Authenticator.objects.filter(user=person).delete()
    return removed > 0


@transaction.atomic
def reset_link(*, membership: Membership, by: User) -> str:
    """The address under which a member sets a new password, for a lead to hand over, once another
    lead has asked for it; "" for the one who asks first.

    It works once, for as long as PASSWORD_RESET_TIMEOUT says, and the person is told. Raises
    RuleError where the team has one lead, and for people whom leads of this team must not be able
    to become: members of other teams, staff, demo accounts, who holds a sealed review.
    """
    access.require(by, Permission.MANAGE_MEMBERS, membership.team)
    person = membership.user
    _refuse_link(membership, person)
    # Who comes second finds what the first asked, also where both press at once.
    stand_in_line(membership.team)
    asked_by = _asked_by(membership)
    if asked_by in {None, by.pk}:
        if asked_by is None:
            asked = Change("membership.reset_link_asked", membership, after={"user": person})
            history.record(asked, team_id=membership.team_id, by=by)
        return ""
    link = password_link(person)
    change = Change("membership.reset_link_made", membership, after={"user": person})
    history.record(change, team_id=membership.team_id, by=by)
    _tell_of_link(person)
    return link


def _refuse_link(membership: Membership, person: User) -> None:
    """Raise RuleError if no lead of this team may make a link for `person`."""
    elsewhere = Membership.objects.active().filter(user=person, team__closed_at=None)
    if membership.ended_at or not person.is_active:
        raise RuleError(_("This person is not in the team."))
    if person.is_staff or person.is_superuser or person.is_demo:
        raise RuleError(_("Whoever runs the installation makes the link for this person."))
    if elsewhere.exclude(team=membership.team_id).exists():
        raise RuleError(
            _("This person is in another team too: whoever runs the installation makes the link.")
        )
    leads = Membership.objects.active().filter(team=membership.team_id, role=Role.LEAD)
    if leads.count() < 2:
        raise RuleError(
            _(
                "It takes two leads. “Forgot password?” on the sign-in page sends a link to the "
                "person’s own address; whoever runs the installation can make one too."
            )
        )
    refuse_holder(person)


def refuse_holder(person: User) -> None:
    """Raise RuleError while somebody else who signs in as `person` would read, or sign, what is
    sealed for them alone.
    """
    if registry.holds_sealed_review(person):
        raise RuleError(
            _(
                "%(name)s holds a sealed review of a round that is not over. Until then nobody "
                "else can open this account: “Forgot password?” on the sign-in page sends a link "
                "to the person’s own address."
            )
            % {"name": person}
        )


def _asked_by(membership: Membership) -> int | None:
    """Which lead has asked for a link that was not made yet, as long as one would work."""
    kinds = ["membership.reset_link_asked", "membership.reset_link_made"]
    rows = Event.objects.filter(
        team_id=membership.team_id, object_type="membership", object_id=membership.pk
    )
    last = rows.filter(kind__in=kinds).order_by("-seq").first()
    since = timezone.now() - timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT)
    open_still = last and last.kind == kinds[0] and last.at > since
    return last.by_id if last and open_still else None


def hand_out_link(*, person: User, task: str) -> str:
    """A link from whoever runs the installation: every team of the person can see that it was
    made, and the person is told.
    """
    link = password_link(person)
    with transaction.atomic():
        for membership in Membership.objects.active().filter(user=person).order_by("pk"):
            change = Change("membership.reset_link_made", membership, after={"user": person})
            history.record(change, team_id=membership.team_id, by=None, task=task)
        _tell_of_link(person)
    return link


def links_since_sign_in(person: User) -> int:
    """How many links to set the person's password were made since they signed in last."""
    rows = Event.objects.filter(
        kind="membership.reset_link_made",
        object_type="membership",
        object_id__in=Membership.objects.filter(user=person).values("pk"),
    )
    return rows.filter(at__gt=person.last_login or person.created_at).count()


def _tell_of_link(person: User) -> None:
    with as_set_by(person):
        subject = _("A link to set your password was made")
        text = render_to_string("teams/mail/link_made.txt", {"person": person})
    send_mail(subject, text, None, [person.email])


def password_link(person: User) -> str:
    """The whole address under which `person` sets a password. Raises RuleError while they hold a
    sealed review.
    """
    refuse_holder(person)
    parts = {
        "uidb36": user_pk_to_url_str(person),
        "key": default_token_generator.make_token(person),
    }
    return settings.SITE_URL + reverse("account_reset_password_from_key", kwargs=parts)
