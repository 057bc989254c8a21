"""Hand-made names: GUM's entity brackets and Universal NER's columns, as spaCy's labels."""

import gzip
import re
from dataclasses import dataclass
from pathlib import Path

from extraction.training.conllu import Word
from extraction.training.tree import lexicon


@dataclass(frozen=True)
class Name:
    """A named span of words, `start` to `end` (exclusive), with spaCy's label."""

    start: int
    end: int
    label: str


_BRACKETS = re.compile(r"\((?P<opened>\d+)-(?P<kind>[a-z]+)[^()]*(?P<single>\))?|(?P<closed>\d+)\)")
_UNER = {"PER": "person", "ORG": "organization", "LOC": "place"}
PROPER = ("NNP", "NNPS")
_LINKS = frozenset({"of", "for", "de", "the", "&", "-"})
_GEOGRAPHY = lexicon(
    "africa america americas antarctica asia europe east west north south northeast northwest"
    " southeast southwest sea ocean river lake mount mountain mountains alps andes valley bay gulf"
    " strait cape island islands isles peninsula coast beach falls desert forest park canyon peak"
    " hills cliffs plains street avenue road square bridge airport station building center centre"
    " hall museum plaza stadium hotel"
)
_OPENS_GEOGRAPHY = lexicon("lake mount cape strait river isle")
# Capitalised, and tagged as names in the treebanks, but names of nobody on their own.
_NO_NAMES = lexicon(
    "president senator congresswoman congressman chair chairman speaker minister doctor professor"
    " judge regent general sir madam mister lord lady king queen mayor governor secretary"
    " ambassador mr mrs ms dr prof sen rep gov gen col capt sgt pope prince princess premier"
    " country land floor world state government court city assembly committee board company a"
)
_GROUP = re.compile(
    r"(an|ish|ese|ench|nch|wiss|reek|utch|elsh|hai|zech|qi|eli|tani|audi|raqi|yrian|rab|uslim|"
    r"atholic|ewish|slamic|emocratic|epublican|emocrat|uddhist|indu|ispanic|atino|rotestant|"
    r"zi|ew|urd|urdish|ebrew|ocialist|ommunist|amil|erb|roat|urk|wede|ane|cot|inn|rgentine)s?$"
)


def entity_names(words: list[Word]) -> list[Name]:
    """The names among GUM's entity mentions of one sentence, longest first choice, no overlap.

    A mention is a name if its head is a proper noun; it is cut to that proper noun's run, without
    titles. Adjectives of peoples, faiths and parties are NORP.
    """
    found = [name for mention in _mentions(words) if (name := _named_part(words, mention))]
    return _without_overlap(found + group_names(words))


def group_names(words: list[Word]) -> list[Name]:
    """NORP names that need no entity layer: "French", "the Democrats"."""
    return [
        Name(word.index, word.index + 1, "NORP")
        for word in words
        if word.tag in ("JJ", "NNPS") and word.form.istitle() and word.lemma[:1].isupper()
        if _GROUP.search(word.lemma) and len(word.form) > 3
    ]


def read_iob(path: Path) -> dict[str, list[Name]]:
    """The spans of an IOB2 file (.gz) by sentence: its letters without spaces -> letter spans.

    Not by words, and not in order: Universal NER cuts and sorts the sentences otherwise.
    """
    sentences, rows = dict[str, list[Name]](), list[list[str]]()
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in [*lines, "\n"]:
            if line[0].isdigit():
                rows.append(line.split("\t"))
            elif line == "\n" and rows:
                sentences["".join(row[1] for row in rows)] = _letter_spans(rows)
                rows = []
    return sentences


def iob_names(words: list[Word], spans: list[Name]) -> list[Name]:
    """Universal NER's letter spans on `words`, with spaCy's labels, and the groups they leave out.

    A span that does not fall on words is dropped.
    """
    starts, ends, at = dict[int, int](), dict[int, int](), 0
    for word in words:
        starts[at] = word.index
        at += len(word.form)
        ends[at] = word.index + 1
    named = [
        _name(words, starts[span.start], ends[span.end], span.label)
        for span in spans
        if span.start in starts and span.end in ends
    ]
    return _without_overlap([name for name in named if name] + group_names(words))


def _letter_spans(rows: list[list[str]]) -> list[Name]:
    spans, at = list[Name](), 0
    for row in rows:
        end = at + len(row[1])
        if row[2][2:] in _UNER and row[2].startswith("B-"):
            spans.append(Name(at, end, _UNER[row[2][2:]]))
        elif row[2].startswith("I-") and spans and spans[-1].end == at:
            spans[-1] = Name(spans[-1].start, end, spans[-1].label)
        at = end
    return spans


