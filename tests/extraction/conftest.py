"""What the extraction tests share."""

from collections.abc import Callable

import pytest

import extraction
from extraction import Candidate, Extraction, Options


def run(text: str, *, engine: str = "rules", options: Options | None = None) -> Extraction:
    return extraction.load_engine(engine).extract(
        text,
        options or Options(),
        progress=lambda done, total: None,
        cancelled=lambda: False,
    )


@pytest.fixture
def extract() -> Callable[..., Extraction]:
    return run


@pytest.fixture
def words() -> Callable[[str, Candidate], tuple[str, str, str]]:
    """Source, cue and content of a candidate as words."""

    def read(text: str, candidate: Candidate) -> tuple[str, str, str]:
        parts = (candidate.source, candidate.cue, candidate.content)
        source, cue, content = (" … ".join(text[s.start : s.end] for s in p) for p in parts)
        return source, cue, content

    return read
