"""What the workbench shows: a text beside its mentions, one of them selected."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from claims import dates, marks, matching, proposals, selectors
from claims.cards import Card
from claims.marks import Marked, Paragraph
from claims.matching import Suggestion
from claims.models import ExtractionRun, Mention
from claims.spans import Spans
from claims.vocabularies import DEFINITIONS, Curation, Reach, RunState
from documents.models import Document, DocumentVersion
from documents.progress import Progress
from documents.vocabularies import Triage
from teams.access import is_lead, may
from teams.roles import Permission

if TYPE_CHECKING:
    from teams.models import User

# So many reviewed mentions stay in sight above the selected one; the earlier ones fold.
IN_SIGHT = 2
# A longer list than so many shows this many on either side of the selected mention alone.
LONG, AROUND = 40, 12
PASSAGES_TOLD = 5


@dataclass(frozen=True)
class Node:
    """One node of the way a saying took, for components/_hops.html."""

    label: str
    kind: str = ""
    unnamed: bool = False
    url: str = ""


class Bench:
    """The workbench of `document` for `user`. Queries are made when a part is first shown."""

    def __init__(
        self,
        document: Document,
        user: "User",
        *,
        version: int = 0,
        selected: int = 0,
        shows_own: bool = False,
    ):
        """shows_own: also what the document says itself and nobody has taken up."""
        self.document, self.user, self.shows_own = document, user, shows_own
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
    def outline(self) -> list[Mention]:
        """All of them, each with no more than its place and what became of it: in text order, then
        what the document says itself, the most checkable first.
        """
        found = selectors.outline_of(self.version, own=self.shows_own, selected=self._selected)
        return sorted(found, key=_place)

    @cached_property
    def numbers(self) -> dict[int, int]:
        """The number of each mention, by id."""
        return {mention.pk: number for number, mention in enumerate(self.outline, 1)}

    @cached_property
    def selected(self) -> int:
        """The id of the selected one: as asked for, else the first to do, else the first."""
        asked = [self._selected] if self._selected in self.numbers else []
        to_do = [mention.pk for mention in self.outline if _is_to_do(mention)]
        return next(iter([*asked, *to_do, *self.numbers]), 0)

    @cached_property
    def cards(self) -> dict[int, Card]:
        """Those of the window, and of what holds the selected mention or lies in it. By id."""
        related = {mention.pk for mention in self.outline if mention.inside_id == self.selected}
        related |= {mention.inside_id for mention in self.outline if mention.pk == self.selected}
        wanted = {*self.window_ids, *(related & set(self.numbers))}
        first = next((mention.pk for mention in self.outline if mention.is_own_statement()), None)
        return {
            row.pk: Card(
                self.numbers[row.pk],
                row,
                self.url(mention=row.pk),
                reader=self.user.pk,
                opens_own=row.pk == first,
            )
            for row in selectors.mentions_in(wanted, self.user)
        }

    @property
    def card(self) -> Card | None:
        return self.cards.get(self.selected)

    @property
    def mention(self) -> Mention | None:
        return self.card.mention if self.card else None

    def after(self, mention: Mention) -> int:
        """The next that is to do after `mention`, else the first that is, else its own."""
        return self.next_to_do(mention) or self._first_to_do() or mention.pk

    def next_to_do(self, mention: Mention) -> int:
        later = self.outline[self.numbers[mention.pk] :]
        return next((each.pk for each in later if _is_to_do(each)), 0)

    def last_to_do(self, mention: Mention) -> int:
        """The nearest before `mention` that is to do."""
        earlier = reversed(self.outline[: self.numbers[mention.pk] - 1])
        return next((each.pk for each in earlier if _is_to_do(each)), 0)

    def _first_to_do(self) -> int:
        return next((each.pk for each in self.outline if _is_to_do(each)), 0)

    def select(self, pk: int) -> None:
        self._selected = pk
        for name in ("selected", "window_ids", "cards", "folded"):
            self.__dict__.pop(name, None)

    # --- the list ---------------------------------------------------------------------------

    @cached_property
    def window_ids(self) -> list[int]:
        """All of a short list, those around the selected one of a long list."""
        every = list(self.numbers)
        if len(every) <= LONG:
            return every
        at = self.numbers[self.selected] - 1
        return every[max(0, at - AROUND) : at + AROUND + 1]

    @property
    def window(self) -> list[Card]:
        return [self.cards[pk] for pk in self.window_ids]

    @property
    def before(self) -> int:
        """How many of the list come before the window."""
        return self.numbers[self.window_ids[0]] - 1 if self.window_ids else 0

    @property
    def beyond(self) -> int:
        return len(self.outline) - self.before - len(self.window_ids)

    @property
    def url_before(self) -> str:
        return self.url(mention=self.outline[self.before - 1].pk)

    @property
    def url_beyond(self) -> str:
        return self.url(mention=self.outline[-self.beyond].pk)

    @property
    def url_next(self) -> str:
        """Where the next to do is, "" if there is none: it may lie beyond the window."""
        pk = self.next_to_do(self.mention) if self.mention else 0
        return self.url(mention=pk) if pk else ""

    @property
    def url_last(self) -> str:
        pk = self.last_to_do(self.mention) if self.mention else 0
        return self.url(mention=pk) if pk else ""

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

    @cached_property
    def counted(self) -> list[Mention]:
        return [mention for mention in self.outline if mention.is_counted()]

    @property
    def total(self) -> int:
        return len(self.counted)

    @property
    def done(self) -> int:
        return sum(not _is_to_do(mention) for mention in self.counted)

    @property
    def left(self) -> int:
        return self.total - self.done

    # --- what the document says itself ---------------------------------------------------------

    @cached_property
    def own(self) -> Progress:
        """How many of the document's own statements are decided, shown or not."""
        if self.shows_own:
            found = [mention for mention in self.outline if mention.is_own_statement()]
            return Progress(sum(not _is_to_do(mention) for mention in found), len(found))
        return selectors.own_progress(self.version)

    @property
    def own_url(self) -> str:
        """The workbench with them if they are hidden, without them if they are shown."""
        chosen = {"mention": self.mention.pk} if self.mention else {}
        return self.url(**chosen, asserted=0 if self.shows_own else 1)

    # --- the text ---------------------------------------------------------------------------

    @cached_property
    def paragraphs(self) -> list[Paragraph]:
        marked = [Marked.of(mention, self.numbers[mention.pk]) for mention in self.outline]
        return marks.paragraphs(self.version.text, marked, selected=self.selected)

    def paragraphs_of(self, mentions: Iterable[int], places: Spans = ()) -> list[Paragraph]:
        """Those where one of `mentions` is marked or has its number, or that touch `places`."""
        pks = set(mentions)
        return [
            each
            for each in self.paragraphs
            if pks & _mentions_in(each)
            or any(start < each.end and end > each.start for start, end in places)
        ]

    @property
    def words(self) -> int:
        return len(self.version.text.split())

    @property
    def language(self) -> str:
        return _language(self.document.language)

    @cached_property
    def run(self) -> ExtractionRun | None:
        """The last that went through the version shown."""
        done = ExtractionRun.objects.filter(version=self.version, state=RunState.DONE)
        return done.order_by("-pk").first()

    @property
    def read_as(self) -> str:
        """The language the text was read in, where it is not the document's; else ""."""
        stated = self.document.language.split("-")[0]
        found = self.run.language if self.run else ""
        return _language(found) if found and found != stated else ""

    @property
    def lacks(self) -> str:
        """What was not looked for in the text, because of its language; else ""."""
        if self.run is None or self.run.reach == Reach.ALL:
            return ""
        return str(DEFINITIONS[Reach(self.run.reach)])

    @property
    def left_out(self) -> list[str]:
        """What the run did not propose or not read closely, in sentences."""
        run = self.run
        if run is None:
            return []
        told = []
        if run.beyond:
            found = _("%(count)s further mentions were found and are not shown.")
            most = _("A document has at most %(most)s: divide the text if you need them.")
            told += [found % {"count": run.beyond}, most % {"most": proposals.MOST_MENTIONS}]
        if run.unread_spans:
            passages = [f"{start}–{end}" for start, end in run.unread_spans[:PASSAGES_TOLD]]
            passages += ["…"] if len(run.unread_spans) > PASSAGES_TOLD else []
            words = _(
                "Sentences too long or too crowded were not read closely; look there yourself. "
                "Characters: %(passages)s."
            )
            told.append(words % {"passages": ", ".join(passages)})
        return told

    # --- the selected one -------------------------------------------------------------------

    @cached_property
    def alike(self) -> matching.Alike:
        if self.card is None or not self.may_triage or self.card.is_done:
            return matching.Alike([], [])
        return matching.suggestions(self.card.mention, user=self.user)

    @property
    def suggestions(self) -> list[Suggestion]:
        """Claims that the selected mention may be one more place of."""
        return self.alike.same

    @property
    def contradicting(self) -> list[Suggestion]:
        """Claims that say the opposite: no place of theirs, and worth knowing."""
        return self.alike.contradicting

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
        return self.cards.get(pk) if pk else None

    @property
    def inner(self) -> list[Card]:
        found = [card for card in self.cards.values() if card.mention.inside_id == self.selected]
        return sorted(found, key=lambda card: card.number)

    # --- what the person may do ---------------------------------------------------------------

    @cached_property
    def may_triage(self) -> bool:
        allowed = may(self.user, Permission.TRIAGE, self.document.team)
        return allowed and not self.document.is_withdrawn()

    @property
    def may_mark(self) -> bool:
        """Whether words of the text can become parts of the selected mention."""
        return self.mention is not None and self.may_triage and not self.card.is_refused

    @property
    def may_take(self) -> bool:
        """Whether the person can say that they go through it now."""
        document = self.document
        mine = document.triage == Triage.IN_TRIAGE and document.triage_by_id == self.user.pk
        return self.may_triage and not mine and document.triage != Triage.DONE

    def may_undo(self, mention: Mention) -> bool:
        decided = mention.curated_by_id is not None
        mine = mention.curated_by_id == self.user.pk
        return self.may_triage and decided and (mine or is_lead(self.user, self.document.team))

    @property
    def selected_can_be_undone(self) -> bool:
        return self.mention is not None and self.may_undo(self.mention)

    def url(self, **query: Any) -> str:
        page = reverse("claims:workbench", args=[self.document.team.slug, self.document.pk])
        return page + "".join(
            f"{'&' if at else '?'}{name}={value}" for at, (name, value) in enumerate(query.items())
        )


def _language(code: str) -> str:
    """Its name, or the code if Django does not know it."""
    try:
        return get_language_info(code)["name_translated"]
    except KeyError:
        return code


def _is_to_do(mention: Mention) -> bool:
    return mention.curation == Curation.PROPOSED


def _place(mention: Mention) -> tuple[bool, float, int, int]:
    """Where it comes in the list."""
    is_own = mention.is_own_statement()
    return (is_own, -(mention.score or 0.0) if is_own else 0.0, mention.start, mention.pk)


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
