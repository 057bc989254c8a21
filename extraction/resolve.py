"""Who is meant: from the words of a source to a party, always with a reason and a confidence."""

import re

from extraction.cast import Cast, Member
from extraction.draft import Draft
from extraction.lexicon import word_set
from extraction.lexicon.names import ORGANISATION_WORDS
from extraction.lexicon.nouns import (
    DOCUMENTS,
    GROUPS_OF_PEOPLE,
    ORGANISATIONS,
    OUTLETS,
    PERSONS,
    PRONOUNS,
    SAYING_GROUP,
)
from extraction.lexicon.places import CAPITALS, COUNTRIES, PEOPLES
from extraction.model import Party, Span
from extraction.names import ORGANISATION_KINDS, Name, gender_of, organisation_kind
from extraction.refer import FAR, Found, Scene, described, partitive, pronoun
from extraction.tokens import Token, bare, tokens

THRESHOLD = 0.5  # below it a speaker stays unresolved: a wrong one is worse than none
DEFINITE = word_set("the this that these those")
POSSESSIVE = word_set("his her its their")
DETERMINERS = DEFINITE | POSSESSIVE | word_set("a an our my your some")
STOPS = word_set("of for at in from with who which that on by and or to whose where near")
# Roles that are always held for a body: the text need not repeat which.
HELD_FOR_A_BODY = word_set(
    "spokesman spokeswoman spokesperson fighter soldier militant commander representative"
)
HANGS_ON = re.compile(r"[,(]|\b(?:of|for|at|in|by|from|who)\s")
OWNS_NEXT = re.compile(r"['’]s?\s|\s*\w")
GOES_ON = re.compile(r"\s+(?:of|for|in|from|at|who|and)\b")
NAME_JOIN = re.compile(r",? and |, | & ")
LOOSE_END = re.compile(r",.*| (?:who|which|that|whose) .*", re.DOTALL)
LOOSE_START = re.compile(r"^(?:who|which|whose|that)\b.*", re.DOTALL)
AGE = re.compile(r"^\d{1,3}(?:, |$)")
LEADING = re.compile(r"^(?:the|this|these|those) ", re.IGNORECASE)
PLAIN_TITLES = word_set("mr mrs ms miss dr prof sir dame lord lady mr. mrs. ms. dr. prof.")