def _mentions(words: list[Word]) -> list[Name]:
    """GUM's mentions with its own kinds as labels; one that the sentence leaves open is dropped."""
    mentions, pending = list[Name](), list[tuple[str, str, int]]()
    for word in words:
        for bracket in _BRACKETS.finditer(word.notes.get("Entity", "")):
            if bracket["single"]:
                mentions.append(Name(word.index, word.index + 1, bracket["kind"]))
            elif bracket["opened"]:
                pending.append((bracket["opened"], bracket["kind"], word.index))
            else:
                at = max(
                    (i for i, p in enumerate(pending) if p[0] == bracket["closed"]), default=-1
                )
                if at >= 0:
                    _, kind, start = pending.pop(at)
                    mentions.append(Name(start, word.index + 1, kind))
    return mentions


def _named_part(words: list[Word], mention: Name) -> Name | None:
    """The proper nouns around the mention's head, or None if its head is none."""
    if mention.label not in ("person", "organization", "place"):
        return None
    inside = range(mention.start, mention.end)
    head = next((at for at in inside if words[at].head not in inside), mention.start)
    flat = [at for at in inside if words[at].head == head and words[at].dep == "flat"]
    if flat and mention.label == "person":
        return _person(words, head, flat)
    if words[head].tag not in PROPER:
        return None
    start, end = head, head + 1
    while start > mention.start and _continues(words, start - 1, mention, head):
        start -= 1
    while end < mention.end and _continues(words, end, mention, head):
        end += 1
    return _name(words, start, end, mention.label)


def _person(words: list[Word], head: int, flat: list[int]) -> Name | None:
    """The parts of a flat name, without the role it may hang on: "spokeswoman Ada Quill"."""
    parts = [at for at in (head, *flat) if words[at].tag in PROPER]
    return _name(words, min(parts), max(parts) + 1, "person") if parts else None


def _continues(words: list[Word], at: int, mention: Name, head: int) -> bool:
    word = words[at]
    if word.tag in PROPER:
        return True
    if mention.label == "person":
        return word.tag == "HYPH" or word.form in ("de", "van", "von", "bin", "al", "el")
    inside = mention.start < at < mention.end - 1
    after = words[at + 1] if inside else None
    if word.dep == "cc":  # "Aeronautics and Space" inside one name, not "Fox and Universal"
        return words[words[word.head].head].index != head
    return bool(after and word.form in _LINKS and (after.tag in PROPER or after.form == "the"))


def _name(words: list[Word], start: int, end: int, kind: str) -> Name | None:
    """The name from `start` to `end`, without what is no part of it at either end."""
    if kind == "person":
        titles = [at for at in range(start, end - 1) if is_title(words[at])]
        start = max(titles, default=start - 1) + 1
    proper = [at for at in range(start, end) if words[at].tag in PROPER]
    if proper:
        start, end = proper[0], proper[-1] + 1
    span = words[start:end]
    if len(span) == 1 and span[0].form.lower() in _NO_NAMES:
        return None
    if kind == "person" and len(span) == 1 and span[0].tag == "NNPS":
        return Name(start, end, "NORP") if _GROUP.search(span[0].lemma) else None
    return Name(start, end, _label(span, kind))


def is_title(word: Word) -> bool:
    """Whether the word stands before a person's name without being part of it."""
    bare = word.form.lower().rstrip(".")
    return bare in _NO_NAMES or (word.dep == "nmod:desc" and bare not in ("jr", "sr", "st"))


def _label(span: list[Word], kind: str) -> str:
    if kind != "place":
        return {"person": "PERSON", "organization": "ORG"}[kind]
    return "LOC" if is_geographic(span) else "GPE"


def is_geographic(span: list[Word]) -> bool:
    """Whether a place's name says that it is no town, state or country: "Lake Orsk"."""
    first, last = span[0].form.lower(), span[-1].form.lower()
    if (len(span) == 1 and first == "america") or (first, last) == ("south", "africa"):
        return False
    return last in _GEOGRAPHY or first in _OPENS_GEOGRAPHY


def _without_overlap(names: list[Name]) -> list[Name]:
    taken, kept = set[int](), list[Name]()
    for name in sorted(names, key=lambda name: (name.start - name.end, name.start)):
        covered = set(range(name.start, name.end))
        if not covered & taken:
            taken |= covered
            kept.append(name)
    return sorted(kept, key=lambda name: name.start)
