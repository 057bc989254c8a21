"""Words that fit into sentences in every language."""

from typing import Any

from django.utils.translation import get_language

# Where nouns begin with a capital wherever they stand.
CAPITALS_STAY = frozenset({"de"})


def within(label: Any) -> str:
    """A label as it stands within a sentence: "Not found" is "not found" in English."""
    words = str(label)
    return words if (get_language() or "")[:2] in CAPITALS_STAY else words.lower()