class Resolver:
    """Resolves the sources of one text in text order, remembering who spoke."""

    def __init__(self, text: str, cast: Cast, sentences: list[Span], reported: list[Span]) -> None:
        self.text = text
        self.cast = cast
        self.scene = Scene(text, cast, sentences, reported)
        self._known: dict[tuple[int, int], Party] = {}

    def speakers(self, draft: Draft) -> tuple[Party, ...]:
        """Return the parties the source of `draft` stands for: one, or several joined by "and"."""
        return tuple(self.party(span, draft) for span in self._conjuncts(draft.source))

    def party(self, span: Span, draft: Draft | None = None) -> Party:
        """Return who the phrase at `span` is. The same place always gets the same answer."""
        key = (span.start, span.end)
        if key not in self._known:
            self._known[key] = self._party(span, draft)
        return self._known[key]

    def medium(self, span: Span) -> Party:
        """Return where it was said: "on Twitter", "in an interview with the Brenn Courier"."""
        for name, member in self.cast.within(span):
            return Party(
                self.text[span.start : span.end],
                (span,),
                member.name,
                member.kind,
                reason=f"named: “{name.words}”",
                confidence=0.9,
            )
        return Party(self.text[span.start : span.end], (span,), reason="not named", confidence=0.4)

    def _party(self, span: Span, draft: Draft | None) -> Party:
        words = self.text[span.start : span.end]
        found = self._find(span, words, draft)
        member = found.member if found.confidence >= THRESHOLD else None
        if member is not None:
            self.cast.meet(member, span.start)
            if draft is not None:
                member.spoke.append(span.start)
                self.scene.spoke.append((span.start, member))
        return Party(
            words=words,
            spans=(span,),
            name=member.name if member else "",
            kind=member.kind.replace("document", "") if member else "",
            speaks_for=member.speaks_for if member else "",
            role=self._role(span, member) if member else "",
            reason=found.reason,
            confidence=round(found.confidence, 2),
        )

    def _conjuncts(self, source: list[Span]) -> list[Span]:
        """Split "Both the district and the police" and "state media and users" into two."""
        if len(source) != 1:
            return list(source)
        whole = source[0]
        listed = self._listed(whole)
        if listed:
            return listed
        row = tokens(self.text, whole.start, whole.end)
        for index, token in enumerate(row[1:-1], 1):
            if token.lower == "and" and self._joins_parties(row, index):
                first = 1 if row[0].lower == "both" else 0
                left = Span(row[first].start, row[index - 1].end)
                return [left, Span(row[index + 1].start, whole.end)]
        return [whole]

    def _listed(self, whole: Span) -> list[Span]:
        """Return the names of "two members – Ann Roe and Bob Low", if it lists names at its end."""
        people = [name for name, who in self.cast.within(whole) if who.kind in ("person", "")]
        last = [name for name in people if not self.text[name.span.end : whole.end].strip('”" ,')]
        listed = last[:1]
        for name in reversed(people):
            if listed and NAME_JOIN.fullmatch(self.text[name.span.end : listed[0].span.start]):
                listed.insert(0, name)
        if len(listed) < 2 or not all(len(name.parts) > 1 for name in listed):
            return []
        return [name.span for name in listed]

    def _joins_parties(self, row: list[Token], index: int) -> bool:
        if any(token.text in ",(" for token in row):
            return False
        left, right = row[:index], row[index + 1 :]
        joint = row[index].start
        if self.cast.covered.holds(Span(joint - 1, joint + 1)):
            return False
        heads = head_word(left), head_word(right)
        people = GROUPS_OF_PEOPLE | ORGANISATIONS | {"media"}
        if all(head in people for head in heads):
            return True
        spans = [Span(side[0].start, side[-1].end) for side in (left, right)]
        return all(
            any(name.span.end == span.end for name, _ in self.cast.within(span)) for span in spans
        ) and (row[0].lower == "both" or len(left) <= 4)

    def _find(self, span: Span, words: str, draft: Draft | None) -> Found:
        row = tokens(self.text, span.start, span.end)
        if not row:
            return Found(None, 0.0, "no words")
        first, head = row[0].lower, head_word(row)
        owns_words = first in POSSESSIVE and head.rstrip("s") in SAYING_GROUP
        if (len(row) == 1 and first in PRONOUNS) or owns_words:
            return self._pronoun(first, span, draft)
        named = self._named(span, head) or self._known_as(span, words)
        if named is not None:
            return named
        if first in DEFINITE:
            described_as = described(span, head, self.scene)
            if described_as is not None and described_as.confidence >= THRESHOLD:
                return described_as
        if first == "one" and (part := partitive(span, self.scene)) is not None:
            member = self._add(part[0], "unnamed", span)
            member.speaks_for = part[1]
            return Found(member, 0.65, part[2])
        return self._unnamed(span, words, head)

    def _pronoun(self, word: str, span: Span, draft: Draft | None) -> Found:
        found = pronoun(word, span, self.scene)
        ahead = draft.content[0] if draft is not None and draft.content else None
        if found.member is None and ahead is not None and ahead.start > span.start:
            inside = [pair for pair in self.cast.within(ahead) if pair[1].kind != "place"]
            if inside and inside[0][0].span.start - ahead.start < 60:
                member = inside[0][1]
                return Found(member, 0.65, f"“{word}” refers ahead to {member.name}")
        return found

    def _named(self, span: Span, head: str) -> Found | None:
        """The name that is the head of the phrase, not one that merely stands in it."""
        for name, member in reversed(self.cast.within(span)):
            before = self.text[span.start : name.span.start]
            after = self.text[name.span.end : span.end].lstrip('”"»)')
            hangs = HANGS_ON.search(before) and not before.rstrip().endswith(",")
            if hangs and not _ends_phrase(name, after, member):
                continue
            if OWNS_NEXT.match(after) and not (GOES_ON.match(after) and head in name.parts):
                continue
            if member.kind in ("", "person") and OUTLETS & set(before.lower().split()):
                member.kind = "outlet"
            return self._as(name, member)
        return None

    def _as(self, name: Name, member: Member) -> Found:
        if name.words == member.name:
            return Found(member, 0.95, f"named: “{name.words}”")
        if self.cast.is_ambiguous(name.words):
            return Found(
                member, 0.6, f"“{name.words}” fits two names here; {member.name} is nearer"
            )
        return Found(member, 0.9, f"“{name.words}” is short for {member.name}")

    def _known_as(self, span: Span, words: str) -> Found | None:
        """A name the names were not read from: "Paris said", where Paris is a surname."""
        plain = re.sub(r"^(?:the|a|an) ", "", words, flags=re.IGNORECASE)
        if not all(word[:1].isupper() for word in plain.split()):
            return None
        member = self.cast.find(plain, before=span.start)
        return self._as(Name(plain, span), member) if member else None

    def _unnamed(self, span: Span, words: str, head: str) -> Found:
        """A fighter, a spokesman, critics, the scientists: nobody the text names."""
        words = LOOSE_END.sub("", words) or words
        if (ending := _name_at_end(words, head)) is not None:
            member = self._add(ending, "person", span)
            member.role = member.role or words.removesuffix(ending).strip()
            return Found(member, 0.75, f"a role and then the name “{ending}”")
        name = LEADING.sub("", words)
        if words.split()[0] in ("A", "An", "One", "Some", "Many", "Several"):
            name = words[0].lower() + words[1:]
        same = self.cast.called(name)
        if same is not None and not name.startswith(("a ", "an ", "one ")):
            return Found(same, 0.7, f"as before: {same.name}")
        plural = head in GROUPS_OF_PEOPLE or (head.endswith("s") and head[:-1] in PERSONS)
        kind = _kind_of_head(head, words, plural=plural)
        body = self._body_of(span, words, head)
        if body is not None:
            member = self._add(f"{name} of the {body.name}", kind, span)
            member.speaks_for = body.name
            return Found(member, 0.6, f"unnamed; {body.name} is the body spoken of before")
        member = self._add(name, kind, span, plural=plural)
        return Found(member, 0.6 if kind else 0.5, "taken as it stands")

    def _body_of(self, span: Span, words: str, head: str) -> Member | None:
        """Whose spokesman, whose fighter: the organisation the sentences before speak of."""
        if head not in HELD_FOR_A_BODY or len(words.split()) > 2:
            return None
        near = self.cast.near(span.start, FAR)
        bodies = [member for member in near if member.kind in ORGANISATION_KINDS - {"outlet"}]
        ranked = self.scene.ranked(bodies, span.start)
        return ranked[0][1] if ranked and ranked[0][0] >= 0.3 else None

    def _add(self, name: str, kind: str, span: Span, *, plural: bool = False) -> Member:
        same = self.cast.named(name)
        if same is not None and not name.startswith(("a ", "an ")):
            return same
        return self.cast.add(Member(name, kind, gender_of(name.split()), plural), span.start)

    def _role(self, span: Span, member: Member) -> str:
        """Return what the phrase says beside the name: "an Ottawa MP" of "Ann Roe, an MP"."""
        inside = [name for name, who in self.cast.within(span) if who is member]
        if not inside:
            return member.role
        before = self.text[span.start : inside[0].span.start].strip(' ,“"')
        after = self.text[inside[0].span.end : span.end].strip(' ,”"')
        after = LOOSE_END.sub("", AGE.sub("", after)) if after[:1].isdigit() else after
        after = LOOSE_START.sub("", after)
        parts = [part for part in (before, after) if part and part.lower() not in PLAIN_TITLES]
        role = " ".join(part for part in parts if part.lower() not in DETERMINERS)
        member.role = member.role or role
        return role or member.role


