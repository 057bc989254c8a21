"""Coarse parts of speech and inflection, read off the fine tags: the attribute ruler's patterns."""

from typing import Any

from extraction.training.tree import lexicon

Pattern = dict[str, Any]

_BY_TAG = {
    "NN": ("NOUN", "Number=Sing"),
    "NNS": ("NOUN", "Number=Plur"),
    "NNP": ("PROPN", "Number=Sing"),
    "NNPS": ("PROPN", "Number=Plur"),
    "VB": ("VERB", "VerbForm=Inf"),
    "VBD": ("VERB", "Tense=Past|VerbForm=Fin"),
    "VBG": ("VERB", "Aspect=Prog|Tense=Pres|VerbForm=Part"),
    "VBN": ("VERB", "Aspect=Perf|Tense=Past|VerbForm=Part"),
    "VBP": ("VERB", "Tense=Pres|VerbForm=Fin"),
    "VBZ": ("VERB", "Number=Sing|Person=3|Tense=Pres|VerbForm=Fin"),
    "MD": ("AUX", "VerbForm=Fin"),
    "JJ": ("ADJ", "Degree=Pos"),
    "JJR": ("ADJ", "Degree=Cmp"),
    "JJS": ("ADJ", "Degree=Sup"),
    "RB": ("ADV", ""),
    "RBR": ("ADV", "Degree=Cmp"),
    "RBS": ("ADV", "Degree=Sup"),
    "WRB": ("ADV", ""),
    "DT": ("DET", ""),
    "PDT": ("DET", ""),
    "WDT": ("PRON", ""),
    "WP": ("PRON", ""),
    "WP$": ("PRON", "Poss=Yes"),
    "PRP": ("PRON", "PronType=Prs"),
    "PRP$": ("PRON", "Poss=Yes|PronType=Prs"),
    "EX": ("PRON", ""),
    "IN": ("ADP", ""),
    "RP": ("ADP", ""),
    "TO": ("PART", ""),
    "POS": ("PART", ""),
    "CC": ("CCONJ", ""),
    "CD": ("NUM", "NumType=Card"),
    "UH": ("INTJ", ""),
    "$": ("SYM", ""),
    "SYM": ("SYM", ""),
    "_SP": ("SPACE", ""),
} | dict.fromkeys([".", ",", ":", "``", "''", "-LRB-", "-RRB-", "HYPH", "NFP"], ("PUNCT", ""))
_OTHER = ["ADD", "AFX", "FW", "GW", "LS", "XX"]
_BE = sorted(lexicon("be am is are was were been being 'm 're 've ’m ’re ’ve"))
_VERBS = ["VB", "VBD", "VBG", "VBN", "VBP", "VBZ"]


def patterns() -> list[Pattern]:
    """Patterns for spaCy's attribute ruler; of those that match a word the last one holds."""
    return [
        *(_pattern({"TAG": tag}, pos, morph) for tag, (pos, morph) in _BY_TAG.items()),
        *(_pattern({"TAG": tag}, "X") for tag in _OTHER),
        _pattern({"TAG": {"IN": _VERBS}, "DEP": {"IN": ["aux", "auxpass"]}}, "AUX"),
        _pattern({"TAG": {"IN": _VERBS}, "LOWER": {"IN": _BE}}, "AUX"),
        _pattern({"TAG": "IN", "DEP": "mark"}, "SCONJ"),
        _pattern({"TAG": "TO", "DEP": "prep"}, "ADP"),
        _pattern({"TAG": "DT", "DEP": {"IN": ["nsubj", "nsubjpass", "dobj", "pobj"]}}, "PRON"),
        _pattern({"TAG": "RB", "LOWER": {"IN": ["not", "n't", "n’t", "nt"]}}, "PART"),
    ]


def _pattern(match: dict[str, Any], pos: str, morph: str = "") -> Pattern:
    attributes = {"POS": pos, "MORPH": morph} if morph else {"POS": pos}
    return {"patterns": [[match]], "attrs": attributes}
