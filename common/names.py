"""Names, as far as Unicode can make one read as another.

What stands in a text stays as it is there. A name that somebody gives, or that is taken out of a
text, is shown beside others' words in lists, mails and exports, so it must not turn them round.
"""

import re
import unicodedata
from functools import cache

from confusable_homoglyphs import categories, confusables
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from common.errors import RuleError

# What turns the direction of the words behind it (embeddings, overrides, isolates), and what is
# not seen at all. Joiners and the marks of direction alone are left: Persian and Hebrew need them,
# and so are soft hyphens, which come along with copied words.
_UNSEEN = re.compile(
    "[\u180e\u200b\u202a-\u202e\u2060-\u2064\u2066-\u2069\u206a-\u206f\ufeff\U000e0000-\U000e007f]"
)
# Scripts that have letters of one shape. Others are mixed in ordinary names: Japanese, Korean.
_ALIKE = frozenset({"LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "COPTIC"})


def refusal(name: str) -> str:
    """Why `name` cannot be a name, for the person who typed it; "" where it can."""
    found = _UNSEEN.search(name)
    if not found:
        return ""
    return _(
        "This name holds a sign that is not seen and can turn the words beside it round "
        "(U+%(code)04X). Type it anew."
    ) % {"code": ord(found[0])}


def require_visible(*names: str) -> None:
    """Raise RuleError where one of `names` holds signs that are not seen."""
    for name in names:
        if said := refusal(name):
            raise RuleError(said)


def visible(words: str) -> str:
    """`words` of a text as a name: without signs that are not seen."""
    return _UNSEEN.sub("", words)


def mixed_words(name: str) -> list[str]:
    """The words of `name` that mix scripts whose letters look the same: "Аrn" with a Cyrillic А.

    Source: Unicode Technical Standard 39, mixed-script and confusable detection.
    """
    return [word for word in re.findall(r"[^\W\d_]+", name) if _is_mixed(word)]


def _is_mixed(word: str) -> bool:
    if word.isascii():
        return False
    scripts = categories.unique_aliases(word) & _ALIKE
    return len(scripts) > 1 and bool(confusables.is_confusable(word, greedy=True))


def skeleton(name: str) -> str:
    """`name` with each letter that looks as a Latin one turned into that: to compare by looks."""
    return "".join(map(_look, name))


@cache
def _look(letter: str) -> str:
    if letter.isascii():
        return letter
    found = confusables.is_confusable(letter, preferred_aliases=[], greedy=True)
    for twin in found[0]["homoglyphs"] if found else ():
        if twin["c"].isascii() and twin["c"].isalpha():
            return unicodedata.normalize("NFKC", twin["c"])
    return letter


def _validate(name: str) -> None:
    if said := refusal(name):
        raise ValidationError(said, code="unseen")


class NameField(forms.CharField):
    """A name that somebody gives."""

    default_validators = [_validate]
