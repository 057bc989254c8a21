"""The same words in other typographic dress, so that the pipeline does not depend on one."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from random import Random

from extraction.training.conllu import Word

_DOUBLE = frozenset({'"', "“", "”", "''", "``"})
_DASHES = frozenset({"-", "--", "–", "—"})


@dataclass(frozen=True)
class Dress:
    """How a text is set: its marks ("" keeps what is there) and the case of its letters."""

    opening: str = ""
    closing: str = ""
    apostrophe: str = ""
    dash: str = ""
    case: Callable[[str], str] = str


def random_dress(random: Random) -> Dress:
    """As in the treebank about every other time; news sets curly marks, headlines odd case."""
    marks = random.choices(
        [("", "", ""), ("“", "”", "’"), ('"', '"', "'"), ("‘", "’", "’")], weights=[40, 42, 13, 5]
    )[0]
    cases: list[Callable[[str], str]] = [str, str.lower, str.upper, _title]
    case = random.choices(cases, weights=[91, 4, 2, 3])[0]
    dash = random.choice(sorted(_DASHES)) if random.random() < 0.3 else ""
    return Dress(*marks, dash=dash, case=case)


def dressed(words: list[Word], dress: Dress) -> list[Word]:
    """Copies of `words`, in the same number, set in `dress`."""
    return [replace(word, form=dress.case(_marks(word, dress))) for word in words]


def _marks(word: Word, dress: Dress) -> str:
    if word.tag == ":" and word.form in _DASHES:
        return dress.dash or word.form
    if word.form in _DOUBLE:
        return {"``": dress.opening, "''": dress.closing}.get(word.tag) or word.form
    if dress.apostrophe and word.tag not in ("``", "''"):
        return word.form.replace("'", dress.apostrophe).replace("’", dress.apostrophe)
    return word.form


def _title(form: str) -> str:
    return form[:1].upper() + form[1:]
