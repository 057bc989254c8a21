"""One-sentence definitions of the codes of fixed vocabularies."""

from collections.abc import Iterator, Mapping
from typing import Any


class Definitions(Mapping[Any, Any]):
    """The definitions of several vocabularies, told apart where two use the same word.

    A plain dict cannot hold them: `Priority.HIGH == Confidence.HIGH`, both being "high". Give each
    vocabulary that shares a word with another in a dict of its own. A bare string is looked up
    too, as long as only one vocabulary has that word.
    """

    def __init__(self, *groups: Mapping[Any, Any]) -> None:
        self._kept: dict[tuple[type, Any], Any] = {}
        words: dict[Any, list[Any]] = {}
        for group in groups:
            for code, definition in group.items():
                self._kept[type(code), code] = definition
                words.setdefault(code.value, []).append(definition)
        self._alone = {word: found[0] for word, found in words.items() if len(found) == 1}

    def __getitem__(self, code: Any) -> Any:
        key = (type(code), code)
        return self._kept[key] if key in self._kept else self._alone[code]

    def __iter__(self) -> Iterator[Any]:
        return (code for _vocabulary, code in self._kept)

    def __len__(self) -> int:
        return len(self._kept)
