"""Names for a treebank that has none, from a pipeline that learned them where they are marked.

Where names begin and end is in the tags and the tree; which kind they are is put to the vote of all
places where the same words stand.
"""

from collections import Counter, defaultdict
from dataclasses import replace
from itertools import groupby

from spacy.language import Language
from spacy.tokens import Doc

from extraction.training.conllu import ROOT, Word
from extraction.training.corpus import Annotated, texts, to_doc
from extraction.training.names import PROPER, Name, group_names, is_geographic, is_title
from extraction.training.tree import lexicon

UNKNOWN = ""  # proper nouns on which the votes are split: neither a name nor none
NO_NAME = "O"
_MAJORITY = 0.75
_ORGANISATIONS = lexicon(
    "inc inc. corp corp. ltd ltd. llc co co. company corporation group university college school"
    " institute department ministry committee commission council agency association organization"
    " organisation party bank court senate congress parliament church union federation foundation"
    " office bureau army navy force forces police club team league society authority board news"
    " times post magazine press network service services"
)

Votes = dict[str, Counter[str]]


def with_guesses(nlp: Language, sentences: list[Annotated]) -> list[Annotated]:
    """The sentences, in order, with names as `nlp` sees them by majority."""
    seen = [pair for stretch in texts([sentences]) for pair in _units_of(nlp, stretch)]
    votes: Votes = defaultdict(Counter)
    for sentence, units in seen:
        for unit in units:
            words = sentence.text(unit)
            parts = {words, *words.split()} if unit.label == "PERSON" else {words}
            for part in parts:
                votes[part][unit.label] += 1
    return [_settled(sentence, units, votes) for sentence, units in seen]


def name_units(words: list[Word]) -> list[Name]:
    """Neighbouring proper nouns that hang together, without titles.

    The label is what the words themselves say, such as PERSON after a title, or else UNKNOWN.
    """
    proper = [word for word in words if word.tag in PROPER]
    units = []
    for _, group in groupby(proper, key=lambda word: _top(words, word)):
        run = list(group)
        titles = [at for at, word in enumerate(run[:-1]) if is_title(word)]
        name = run[max(titles, default=-1) + 1 :]
        if name[-1].index - name[0].index == len(name) - 1:
            label = "PERSON" if titles else _telling(name)
            units.append(Name(name[0].index, name[-1].index + 1, label))
    return units


def _telling(name: list[Word]) -> str:
    if len(name) > 1 and name[-1].form.lower() in _ORGANISATIONS:
        return "ORG"
    return "LOC" if is_geographic(name) else UNKNOWN


def _top(words: list[Word], word: Word) -> int:
    """The highest word that is reached over proper nouns only."""
    while word.head != ROOT and words[word.head].tag in PROPER and word.dep == "compound":
        word = words[word.head]
    return word.index


def _units_of(nlp: Language, stretch: list[Annotated]) -> list[tuple[Annotated, list[Name]]]:
    """Each sentence with its units, labelled as `nlp` labels them in this place."""
    doc = to_doc(nlp.vocab, [replace(s, opens=False, names=None) for s in stretch])
    for _, component in nlp.pipeline:
        doc = component(doc)
    found, offset = [], 0
    for sentence in stretch:
        found.append((sentence, _labelled(sentence.words, doc, offset)))
        offset += len(sentence.words)
    return found


def _labelled(words: list[Word], doc: Doc, offset: int) -> list[Name]:
    end = offset + len(words)
    ents = [Name(e.start - offset, e.end - offset, e.label_) for e in doc[offset:end].ents]
    units = name_units(words)
    starts, ends = {unit.start for unit in units}, {unit.end for unit in units}
    wide = [ent for ent in ents if ent.start in starts and ent.end in ends]
    alone = [u for u in units if not any(w.start <= u.start and u.end <= w.end for w in wide)]
    return wide + [replace(unit, label=unit.label or _label_over(unit, ents)) for unit in alone]


def _label_over(unit: Name, ents: list[Name]) -> str:
    shared = {ent: min(ent.end, unit.end) - max(ent.start, unit.start) for ent in ents}
    best = max(shared, key=lambda ent: shared[ent], default=None)
    return best.label if best and shared[best] > 0 else NO_NAME


def _settled(sentence: Annotated, units: list[Name], votes: Votes) -> Annotated:
    groups = group_names(sentence.words)
    taken = {name.start for name in groups}
    names = [
        replace(unit, label=label)
        for unit in units
        if (label := _elected(votes[sentence.text(unit)], unit, sentence.words)) != NO_NAME
        if not taken & set(range(unit.start, unit.end))
    ]
    return replace(sentence, names=[*groups, *names])


def _elected(votes: Counter[str], unit: Name, words: list[Word]) -> str:
    label, count = votes.most_common(1)[0]
    if count < _MAJORITY * votes.total():
        return UNKNOWN
    if label in ("GPE", "LOC"):
        return "LOC" if is_geographic(words[unit.start : unit.end]) else "GPE"
    return label
