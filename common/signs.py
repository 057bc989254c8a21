"""The sign and hue that stand for each code of the glossary: presentation, not meaning.

Labels and definitions belong to the apps that own a vocabulary; here a code only finds its drawing.
"""

from dataclasses import dataclass

from django.utils.translation import gettext


@dataclass(frozen=True)
class Sign:
    """How one code is drawn: the name of a symbol in icons.svg and the class that sets its hue."""

    icon: str
    hue: str


STATES = (
    "on_record",
    "to_check",
    "in_review",
    "second_review",
    "differing",
    "decided",
    "not_pursued",
)

SIGNS: dict[str, dict[str, Sign]] = {
    "state": {
        code: Sign(code.replace("_", "-"), f"st-{code.replace('_', '-')}") for code in STATES
    },
    "said": {
        "said": Sign("said", "h-green"),
        "reported": Sign("reported", "h-olive"),
        "single_source": Sign("single-source", "h-ochre"),
        "distorted": Sign("distorted", "h-rust"),
        "misattributed": Sign("misattributed", "h-red"),
        "not_found": Sign("not-found", "h-slate"),
        "not_examined": Sign("said-none", "v-none"),
        "not_applicable": Sign("said-none", "v-none"),
    },
    "holds": {
        "corroborated": Sign("corroborated", "h-green"),
        "partly_corroborated": Sign("partly-corroborated", "h-olive"),
        "disputed": Sign("disputed", "h-violet"),
        "missing_context": Sign("missing-context", "h-ochre"),
        "no_support_found": Sign("no-support-found", "h-slate"),
        "contradicted": Sign("contradicted", "h-red"),
        "cannot_be_verified_yet": Sign("cannot-be-verified-yet", "h-blue"),
        "not_examined": Sign("holds-none", "v-none"),
        "not_applicable": Sign("holds-none", "v-none"),
    },
    "stance": {
        "supports": Sign("supports", "h-green"),
        "contradicts": Sign("contradicts", "h-red"),
        "context": Sign("context", "h-blue"),
        "nothing_found": Sign("nothing-found", "h-slate"),
    },
}


def sign_of(axis: str, code: str) -> Sign:
    """The drawing of `code` on `axis` (state, said, holds or stance).

    Raises KeyError for a code that has none: a page with an unknown verdict must not look like one.
    """
    return SIGNS[axis][str(code)]


def label_of(code: str) -> str:
    """The word of `code` in the reader's language, as vocabularies write it: "Single source"."""
    return gettext(str(code).replace("_", " ").capitalize())
