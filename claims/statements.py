"""From the words of a mention to the draft of a statement. A person makes it stand alone."""

import re

from extraction.spans import JOINER

QUOTES = re.compile('[“”„‟«»"‹›]')
SINGLE_QUOTED = re.compile(r"^[‘‚'](.*)[’']$", re.DOTALL)
EDGES = " \t\n,;:–—-"
LIMIT = 2000


def draft(content_words: str) -> str:
    """`content_words` without quotation marks and a leading "that", as one sentence.

    Never empty where the words hold a letter.
    """
    said = " ".join(QUOTES.sub("", content_words.replace(JOINER, " ")).split())
    said = SINGLE_QUOTED.sub(r"\1", said.strip(EDGES)).strip(EDGES)
    said = re.sub(r"^that\s+", "", said, flags=re.IGNORECASE)[:LIMIT]
    if not said:
        return content_words.strip()[:LIMIT]
    said = said[0].upper() + said[1:]
    return said if said[-1] in ".!?…" else f"{said}."
