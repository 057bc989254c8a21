"""Steps of the conversion that concern clauses: copulas, reported speech, subjects."""

from extraction.training.conllu import ROOT, Word
from extraction.training.tree import CLAUSAL, Words, children, is_infinitive, lexicon, move, replace

_SUBJECTS = {"nsubj", "nsubj:pass", "csubj", "csubj:pass"}
_OUTER = {"nsubj:outer", "csubj:outer"}
_WITH_COPULA = {"expl", "aux", "mark", "cc", "cc:preconj", "parataxis", "discourse", "vocative"}
# Adverbs that belong to the whole clause although they stand between "be" and the adjective.
_CLAUSE_ADVERBS = lexicon(
    "not never ever always often sometimes usually still already now then also just currently"
    " probably perhaps maybe certainly clearly indeed only once again soon actually"
)
_REPORTING = lexicon(
    "say tell add write ask note state explain claim report argue announce reply answer warn insist"
    " suggest declare comment remark recall continue conclude admit confirm deny estimate believe"
    " think observe stress tweet shout yell quip joke acknowledge predict allege"
)
_RAISING = lexicon(
    "want expect need like allow let make help see hear watch cause require enable believe"
    " consider feel find"
)


def copulas_first(words: Words) -> None:
    """The copula becomes the head of its predicate and takes over what belongs to the clause."""
    for predicate in words:
        copulas = children(words, predicate, "cop")
        if copulas:
            copula = copulas[0]
            moved = _clause_level(words, predicate, copula)
            replace(predicate, copula)
            move(moved, copula)
            predicate.head, predicate.dep = copula.index, _predicate_label(words, predicate)


def quotes_under_reporting(words: Words) -> None:
    """A reporting verb beside its quoted clause becomes the head, the clause its ccomp."""
    for verb in words:
        if verb.dep != "parataxis" or verb.lemma not in _REPORTING:
            continue
        subjects = children(words, verb, "nsubj")
        if subjects and not children(words, verb, "obj", "ccomp", "xcomp"):
            quoted = words[verb.head]
            replace(quoted, verb)
            move([end for end in children(words, quoted, "punct") if end.index > verb.index], verb)
            quoted.head, quoted.dep = verb.index, "ccomp"


def expletives(words: Words) -> None:
    """ "There" makes its subject an attribute; "it" is a subject and what it announces a ccomp."""
    for expletive in [word for word in words if word.dep == "expl" and word.head != ROOT]:
        head = words[expletive.head]
        later = [child for child in children(words, head) if child.index > head.index]
        if expletive.lemma == "there":
            for child in later:
                child.dep = "attr" if child.dep == "nsubj" else child.dep
        elif expletive.lemma == "it":
            expletive.dep = "nsubj"
            for child in later:
                if child.dep.startswith("csubj"):
                    child.dep = "xcomp" if is_infinitive(words, child) else "ccomp"


def objects_of_raising_verbs(words: Words) -> None:
    """In "want him to go" the object is the subject of the second verb, and that a ccomp."""
    for inner in [word for word in words if word.dep == "xcomp" and word.upos in CLAUSAL]:
        verb = words[inner.head]
        objects = [o for o in children(words, verb, "obj") if verb.index < o.index < inner.index]
        if objects and verb.lemma in _RAISING:
            objects[0].head, objects[0].dep = inner.index, "nsubj"
            inner.dep = "ccomp"


def _clause_level(words: Words, predicate: Word, copula: Word) -> Words:
    """The children of the predicate that belong to the clause the copula heads."""
    below = [child for child in children(words, predicate) if child is not copula]
    if any(child.dep in _OUTER for child in below):
        return [c for c in below if c.dep in _OUTER or c.index < copula.index]
    return [child for child in below if _is_clause_level(words, predicate, copula, child)]


def _is_clause_level(words: Words, predicate: Word, copula: Word, child: Word) -> bool:
    outside = child.index < copula.index or child.index > predicate.index
    if child.dep in _SUBJECTS or child.dep in _WITH_COPULA:
        return True
    if child.dep == "punct":
        return outside
    if child.dep == "advmod":
        return child.index < min(copula.index, predicate.index) or child.lemma in _CLAUSE_ADVERBS
    if child.dep == "conj":
        return child.upos in CLAUSAL or bool(children(words, child, "cop", "nsubj"))
    if child.dep.startswith(("obl", "advcl")):
        return child.index < copula.index or predicate.upos != "ADJ"
    return False


def _predicate_label(words: Words, predicate: Word) -> str:
    if children(words, predicate, "case"):
        return "obl"
    if predicate.upos in CLAUSAL:
        return "xcomp" if is_infinitive(words, predicate) else "ccomp"
    return {"ADJ": "acomp", "ADV": "advmod"}.get(predicate.upos, "attr")
