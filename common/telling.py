"""What follows from a change is told before it is made, with or without scripts.

The first sending of a form is answered with the sentences and their mark; sent again with the
mark, it is done, unless other sentences are true by now.
"""

import hashlib
from collections.abc import Mapping, Sequence


def told_mark(lines: Sequence[str]) -> str:
    """Names what was told: for the form's hidden field "told"."""
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]


def is_told(sent: Mapping[str, str], lines: Sequence[str]) -> bool:
    """Whether there is nothing to tell, or exactly this was told before it was sent."""
    return not lines or sent.get("told") == told_mark(lines)
