"""From treebank files to spaCy examples: whole stretches of text with their layers."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path
from random import Random

from spacy.language import Language
from spacy.tokens import Doc
from spacy.training import Example
from spacy.util import registry
from spacy.vocab import Vocab

from extraction.training import labels, names, variants
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


def training_sentences(treebank: Path) -> list[list[Annotated]]:
    """EWT, GUM and PUD for training; what has names, and news most, more often than once."""
    ewt = list(_parsed(treebank / f"{EWT}_train.conllu.gz"))
    gum = list(_parsed(treebank / f"{GUM}_train.conllu.gz", entities=True))
    news = [sentence for sentence in gum if sentence.document.startswith("GUM_news")]
    pud = list(_pud(treebank))
    return [ewt, gum, gum, news, pud, pud]


def training_words(treebank: Path) -> Iterator[Word]:
    """Every word of the treebanks trained on, once."""
    ewt, gum, _, _, pud, _ = training_sentences(treebank)
    return (word for part in (ewt, gum, pud) for sentence in part for word in sentence.words)


def scoring_sentences(treebank: Path, part: str) -> list[list[Annotated]]:
    """The "dev" parts of EWT and GUM, or the "test" part of EWT."""
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
            self.ents[offset + name.start] = f"B-{name.label}"
            for at in range(name.start + 1, name.end):
                self.ents[offset + at] = f"I-{name.label}"

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


def training_reader(treebank: str, seed: int) -> Callable[[Language], Iterator[Example]]:
    """A new order and new typographic dress on every pass; the same ones for the same seed."""
    stretches = list(texts(training_sentences(Path(treebank))))
    random = Random(seed)  # noqa: S311 - repeatable on purpose

    def read(nlp: Language) -> Iterator[Example]:
        for stretch in random.sample(stretches, len(stretches)):
            dress = variants.random_dress(random)
            shown = [replace(s, words=variants.dressed(s.words, dress)) for s in stretch]
            yield example(nlp, shown)

    return read


def scoring_reader(treebank: str, part: str) -> Callable[[Language], Iterator[Example]]:
    """The scoring parts as they are."""
    stretches = list(texts(scoring_sentences(Path(treebank), part)))

    def read(nlp: Language) -> Iterator[Example]:
        return (example(nlp, stretch) for stretch in stretches)

    return read


registry.readers.register("corroborate.training.v1", func=training_reader)
registry.readers.register("corroborate.scoring.v1", func=scoring_reader)


def example(nlp: Language, stretch: list[Annotated]) -> Example:
    """The tokenizer's own words on the one side, the treebank's layers on the other."""
    reference = to_doc(nlp.vocab, stretch)
    return Example(nlp.make_doc(reference.text), reference)


def _parsed(path: Path, *, entities: bool = False) -> Iterator[Annotated]:
    for sentence in read_sentences(path):
        if sentence.document not in HELD_OUT:
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
