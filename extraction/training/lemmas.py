"""Tables of base forms for spaCy's rule lemmatizer, counted from the treebanks."""

from collections import Counter, defaultdict
from collections.abc import Iterable

from spacy.lookups import Lookups

from extraction.training.conllu import Word

_LONGEST_SUFFIX = 6
_RULED = {"VERB": ("VBD", "VBG", "VBN", "VBZ"), "NOUN": ("NNS",), "ADJ": ("JJR", "JJS")}
_RULED |= {"ADV": ("RBR", "RBS")}
_LISTED = (*_RULED, "AUX", "PRON", "DET", "PART", "SCONJ", "ADP", "CCONJ")
_BASE_TAGS = ("VB", "NN", "JJ", "VBP")  # the lemmatizer leaves these as they are, but for "are"

Forms = dict[str, str]


def tables(words: Iterable[Word]) -> Lookups:
    """Rules, known base forms and exceptions for every part of speech in `words`.

    A form that was seen gets its most frequent base form; another one what most of the seen forms
    with its ending do.
    """
    seen = list(words)
    lookups = Lookups()
    ruled = {pos: _forms(seen, pos, tags) for pos, tags in _RULED.items()}
    rules = {pos: suffix_rules(forms) for pos, forms in ruled.items()}
    bases = {pos: _bases(seen, pos) - shadows(ruled[pos], rules[pos]) for pos in _RULED}
    lookups.add_table("lemma_exc", {pos.lower(): _exceptions(seen, pos) for pos in _LISTED})
    lookups.add_table("lemma_rules", {pos.lower(): found for pos, found in rules.items()})
    lookups.add_table("lemma_index", {pos.lower(): sorted(found) for pos, found in bases.items()})
    return lookups


def suffix_rules(forms: Forms) -> list[list[str]]:
    """[ending, replacement] pairs, longest ending first, each right for most forms it meets."""
    votes = defaultdict[str, Counter[str]](Counter)
    for form, lemma in forms.items():
        for length in range(1, min(_LONGEST_SUFFIX, len(form) - 1) + 1):
            kept = form[:-length]
            fits = lemma.startswith(kept)
            votes[form[-length:]][lemma[len(kept) :] if fits else ""] += 1
    rules = []
    for ending, replacements in sorted(votes.items(), key=lambda item: (-len(item[0]), item[0])):
        replacement, count = replacements.most_common(1)[0]
        if count > 1 and replacement != ending and 2 * count > replacements.total():
            rules.append([ending, replacement])
    return rules


def shadows(forms: Forms, rules: list[list[str]]) -> set[str]:
    """The wrong base forms that `rules` make of `forms`: "don" of "done".

    A known base form that a rule makes goes before the exceptions in spaCy's lemmatizer.
    """
    by_ending = {rule[0]: rule[1] for rule in rules}
    return {
        made
        for form, lemma in forms.items()
        for length in range(1, min(_LONGEST_SUFFIX, len(form)) + 1)
        if form[-length:] in by_ending
        if (made := form[:-length] + by_ending[form[-length:]]) != lemma
    }


def _exceptions(words: list[Word], pos: str) -> dict[str, list[str]]:
    base = _BASE_TAGS if pos in _RULED else ()
    tags = {word.tag for word in words if word.upos == pos}.difference(base)
    return {
        variant: [lemma]
        for form, lemma in _forms(words, pos, tags).items()
        for variant in {form, form.replace("'", "’")}
    }


def _forms(words: list[Word], pos: str, tags: Iterable[str]) -> Forms:
    """Lower-case forms with those tags -> their most frequent base form."""
    wanted = frozenset(tags)
    counts = defaultdict[str, Counter[str]](Counter)
    for word in words:
        if word.upos == pos and word.tag in wanted and _is_regular(word):
            lemma = word.lemma if pos == "PRON" else word.lemma.lower()
            counts[word.form.lower()][lemma] += 1
    return {form: lemmas.most_common(1)[0][0] for form, lemmas in sorted(counts.items())}


def _bases(words: list[Word], pos: str) -> set[str]:
    return {w.lemma.lower() for w in words if w.upos == pos and _is_regular(w)}


def _is_regular(word: Word) -> bool:
    """Not a slip of the pen, whose base form would be that of another word."""
    return not {"CorrectForm", "Typo"} & word.notes.keys() and word.lemma != "_"
