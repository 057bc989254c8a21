"""The people and rows that events name by id, as one person may read them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from actors.models import Actor
from claims.models import Claim, Mention
from documents.models import Document
from teams.models import User

if TYPE_CHECKING:
    from history.models import Event

Content = dict[str, Any] | None

PEOPLE = (
    "first",
    "second",
    "asked",
    "signed_by",
    "user",
    "triage_by",
    "confirmed_by",
    "resolved_by",
    "readers",
)
ACTORS = ("publisher", "source")
DOCUMENTS = ("document",)


@dataclass(frozen=True)
class Names:
    """Rows by id. What is not in here may not be named, or is no more."""

    people: dict[int, User] = field(default_factory=dict)
    actors: dict[int, Actor] = field(default_factory=dict)
    documents: dict[int, Document] = field(default_factory=dict)
    claims: dict[int, Claim] = field(default_factory=dict)
    mentions: dict[int, Mention] = field(default_factory=dict)

    def person(self, pk: Any) -> str:
        return str(self.people.get(pk, ""))

    def passage_of(self, event: "Event") -> str:
        """The words of the text that the event is about, if it is about a mention."""
        mention = self.mentions.get(event.object_id) if event.object_type == "mention" else None
        return str(mention.content_words) if mention else ""

    def subject_of(self, event: "Event") -> Any:
        """What the event is about, as a row with a page: claim, document or actor, else None."""
        return (
            self.claims.get(event.claim_id or 0)
            or self.documents.get(event.document_id or 0)
            or self.actors.get(event.actor_id or 0)
        )


def names_for(user: User, told: Iterable[tuple[Any, Content]], *, subjects: bool = False) -> Names:
    """What `told`, events with the content that `user` may read, name. At most five queries.

    subjects: also the claim, document or actor that each event hangs on.
    """
    people, actors, documents, claims, mentions = set(), set(), set(), set(), set()
    for event, content in told:
        people.add(event.by_id)
        for side in ("before", "after"):
            values = (content or {}).get(side) or {}
            people |= _ids(values, PEOPLE)
            actors |= _ids(values, ACTORS) | _speakers(values)
            documents |= _ids(values, DOCUMENTS)
        if event.object_type == "mention":
            mentions.add(event.object_id)
        if subjects:
            claims.add(event.claim_id)
            documents.add(event.document_id)
            actors.add(event.actor_id)
    return Names(
        _bulk(User.objects.all(), people),
        _bulk(Actor.objects.visible_to(user).select_related("team"), actors),
        _bulk(Document.objects.visible_to(user).select_related("team"), documents),
        _bulk(Claim.objects.visible_to(user).select_related("team"), claims),
        _bulk(Mention.objects.visible_to(user).only("content_words", "polarity"), mentions),
    )


def names_of(user: User, contents: Iterable[Content]) -> Names:
    """What the rows that `contents` tell of name, without events. At most three queries."""
    people, actors, documents = set(), set(), set()
    for content in contents:
        for side in ("before", "after"):
            values = (content or {}).get(side) or {}
            people |= _ids(values, PEOPLE)
            actors |= _ids(values, ACTORS)
            documents |= _ids(values, DOCUMENTS)
    return Names(
        _bulk(User.objects.all(), people),
        _bulk(Actor.objects.visible_to(user).select_related("team"), actors),
        _bulk(Document.objects.visible_to(user).select_related("team"), documents),
    )


def _ids(values: dict[str, Any], names: tuple[str, ...]) -> set[Any]:
    found: set[Any] = set()
    for name in names:
        value = values.get(name)
        found |= {each for each in _many(value) if isinstance(each, int)}
    return found


def _many(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _speakers(values: dict[str, Any]) -> set[Any]:
    rows = values.get("speakers")
    return {row["actor"] for row in rows if "actor" in row} if isinstance(rows, list) else set()


def _bulk(rows: Any, ids: set[Any]) -> dict[int, Any]:
    wanted = ids - {None}
    return {row.pk: row for row in rows.filter(pk__in=wanted)} if wanted else {}
