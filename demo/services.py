"""Loading the demo, and starting it afresh."""

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from common.errors import RuleError
from demo.people import SLUG, Desk, gather, sign_up
from demo.stories import cast, interview, letters, mast, sluice, views
from extraction import load_engine
from teams import services as teams
from teams.checks import LOOPBACK
from teams.models import Team, User


def load_demo(*, task: str = "load_demo") -> Team | None:
    """Fill an empty database with the demo; None if it is there already.

    All of it or nothing: one transaction. Raises RuleError if the server can be reached from
    elsewhere, because everybody knows the demo's passwords, or if people or teams are here.
    """
    _refuse_beyond_loopback()
    if demo_team():
        return None
    if User.objects.exists() or Team.objects.exists():
        raise RuleError(
            _("The demo is only loaded into an empty database, and there are people here already.")
        )
    return _tell_all(task)


def reset_demo(*, task: str = "reset_demo") -> Team:
    """Close the demo team and make a new one with the same people, as at first.

    Rows are never deleted, so the old team stays, closed, at another address. Other teams are not
    touched. Raises RuleError where there is no demo, or as `load_demo` does.
    """
    _refuse_beyond_loopback()
    old = demo_team()
    if old is None:
        raise RuleError(_("There is no demo here to start afresh."))
    with transaction.atomic():
        teams.close_team(team=old, new_slug=_free_slug(), task=task)
        return _tell_all(task)


def demo_team() -> Team | None:
    return Team.objects.filter(is_demo=True, closed_at=None).first()


def _refuse_beyond_loopback() -> None:
    if settings.BIND not in LOOPBACK:
        raise RuleError(
            _(
                "The passwords of the demo are known to everybody, so it is only loaded where the "
                "server listens on this machine alone. BIND is %(bind)s."
            )
            % {"bind": settings.BIND}
        )


def _free_slug() -> str:
    number = Team.objects.filter(is_demo=True).exclude(closed_at=None).count() + 1
    return f"{SLUG}-old-{number}"


def _tell_all(task: str) -> Team:
    # An engine takes seconds to load, and the transaction keeps others from writing.
    load_engine()
    with transaction.atomic():
        desk: Desk = gather(sign_up(), task=task)
        actors = cast.put_on_record(desk)
        again = sluice.tell(desk, actors)
        letters.tell(desk, actors, again)
        interview.tell(desk, actors)
        mast.tell(desk)
        views.tell(desk)
    return desk.team
