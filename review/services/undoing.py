"""Taking a change back from its place in the history."""

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from common.errors import ConflictError, RuleError
from history import services as history
from history.models import Event
from review.undoing import UNDO, open_to
from teams.access import is_lead, may
from teams.models import User

if TYPE_CHECKING:
    from review.selectors.naming import Content
    from teams.models import Team


@transaction.atomic
def undo_event(*, event: Event, content: "Content", team: "Team", by: User) -> None:
    """Do the opposite of `event`, as a new one that says which it undoes.

    event: one of `events_for(by, team)`; content: what `by` may read of it. Raises RuleError for
    what cannot be taken back, ConflictError if something was done on top of it since,
    PermissionDenied for who may not; whatever the opposite's own service refuses is refused.
    """
    undo = UNDO.get(event.kind)
    if undo is None or not content:
        raise RuleError(_("This cannot be taken back here."))
    mine = not undo.own or event.by_id == by.pk or is_lead(by, team)
    if not may(by, undo.permission, team) or not mine:
        raise PermissionDenied
    asked = open_to(by, team, [(event, content)]).get(event.pk)
    if asked is None:
        raise ConflictError(_overtaken(event), current=None)
    with history.taking_back(event):
        undo.back(asked)


def _overtaken(event: Event) -> str:
    """Why it cannot be taken back any more: who did something on top of it, and when."""
    since: Any = Event.objects.filter(
        object_type=event.object_type, object_id=event.object_id, seq__gt=event.seq
    ).order_by("-seq")
    last = since.first()
    who = User.objects.filter(pk=last.by_id).first() if last and last.by_id else None
    if last is None or who is None:
        return _("Something was done on top of it since. Nothing was taken back.")
    when = date_format(localtime(last.at), "j M Y, H:i")
    return _("%(name)s did something on top of it on %(when)s. Nothing was taken back.") % {
        "name": who,
        "when": when,
    }
