"""What the workbench shows: a text beside its mentions, one of them selected."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import get_language_info, ngettext
from django.utils.translation import gettext as _

from claims import dates, marks, matching, selectors
from claims.marks import Marked, Paragraph
from claims.matching import Suggestion
from claims.models import Mention
from claims.vocabularies import Curation, Polarity
from common.wording import within
from documents.models import Document, DocumentVersion
from teams.access import is_lead, may
from teams.roles import Permission

if TYPE_CHECKING:
    from teams.models import User

# So many reviewed mentions stay in sight above the selected one; the earlier ones fold.
IN_SIGHT = 2
# A longer list than so many shows this many on either side of the selected mention alone.
LONG, AROUND = 150, 50


@dataclass(frozen=True)
class Card:
    """One mention in the list."""

    number: int
    mention: Mention
    url: str

    @cached_property
    def speaker(self) -> str:
        names = [_called(speaker) for speaker in self.mention.speakers.all()]
        if names:
            return ", ".join(names)
        words = self.mention.source_words
        return f"“{words}”" if words else _("the document itself")

    @property
    def open_speaker(self) -> bool:
        """Whether there are words for a speaker and nobody knows whom they mean."""
        speakers = self.mention.speakers.all()
        if not speakers:
            return bool(self.mention.source_words)
        return any(not (each.actor_id or each.name) for each in speakers)

    @property
    def name_to_find(self) -> str:
        """What to look for where no actor is known: the engine's reading, or the words."""
        unknown = [each for each in self.mention.speakers.all() if not each.actor_id]
        named = [each.name for each in unknown if each.name]
        return next(iter(named), self.mention.source_words)

    @property
    def is_done(self) -> bool:
        return self.mention.curation != Curation.PROPOSED

    @property
    def is_refused(self) -> bool:
        return self.mention.curation in {Curation.REJECTED, Curation.SET_ASIDE}

    @property
    def meta(self) -> str:
        mention = self.mention
        parts = [mention.get_mode_display(), mention.get_kind_display()]
        if mention.polarity == Polarity.DENIED:
            parts.append(mention.get_polarity_display())
        return ", ".join(within(part) for part in parts)

    @property
    def outcome(self) -> str:
        mention = self.mention
        if mention.curation == Curation.REJECTED:
            return _("rejected: %(why)s") % {"why": within(mention.get_reject_reason_display())}
        if mention.curation == Curation.ACCEPTED:
            return self._claims()
        return within(mention.get_curation_display())

    def _claims(self) -> str:
        links = self.mention.links
        if not links:
            return _("accepted")
        if len(links) == 1:
            return within(links[0].claim.get_state_display())
        return ngettext("%(count)d claim", "%(count)d claims", len(links)) % {"count": len(links)}


def _called(speaker: Any) -> str:
    """An actor or the engine's reading as a name; the bare words of the text in quotation marks."""
    if speaker.actor_id or speaker.name:
        return speaker.shown_name
    return f"“{speaker.words}”"


@dataclass(frozen=True)
class Node:
    """One node of the way a saying took, for components/_hops.html."""

    label: str
    kind: str = ""
    unnamed: bool = False
    url: str = ""


