"""Word lists: which words report, which stand for whom. Data, with only the lookups it needs."""


def word_set(text: str) -> frozenset[str]:
    """Return the blank-separated words of `text`: how the lists here are written."""
    return frozenset(text.split())
