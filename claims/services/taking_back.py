"""Undo of what a person did last in a document, and again of what they did before.

History is the memory: nothing is erased, each step back is an event of its own.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from actors.models import Actor
from claims.models import Mention
from claims.services import speakers as speaking
from claims.services.curation import set_aside_mention
from claims.services.mentions import OPEN_TO_EDITS, edit_mention, set_mention_speakers
from claims.services.moves import open_for
from claims.services.speakers import SpeakerDraft
from claims.services.undoing import UNDONE, undo_mention, undo_set_aside_rest, what_holds
from claims.vocabularies import Curation, LinkState
from common.errors import RuleError
from documents.models import Document
from history.models import Event
from history.services import plain

if TYPE_CHECKING:
    from teams.models import User

# So many steps of one person in one document can be taken back.
FAR = 300
DECISIONS = ("mention.accepted", "mention.attached", "mention.split", "mention.rejected")


@transaction.atomic
def undo_last(*, document: Document, by: "User") -> list[int]:
    """Take back the newest thing that `by` did to mentions of `document` and that still stands.

    Decisions, "the rest aside", corrections, speakers, additions; what somebody else has changed
    since is passed over. Returns the ids of the mentions that are as they were before. Raises
    RuleError if there is nothing left to take back.
    """
    open_for(by, document.pk)
    for event in _standing(document, by):
        if event.kind == "mention.set_aside":
            done = _take_back_aside(event, document, by)
        else:
            mention = Mention.objects.select_related("team", "version").get(pk=event.object_id)
            done = _TAKERS[event.kind](event, mention, by)
        if done:
            return done
    raise RuleError(_("There is nothing left to take back."))


def _standing(document: Document, by: "User") -> Iterator[Event]:
    """What `by` did, newest first, without what they have taken back already."""
    mine = Event.objects.filter(
        team_id=document.team_id, document_id=document.pk, by_id=by.pk, object_type="mention"
    )
    undone: Counter[int] = Counter()
    for event in mine.select_related("payload").order_by("-seq")[:FAR]:
        content = event.payload.content or {}
        if event.kind == "mention.undone" or content.get("why") == UNDONE:
            undone[event.object_id] += 1
        elif undone[event.object_id]:
            undone[event.object_id] -= 1
        elif event.kind in _TAKERS or event.kind == "mention.set_aside":
            yield event


def _take_back_aside(event: Event, document: Document, by: "User") -> list[int]:
    together = Event.objects.filter(
        team_id=event.team_id, action=event.action, kind="mention.set_aside"
    )
    pks = list(together.values_list("object_id", flat=True))
    still = Mention.objects.filter(pk__in=pks, curation=Curation.SET_ASIDE, curated_by=by)
    pks = list(still.order_by("start", "pk").values_list("pk", flat=True))
    if pks:
        undo_set_aside_rest(document=document, by=by, action=event.action)
    return pks


def _take_back_decision(event: Event, mention: Mention, by: "User") -> list[int]:
    content = event.payload.content or {}
    stands = mention.curated_by_id == by.pk and mention.curation == _after(content, "curation")
    if not stands or what_holds(mention, by):
        return []
    undo_mention(mention=mention, by=by, row_version=mention.row_version)
    return [mention.pk]


def _take_back_edit(event: Event, mention: Mention, by: "User") -> list[int]:
    content = event.payload.content or {}
    after, before = content.get("after") or {}, content.get("before") or {}
    stands = all(plain(getattr(mention, name)) == value for name, value in after.items())
    if "polarity" in before and mention.claim_mentions.filter(state=LinkState.CONFIRMED).exists():
        return []  # it came with its claim's, and goes back there
    if not (before and stands and mention.curation in OPEN_TO_EDITS):
        return []
    edit_mention(
        mention=mention, by=by, row_version=mention.row_version, changes=before, why=UNDONE
    )
    return [mention.pk]


def _take_back_speakers(event: Event, mention: Mention, by: "User") -> list[int]:
    content = event.payload.content or {}
    now = speaking.told(speaking.drafts_of(mention))
    if now != _after(content, "speakers") or mention.curation not in OPEN_TO_EDITS:
        return []
    before = (content.get("before") or {}).get("speakers") or []
    actors = Actor.objects.filter(team=mention.team_id).in_bulk(
        [each["actor"] for each in before if "actor" in each]
    )
    drafts = [
        SpeakerDraft(
            actors.get(each.get("actor", 0)), each.get("words", ""), each.get("speaks_for", "")
        )
        for each in before
    ]
    set_mention_speakers(
        mention=mention, by=by, row_version=mention.row_version, speakers=drafts, why=UNDONE
    )
    return [mention.pk]


def _take_back_addition(_event: Event, mention: Mention, by: "User") -> list[int]:
    """A mention is never deleted: what was added by mistake is set aside."""
    if mention.curation != Curation.PROPOSED:
        return []
    set_aside_mention(mention=mention, by=by, row_version=mention.row_version, why=UNDONE)
    return [mention.pk]


def _after(content: dict[str, Any], name: str) -> Any:
    return (content.get("after") or {}).get(name)


_TAKERS: dict[str, Callable[[Event, Mention, "User"], list[int]]] = {
    **dict.fromkeys(DECISIONS, _take_back_decision),
    "mention.edited": _take_back_edit,
    "mention.speakers_set": _take_back_speakers,
    "mention.added": _take_back_addition,
}
