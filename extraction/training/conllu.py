"""Reading of CoNLL-U treebanks: plain words, before anything is made of them."""

import gzip
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = -1


@dataclass
class Word:
    """One word of a sentence. `head` is the index of its head in the sentence, or ROOT.

    `notes` are its features and what the last column says, by key.
    """

    index: int
    form: str
    lemma: str
    upos: str
    tag: str
    head: int
    dep: str
    space: bool = True
    notes: dict[str, str] = field(default_factory=dict)


@dataclass
class Sentence:
    """One sentence of a document; `opens` tells whether a paragraph starts with it."""

    document: str
    opens: bool
    words: list[Word]


def read_sentences(path: Path) -> Iterator[Sentence]:
    """Yield the sentences of a .conllu or .conllu.gz file in order.

    Empty nodes are left out. A multiword token's words keep its spacing: none inside, the token's
    own after its last word.
    """
    opener = gzip.open if path.suffix == ".gz" else open
    document, opens, rows = "", True, list[list[str]]()
    with opener(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            line = line.rstrip("\n")
            if line.startswith("# newdoc"):
                document, opens = line.partition("=")[2].strip(), True
            elif line.startswith("# newpar"):
                opens = True
            elif line and not line.startswith("#"):
                rows.append(line.split("\t"))
            elif not line and rows:
                yield Sentence(document, opens, _words(rows))
                opens, rows = False, []
    if rows:
        yield Sentence(document, opens, _words(rows))


def _words(rows: list[list[str]]) -> list[Word]:
    words = list[Word]()
    joined: dict[int, bool] = {}  # word number inside a multiword token -> space after it
    for number, form, lemma, upos, xpos, features, head, dep, _, misc in rows:
        notes = _notes(f"{features}|{misc}")
        space = notes.get("SpaceAfter") != "No"
        if "-" in number:
            first, last = map(int, number.split("-"))
            joined |= dict.fromkeys(range(first, last), False) | {last: space}
        elif "." not in number:
            space = joined.get(int(number), space)
            at = int(number) - 1
            words.append(Word(at, form, lemma, upos, xpos, int(head) - 1, dep, space, notes))
    return words


def _notes(listed: str) -> dict[str, str]:
    pairs = (note.partition("=") for note in listed.split("|") if "=" in note)
    return {key: value for key, _, value in pairs}
