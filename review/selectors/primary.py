"""Documents that are evidence by themselves: their publisher is who states the claim."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from django.utils.translation import gettext as _

from actors.models import Actor
from claims.models import Claim, ClaimMention, Mention
from claims.vocabularies import LinkState
from documents.models import Document
from review.models import Evidence
from review.vocabularies import Axis

if TYPE_CHECKING:
    from teams.models import User


@dataclass(frozen=True)
class Offer:
    """A document to be taken as evidence that it was said, with the words and their place."""

    document: Document
    source: Actor
    passage: str
    place: str
    # Names the form, so that it makes one item however often it is sent.
    once: UUID = field(default_factory=uuid4)


def offers(claim: Claim, live: Iterable[Evidence], user: "User") -> list[Offer]:
    """The documents in which an identified speaker of `claim` published it in their own name.

    Without those that are evidence on "said" already. In the order of the mentions; at most three
    queries. The claim's speakers are prefetched with their actors.
    """
    speakers = [each.actor for each in claim.speakers.all() if each.is_identified()]
    speaking = {actor.pk: actor for actor in speakers if actor is not None}
    if not speaking:
        return []
    there = {item.document_id for item in live if item.axis == Axis.SAID}
    links = ClaimMention.objects.visible_to(user).filter(
        claim=claim.pk, state=LinkState.CONFIRMED, mention__document__publisher__in=speaking
    )
    found: dict[int, Offer] = {}
    for link in links.select_related("mention__version", "mention__document").order_by("pk"):
        document = link.mention.document
        source = speaking.get(document.publisher_id or 0)
        if source and document.pk not in there | found.keys():
            found[document.pk] = Offer(document, source, *_words(link.mention))
    return list(found.values())


def _words(mention: Mention) -> tuple[str, str]:
    """The text from the first to the last marked character, and the number of its paragraph."""
    text = mention.version.text
    spans = [*mention.source_spans, *mention.cue_spans, *mention.content_spans]
    begin, end = min(start for start, _end in spans), max(stop for _start, stop in spans)
    number = sum(1 for line in text[:begin].split("\n")[:-1] if line.strip()) + 1
    return text[begin:end], _("paragraph %(number)d") % {"number": number}