class Bench:
    """The workbench of `document` for `user`. Queries are made when a part is first shown."""

    def __init__(self, document: Document, user: "User", *, version: int = 0, selected: int = 0):
        self.document, self.user = document, user
        self._version, self._selected = version, selected

    @cached_property
    def versions(self) -> list[DocumentVersion]:
        """Newest first, without their texts but for the one shown."""
        return list(self.document.versions.defer("text").order_by("-number"))

    @cached_property
    def version(self) -> DocumentVersion:
        """The one asked for by number, or that of the selected mention, or the newest."""
        if self._version:
            chosen = [each for each in self.versions if each.number == self._version]
            if not chosen:
                raise Http404
            return chosen[0]
        of_mention = Mention.objects.filter(document=self.document, pk=self._selected)
        pk = of_mention.values_list("version_id", flat=True).first() if self._selected else None
        return next((each for each in self.versions if each.pk == pk), self.versions[0])

    @cached_property
    def mentions(self) -> list[Mention]:
        return list(selectors.mentions_of(self.version, self.user))

    @cached_property
    def cards(self) -> list[Card]:
        return [
            Card(number, mention, self.url(mention=mention.pk))
            for number, mention in enumerate(self.mentions, 1)
        ]

    @cached_property
    def card(self) -> Card | None:
        """The selected one: as asked for, else the first that is to do, else the first."""
        asked = [card for card in self.cards if card.mention.pk == self._selected]
        to_do = [card for card in self.cards if not card.is_done]
        return next(iter([*asked, *to_do, *self.cards]), None)

    @property
    def mention(self) -> Mention | None:
        return self.card.mention if self.card else None

    def card_after(self, mention: Mention) -> Card | None:
        """The next that is to do after `mention`, else the first that is, else its own."""
        place = (mention.start, mention.pk)
        to_do = [card for card in self.cards if not card.is_done]
        later = [c for c in to_do if (c.mention.start, c.mention.pk) > place]
        own = [card for card in self.cards if card.mention.pk == mention.pk]
        return next(iter([*later, *to_do, *own]), None)

    def select(self, card: Card | None) -> None:
        self._selected = card.mention.pk if card else 0
        for name in ("card", "window", "folded"):
            self.__dict__.pop(name, None)

    # --- the list ---------------------------------------------------------------------------

    @cached_property
    def window(self) -> list[Card]:
        """All cards of a short list, those around the selected one of a long list."""
        if self.card is None or self.total <= LONG:
            return self.cards
        at = self.card.number - 1
        return self.cards[max(0, at - AROUND) : at + AROUND + 1]

    @property
    def before(self) -> list[Card]:
        return self.cards[: self.window[0].number - 1] if self.window else []

    @property
    def beyond(self) -> list[Card]:
        return self.cards[self.window[-1].number :] if self.window else []

    @cached_property
    def folded(self) -> list[Card]:
        """The reviewed ones before the first that is to do or selected, but for the last two."""
        head: list[Card] = []
        for card in self.window:
            if not card.is_done or card == self.card:
                break
            head.append(card)
        return head[:-IN_SIGHT] if len(head) > IN_SIGHT + 1 else []

    @property
    def shown(self) -> list[Card]:
        return self.window[len(self.folded) :]

    @property
    def total(self) -> int:
        return len(self.cards)

    @property
    def done(self) -> int:
        return sum(card.is_done for card in self.cards)

    @property
    def left(self) -> int:
        return self.total - self.done

    # --- the text ---------------------------------------------------------------------------

    @cached_property
    def paragraphs(self) -> list[Paragraph]:
        marked = [Marked.of(card.mention, card.number) for card in self.cards]
        selected = self.mention.pk if self.mention else 0
        return marks.paragraphs(self.version.text, marked, selected=selected)

    def paragraphs_of(self, mentions: Iterable[Mention]) -> list[Paragraph]:
        """Those in which a mark of one of `mentions` stands, or their number."""
        pks = {mention.pk for mention in mentions}
        return [p for p in self.paragraphs if pks & _mentions_in(p)]

    @property
    def words(self) -> int:
        return len(self.version.text.split())

    @property
    def language(self) -> str:
        """The document's language by name, or its code if Django does not know it."""
        try:
            return get_language_info(self.document.language)["name_translated"]
        except KeyError:
            return self.document.language

    # --- the selected one -------------------------------------------------------------------

    @cached_property
    def suggestions(self) -> list[Suggestion]:
        if self.card is None or not self.may_triage or self.card.is_done:
            return []
        return matching.suggestions(self.card.mention, user=self.user)

    @cached_property
    def way(self) -> list[Node]:
        """The outlet and the relays through which it reached us, outermost first."""
        document = self.document
        outlet = str(document.publisher) if document.publisher else document.publisher_words
        nodes = [Node(outlet)] if outlet else []
        hops = selectors.hops_of(self.mention, self.user) if self.mention else []
        return nodes + [Node(hop.shown_name) for hop in hops if hop.shown_name != outlet]

    @property
    def speaker_node(self) -> Node | None:
        speakers = list(self.mention.speakers.all()) if self.mention else []
        if self.card is None or not speakers:
            return None
        unnamed = all(each.is_unnamed for each in speakers)
        return Node(self.card.speaker, kind="person", unnamed=unnamed)

    @property
    def events(self) -> list[dict[str, str]]:
        return _dates(self.mention, "event")

    @property
    def utterances(self) -> list[dict[str, str]]:
        return _dates(self.mention, "utterance")

    @property
    def outer(self) -> Card | None:
        pk = self.mention.inside_id if self.mention else None
        return next((card for card in self.cards if card.mention.pk == pk), None)

    @property
    def inner(self) -> list[Card]:
        pk = self.mention.pk if self.mention else None
        return [card for card in self.cards if card.mention.inside_id == pk]

    # --- what the person may do ---------------------------------------------------------------

    @cached_property
    def may_triage(self) -> bool:
        allowed = may(self.user, Permission.TRIAGE, self.document.team)
        return allowed and not self.document.is_withdrawn()

    def may_undo(self, mention: Mention) -> bool:
        decided = mention.curated_by_id is not None
        mine = mention.curated_by_id == self.user.pk
        return self.may_triage and decided and (mine or is_lead(self.user, self.document.team))

    @property
    def selected_can_be_undone(self) -> bool:
        return self.mention is not None and self.may_undo(self.mention)

    @cached_property
    def last_decided(self) -> Mention | None:
        """What "undo" takes back: the person's own last decision here."""
        return selectors.last_decided(self.document, self.user) if self.may_triage else None

    def url(self, **query: Any) -> str:
        page = reverse("claims:workbench", args=[self.document.team.slug, self.document.pk])
        return page + "".join(
            f"{'&' if at else '?'}{name}={value}" for at, (name, value) in enumerate(query.items())
        )


def _mentions_in(paragraph: Paragraph) -> set[int]:
    owned = {pk for p in paragraph.pieces for pks in p.owners.values() for pk in pks}
    return owned | {marked.pk for marked in paragraph.numbers}


def _dates(mention: Mention | None, role: str) -> list[dict[str, str]]:
    found: Sequence[dict[str, Any]] = mention.dates if mention else []
    return [
        {**each, "shown": dates.shown(each.get("value", ""))}
        for each in found
        if each.get("role") == role
    ]
