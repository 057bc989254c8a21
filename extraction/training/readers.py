"""The corpora that config.cfg names: where its texts come from while the pipeline is trained."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from random import Random

import spacy
from spacy.language import Language
from spacy.training import Example

from extraction.training import corpus, guesses, variants

Reader = Callable[[Language], Iterator[Example]]


def training_reader(treebank: str, seed: int, teacher: str | None) -> Reader:
    """A new order and new typographic dress on every pass; the same ones for the same seed.

    Without a `teacher`, the folder of a pipeline that knows names, only what has names is read.
    """
    parts = corpus.named_sentences(Path(treebank))
    if teacher is not None:
        unnamed = corpus.unnamed_sentences(Path(treebank))
        parts = [guesses.with_guesses(spacy.load(teacher), unnamed), *parts]
    stretches = list(corpus.texts(parts))
    random = Random(seed)  # noqa: S311 - repeatable on purpose

    def read(nlp: Language) -> Iterator[Example]:
        for stretch in random.sample(stretches, len(stretches)):
            dress = variants.random_dress(random)
            shown = [replace(s, words=variants.dressed(s.words, dress)) for s in stretch]
            yield corpus.example(nlp, shown)

    return read


def scoring_reader(treebank: str, part: str) -> Reader:
    """The scoring parts as they are."""
    stretches = list(corpus.texts(corpus.scoring_sentences(Path(treebank), part)))

    def read(nlp: Language) -> Iterator[Example]:
        return (corpus.example(nlp, stretch) for stretch in stretches)

    return read
