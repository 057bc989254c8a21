"""People's own accounts."""

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from common.errors import RuleError
from common.names import require_visible
from history import services as history
from history.services import Change
from teams import access
from teams.models import Membership, User
from teams.roles import Permission


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
    """The address under which a member sets a new password, for a lead to hand over.

    It works once, for as long as PASSWORD_RESET_TIMEOUT says. Raises RuleError for people whom a
    lead of this team must not be able to become: members of other teams, staff, demo accounts.
    """
    access.require(by, Permission.MANAGE_MEMBERS, membership.team)
    person = membership.user
    elsewhere = Membership.objects.active().filter(user=person, team__closed_at=None)
    if membership.ended_at or not person.is_active:
        raise RuleError(_("This person is not in the team."))
    if person.is_staff or person.is_superuser or person.is_demo:
        raise RuleError(_("Whoever runs the installation makes the link for this person."))
    if elsewhere.exclude(team=membership.team_id).exists():
        raise RuleError(
            _("This person is in another team too: whoever runs the installation makes the link.")
        )
    change = Change("membership.reset_link_made", membership, after={"user": person})
    history.record(change, team_id=membership.team_id, by=by)
    return password_link(person)


def password_link(person: User) -> str:
    """The whole address under which `person` sets a password."""
    parts = {
        "uidb36": user_pk_to_url_str(person),
        "key": default_token_generator.make_token(person),
    }
    return settings.SITE_URL + reverse("account_reset_password_from_key", kwargs=parts)