def _name_at_end(words: str, head: str) -> str | None:
    """Return the name after a long role: "director of the Brenn chapter of the League Ann Roe"."""
    parts = words.split()
    if head not in PERSONS or len(parts) < 5:
        return None
    first, second = parts[-2:]
    known = {bare(first), bare(second)} & (ORGANISATION_WORDS | COUNTRIES | CAPITALS | PEOPLES)
    is_name = first[:1].isupper() and second[:1].isupper() and second.isalpha() and not known
    hangs = parts[-3].lower() in STOPS | DETERMINERS or parts[-3].endswith(",")
    return f"{first} {second}" if is_name and not hangs else None


def _ends_phrase(name: Name, after: str, member: Member) -> bool:
    """… of the Dallas chapter Alia Salem|"""
    return not after.strip() and member.kind == "person" and len(name.parts) > 1


def _kind_of_head(head: str, words: str, *, plural: bool) -> str:
    if plural:
        return "group"
    if head in PERSONS or head == "one":
        return "unnamed"
    if head in OUTLETS - {"agency", "network", "press", "station"}:
        return "outlet"
    if head in ORGANISATIONS:
        return organisation_kind(words)
    if head in DOCUMENTS:
        return "document"
    return "government" if head in COUNTRIES | CAPITALS else ""


def head_word(row: list[Token]) -> str:
    """Return the head of a noun phrase, lower case: the last word before a preposition or comma."""
    last = ""
    for token in row:
        if not token.is_word:
            if last and token.text in ",(–—":
                break
            continue
        if token.lower in STOPS:
            if last:
                break
            continue
        if token.lower not in DETERMINERS:
            last = bare(token.text)
    return last
