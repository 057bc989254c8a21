"""Where a claim was said: each mention in its passage, with the hops through which it came."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.db.models import Prefetch

from actors.models import Actor
from actors.vocabularies import ActorKind
from claims.marks import Marked, Piece, paragraphs
from claims.models import Claim, ClaimMention, Mention, MentionHop, MentionSpeaker
from claims.spans import Spans
from claims.vocabularies import LinkState

if TYPE_CHECKING:
    from teams.models import User

AROUND = 400  # code points of context read on each side
MARGIN = 160  # of which so many are shown at most


@dataclass(frozen=True)
class Node:
    """Somebody in a chain of hops, as components/_hop.html draws them."""

    label: str
    kind: str = ""
    unnamed: bool = False
    url: str = ""


@dataclass(frozen=True)
class Place:
    """One mention of a claim: who passed it on, the passage with its marks."""

    link: ClaimMention
    mention: Mention
    hops: list[Node]
    speaker: Node | None
    passage: list[list[Piece]]


def places_of(claim: Claim, user: "User") -> list[Place]:
    """The confirmed mentions of `claim` that `user` may read, by the document's date.

    Seven queries.
    """
    actors = Actor.objects.readable_by(user)
    links = (
        ClaimMention.objects.visible_to(user)
        .filter(claim=claim.pk, state=LinkState.CONFIRMED)
        .select_related("mention__version", "mention__document", "mention__team")
        .prefetch_related(
            Prefetch("mention__document__publisher", actors),
            Prefetch("mention__speakers__actor", actors),
            Prefetch("mention__hops__actor", actors),
        )
    )
    return [_place(link) for link in sorted(links, key=_by_date)]


def _by_date(link: ClaimMention) -> tuple[bool, str, int]:
    published = link.mention.document.published_on
    return published is None, str(published or ""), link.pk


def _place(link: ClaimMention) -> Place:
    mention = link.mention
    speakers = list(mention.speakers.all())
    return Place(link, mention, _hops(mention), _speaker(speakers), passage_of(mention))


def _hops(mention: Mention) -> list[Node]:
    document, hops = mention.document, list(mention.hops.all())
    first = hops[0].actor_id if hops else None
    nodes = [_hop(hop) for hop in hops]
    if document.publisher and document.publisher_id != first:
        nodes.insert(0, Node(str(document.publisher), url=document.publisher.get_absolute_url()))
    return nodes


def _hop(hop: MentionHop) -> Node:
    return Node(hop.shown_name, unnamed=_is_unnamed(hop.actor))


def _is_unnamed(actor: Actor | None) -> bool:
    return actor is not None and actor.kind == ActorKind.UNNAMED


def _speaker(speakers: list[MentionSpeaker]) -> Node | None:
    if not speakers:
        return None
    only = speakers[0].actor if len(speakers) == 1 else None
    names = ", ".join(str(speaker) for speaker in speakers)
    unnamed = all(speaker.is_unnamed for speaker in speakers)
    return Node(names, kind="person", unnamed=unnamed, url=only.get_absolute_url() if only else "")


def passage_of(mention: Mention) -> list[list[Piece]]:
    """The paragraphs that hold the mention, cut into marked pieces, with some text around it."""
    text, marked = mention.version.text, Marked.of(mention, 0)
    edges = [edge for spans in marked.spans.values() for span in spans for edge in span]
    begin, end = max(0, min(edges) - AROUND), max(edges) + AROUND
    shifted: dict[str, Spans] = {
        part: [[start - begin, stop - begin] for start, stop in spans]
        for part, spans in marked.spans.items()
    }
    near = paragraphs(text[begin:end], [replace(marked, spans=shifted)], selected=mention.pk)
    kept = [each.pieces for each in near if any(piece.owners for piece in each.pieces)]
    if kept:
        kept[0] = _cut_before(kept[0])
        kept[-1] = _cut_after(kept[-1])
    return kept


def _cut_before(pieces: list[Piece]) -> list[Piece]:
    first = pieces[0]
    if first.owners or len(first.text) <= MARGIN:
        return pieces
    words = first.text[-MARGIN:].split(" ", 1)[-1]
    return [replace(first, text=f"… {words}"), *pieces[1:]]


def _cut_after(pieces: list[Piece]) -> list[Piece]:
    last = pieces[-1]
    if last.owners or len(last.text) <= MARGIN:
        return pieces
    words = last.text[:MARGIN].rsplit(" ", 1)[0]
    return [*pieces[:-1], replace(last, text=f"{words} …")]
