"""From treebank files to spaCy examples: whole stretches of text with their layers."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain, groupby
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc
from spacy.training import Example
from spacy.vocab import Vocab

from extraction.training import labels, names
from extraction.training.conllu import ROOT, Sentence, Word, read_sentences
from extraction.training.names import Name

EWT = "ud_english_ewt"
GUM = "gum_ccby"
PUD = "ud_english_pud.conllu.gz"
UNER = "uner_english_pud.iob2.gz"
# Kept for measuring the engines: a pipeline that has read them looks better there than it is.
HELD_OUT = frozenset(
    f"GUM_news_{name}" for name in ("imprisoned", "sensitive", "warming", "flag", "clock")
)
_SENTENCES_PER_TEXT = 8


@dataclass(frozen=True)
class Annotated:
    """One sentence with spaCy's labels. `names` is None where nobody marked names."""

    document: str
    opens: bool
    words: list[Word]
    names: list[Name] | None

    def text(self, name: Name) -> str:
        """The words of a name, with single spaces."""
        return " ".join(word.form for word in self.words[name.start : name.end])


def unnamed_sentences(treebank: Path) -> list[Annotated]:
    """EWT's sentences for training, which have no names."""
    return list(_parsed(treebank / f"{EWT}_train.conllu.gz"))


def named_sentences(treebank: Path) -> list[list[Annotated]]:
    """GUM's and PUD's, which have names: more often than once, news most."""
    gum = list(_parsed(treebank / f"{GUM}_train.conllu.gz", entities=True))
    pud = list(_pud(treebank))
    gum, pud = teams_as_places([gum, pud])
    news = [sentence for sentence in gum if sentence.document.startswith("GUM_news")]
    return [gum, gum, news, pud, pud]


def teams_as_places(parts: list[list[Annotated]]) -> list[list[Annotated]]:
    """Call an organisation GPE whose name is mostly a place's: "Sweden" scored, "Russia" said."""
    votes = defaultdict[str, Counter[str]](Counter)
    for sentence in chain.from_iterable(parts):
        for name in sentence.names or ():
            votes[sentence.text(name)][name.label] += 1

    def settled(sentence: Annotated, name: Name) -> Name:
        seen = votes[sentence.text(name)]
        team = name.label == "ORG" and seen["GPE"] > seen["ORG"]
        return replace(name, label="GPE") if team else name

    return [
        [s if s.names is None else replace(s, names=[settled(s, n) for n in s.names]) for s in part]
        for part in parts
    ]


def training_words(treebank: Path) -> Iterator[Word]:
    """Every word of the treebanks trained on, once."""
    gum, *_, pud = named_sentences(treebank)
    parts = (unnamed_sentences(treebank), gum, pud)
    return (word for part in parts for sentence in part for word in sentence.words)


def scoring_sentences(treebank: Path, part: str) -> list[list[Annotated]]:
    """The "dev" parts of EWT and GUM, the "test" part of EWT, or the held-out "news" of GUM."""
    if part == "news":
        files = [treebank / f"{GUM}_{half}.conllu.gz" for half in ("train", "dev")]
        return [[s for file in files for s in _parsed(file, entities=True, held_out=True)]]
    ewt = list(_parsed(treebank / f"{EWT}_{part}.conllu.gz"))
    if part == "test":
        return [ewt]
    return [ewt, list(_parsed(treebank / f"{GUM}_{part}.conllu.gz", entities=True))]


def to_doc(vocab: Vocab, sentences: Iterable[Annotated]) -> Doc:
    """One gold Doc of consecutive sentences; a paragraph's end is a token, as in real text."""
    layers = _Layers()
    for number, sentence in enumerate(sentences):
        if number and sentence.opens:
            layers.add_break()
        layers.add(sentence)
    return layers.doc(vocab)


class _Layers:
    """The columns of a Doc under construction."""

    def __init__(self) -> None:
        self.forms: list[str] = []
        self.spaces: list[bool] = []
        self.tags: list[str] = []
        self.heads: list[int] = []
        self.deps: list[str] = []
        self.lemmas: list[str] = []
        self.starts: list[bool | int | None] = []
        self.ents: list[str] = []

    def add(self, sentence: Annotated) -> None:
        offset = len(self.forms)
        if self.spaces and not self.forms[-1].isspace():
            self.spaces[-1] = True
        for word in sentence.words:
            self.forms.append(word.form)
            self.spaces.append(word.space)
            self.tags.append(word.tag)
            self.heads.append(offset + (word.index if word.head == ROOT else word.head))
            self.deps.append(word.dep)
            self.lemmas.append(word.lemma)
            self.starts.append(word.index == 0)
            self.ents.append("" if sentence.names is None else "O")
        for name in sentence.names or ():
            for at in range(name.start, name.end):
                position = "B" if at == name.start else "I"
                self.ents[offset + at] = name.label and f"{position}-{name.label}"

    def add_break(self) -> None:
        self.spaces[-1] = False
        self.heads.append(len(self.forms) - 1)
        self.forms.append("\n\n")
        self.spaces.append(False)
        self.tags.append("_SP")
        self.deps.append("dep")
        self.lemmas.append("\n\n")
        self.starts.append(False)
        self.ents.append("O" if self.ents[-1] else "")

    def doc(self, vocab: Vocab) -> Doc:
        return Doc(
            vocab,
            words=self.forms,
            spaces=self.spaces,
            tags=self.tags,
            heads=self.heads,
            deps=self.deps,
            lemmas=self.lemmas,
            sent_starts=self.starts,
            ents=self.ents,
        )


def texts(parts: Iterable[list[Annotated]]) -> Iterator[list[Annotated]]:
    """Stretches of at most eight consecutive sentences of one document."""
    for part in parts:
        for _, group in groupby(part, key=lambda sentence: sentence.document):
            whole = list(group)
            for at in range(0, len(whole), _SENTENCES_PER_TEXT):
                yield whole[at : at + _SENTENCES_PER_TEXT]


def example(nlp: Language, stretch: list[Annotated]) -> Example:
    """The tokenizer's own words on the one side, the treebank's layers on the other."""
    reference = to_doc(nlp.vocab, stretch)
    return Example(nlp.make_doc(reference.text), reference)


def _parsed(path: Path, *, entities: bool = False, held_out: bool = False) -> Iterator[Annotated]:
    for sentence in read_sentences(path):
        if (sentence.document in HELD_OUT) == held_out:
            found = names.entity_names(sentence.words) if entities else None
            yield from _relabelled(sentence, found)


def _pud(treebank: Path) -> Iterator[Annotated]:
    spans = names.read_iob(treebank / UNER)
    for sentence in read_sentences(treebank / PUD):
        marked = spans.get("".join(word.form for word in sentence.words))
        found = None if marked is None else names.iob_names(sentence.words, marked)
        yield from _relabelled(sentence, found)


def _relabelled(sentence: Sentence, found: list[Name] | None) -> Iterator[Annotated]:
    if labels.relabel(sentence.words):
        yield Annotated(sentence.document, sentence.opens, sentence.words, found)
