"""Sentences of our own in the treebanks' formats."""

import gzip
from collections.abc import Callable
from pathlib import Path

import pytest

from extraction.training.conllu import Word, read_sentences

Rows = str


@pytest.fixture
def parse(tmp_path: Path) -> Callable[[Rows], list[Word]]:
    """One sentence from lines of "form lemma UPOS XPOS head deprel [MISC]"."""

    def build(rows: Rows) -> list[Word]:
        path = tmp_path / "one.conllu"
        path.write_text(conllu(rows), encoding="utf-8")
        return next(read_sentences(path)).words

    return build


@pytest.fixture
def arcs() -> Callable[[list[Word]], list[str]]:
    """ "form label head" of each word, the readable form of a tree."""

    def build(words: list[Word]) -> list[str]:
        heads = [words[word.head].form if word.head >= 0 else "-" for word in words]
        return [f"{w.form} {w.dep} {head}" for w, head in zip(words, heads, strict=True)]

    return build


NEWS = """
Mayor Mayor PROPN NNP 2 nmod:desc Entity=(1-person-new-nnnnn-cf1-2-sgl
Ada Ada PROPN NNP 4 nsubj _
Quill Quill PROPN NNP 2 flat Entity=1)
said say VERB VBD 0 root _
the the DET DT 6 det _
bridge bridge NOUN NN 8 nsubj _
was be AUX VBD 8 cop _
safe safe ADJ JJ 4 ccomp SpaceAfter=No
. . PUNCT . 4 punct _
"""
PLAIN = """
She she PRON PRP 2 nsubj
walks walk VERB VBZ 0 root
home home ADV RB 2 advmod SpaceAfter=No
. . PUNCT . 2 punct
"""


@pytest.fixture(scope="module")
def treebank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder laid out as the real one, with a few sentences in each file."""
    folder = tmp_path_factory.mktemp("treebank")
    plain = "# newdoc id = web-1\n" + conllu(PLAIN) * 3
    news = "# newdoc id = GUM_news_bridge\n" + conllu(NEWS) * 3
    held_out = "# newdoc id = GUM_news_clock\n" + conllu(PLAIN)
    for part in ("train", "dev", "test"):
        write(folder / f"ud_english_ewt_{part}.conllu.gz", plain)
        write(folder / f"gum_ccby_{part}.conllu.gz", news + held_out)
    write(folder / "ud_english_pud.conllu.gz", "# newdoc id = n1\n" + conllu(NEWS))
    tags = dict.fromkeys(range(1, 10), "O") | {2: "B-PER", 3: "I-PER"}
    forms = [row.split()[0] for row in NEWS.strip().splitlines()]
    rows = [f"{at}\t{form}\t{tags[at]}\t-\t-" for at, form in enumerate(forms, 1)]
    write(folder / "uner_english_pud.iob2.gz", "\n".join(rows) + "\n\n")
    return folder


def conllu(rows: Rows) -> str:
    """The ten columns of each row, and the empty line that ends a sentence."""
    lines = []
    for number, row in enumerate(rows.strip().splitlines(), 1):
        form, lemma, upos, xpos, head, dep, *misc = row.split()
        columns = [str(number), form, lemma, upos, xpos, "_", head, dep, "_", *(misc or ["_"])]
        lines.append("\t".join(columns))
    return "\n".join(lines) + "\n\n"


def write(path: Path, text: str) -> None:
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.write(text)
