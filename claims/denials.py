"""How a denial is written, and how a text is known to say one.

The statement of a denied claim says the denial itself, as a whole sentence, so that nobody who
reads it alone reads the opposite. Why so: docs/decisions/0028-a-denial-is-part-of-the-claim.md.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from claims.vocabularies import Polarity
from common.errors import RuleError
from extraction.contents import reads_as_clause
from extraction.lexicon import word_set
from extraction.lexicon.nouns import GROUPS_OF_PEOPLE, SAYING_GROUP


@dataclass(frozen=True)
class Frame:
    """How one language denies. `that` and `quoted` hold {who}, {verb} and {said}."""

    that_words: tuple[str, ...]  # as content begins: "that ", "dass "
    that: str
    quoted: str
    verbs: tuple[str, str]  # of one, of several
    somebody: str


FRAMES = {
    "en": Frame(
        ("that ",), "{who} {verb} that {said}", "{who} {verb}: “{said}”", ("denies", "deny"),
        "Somebody",
    ),
    "de": Frame(
        ("dass ", "daß "), "{who} {verb}, dass {said}", "{who} {verb}: „{said}“",
        ("bestreitet", "bestreiten"), "Jemand",
    ),
    "fr": Frame(
        ("que ", "qu'", "qu’"), "{who} {verb} {that}{said}", "{who} {verb} : « {said} »",
        ("nie", "nient"), "Quelqu’un",
    ),
    "es": Frame(
        ("que ",), "{who} {verb} que {said}", "{who} {verb}: «{said}»", ("niega", "niegan"),
        "Alguien",
    ),
    "ru": Frame(
        ("что ",), "{who} {verb}, что {said}", "{who} {verb}: «{said}»", ("отрицает", "отрицают"),
        "Кто-то",
    ),
    "uk": Frame(
        ("що ",), "{who} {verb}, що {said}", "{who} {verb}: «{said}»", ("заперечує", "заперечують"),
        "Хтось",
    ),
}  # fmt: skip
# What stays as the text has it before a noun: who rejects a report does not "deny" it. "Refute"
# would say that they are right.
REFUSING = {
    "reject": ("rejects", "reject"),
    "dismiss": ("dismisses", "dismiss"),
    "disput": ("disputes", "dispute"),
    "contest": ("contests", "contest"),
    "repudiat": ("repudiates", "repudiate"),
    "rul": ("rules out", "rule out"),
}
THAT = re.compile(r"\bthat\b", re.IGNORECASE)

DENYING = word_set(
    """
    deny denies denied denying denial reject rejects rejected rejecting refute refutes refuted
    dispute disputes disputed disputing dismiss dismisses dismissed contest contests contested
    repudiate repudiates repudiated disavow disavows contradict contradicts contradicted rebut
    rebuts rules rule ruled
    bestreitet bestreiten bestritt bestritten leugnet leugnen leugnete leugneten dementiert
    dementieren dementierte dementierten verneint verneinen zurück zurückgewiesen
    nie nient nié dément démentent démenti conteste contestent réfute réfutent rejette rejettent
    niega niegan negó desmiente desmienten desmintió rechaza rechazan rechazó
    отрицает отрицают отрицал отрицала опровергает опроверг опровергла отвергает отверг отвергла
    заперечує заперечують заперечив заперечила спростовує спростував спростувала відкидає
    nega negano smentisce smentiscono nega negam desmente ontkent ontkennen zaprzecza zaprzeczają
    förnekar bestrider benekter nægter kiistää kiistävät popírá popírají tagadja inkar reddediyor
    """
)
NEGATING = word_set(
    """
    not no never none nothing nobody neither nor without cannot untrue false wrong incorrect
    nicht kein keine keinen keinem keiner keines nie niemals niemand nichts weder unwahr falsch
    pas jamais aucun aucune rien personne faux ninguno ninguna nunca jamás nada falso
    не нет никогда ничего никто неправда ні ніколи нічого ніхто
    non nessuno mai não nenhum niet geen nooit nie żaden nigdy inte ingen aldrig ikke ingen aldri
    ei ne nikdy nem soha değil yok hiç
    """
)
# Of those that deny, which turn round what follows wherever they stand: "the dispute" does not.
TURNING = DENYING - word_set(
    "denial dispute contest contests rule rules ruled zurück nie rejette nega inkar"
)
# Somebody holds it open: neither said nor denied.
DOUBTING = word_set(
    """
    doubt doubts doubted doubting question questions questioned questioning
    bezweifelt bezweifeln bezweifelte bezweifelten
    """
)
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
WHETHER = ("whether ", "if ", "ob ")


def words_of(text: str) -> list[str]:
    return [word.lower() for word in WORD.findall(text)]


def is_negation(word: str) -> bool:
    return word in NEGATING or word.endswith(("n't", "n’t"))


def says_denial(text: str) -> bool:
    """Whether `text` holds a word of denial or negation, in the languages known here."""
    return any(word in DENYING or is_negation(word) for word in words_of(text))


def is_doubt(cue: str) -> bool:
    return not DOUBTING.isdisjoint(words_of(cue))


def is_held_open(text: str) -> bool:
    """Whether `text` doubts or asks: neither side of what it is about."""
    words = words_of(text)
    return not DOUBTING.isdisjoint(words) or "whether" in words or words[:1] == ["ob"]


def is_turned(text: str) -> bool:
    """Whether an odd number of the words of `text` negate or deny what it is about."""
    return sum(is_negation(word) or word in TURNING for word in words_of(text)) % 2 == 1


def denied_part(statement: str) -> str:
    """What stands behind the word that denies, in the statement of a denial; all of it if none."""
    for match in WORD.finditer(statement):
        if match[0].lower() in TURNING:
            return statement[match.end() :]
    return statement


def denial(said: str, *, who: str, several: bool, cue: str = "", language: str = "") -> str:
    """`said`, the words that are denied, as a whole sentence without its full stop.

    Where the words do not fit behind the language's "that", they stand in quotation marks.
    """
    frame = FRAMES.get(language[:2].lower(), FRAMES["en"])
    who = who or frame.somebody
    who = who[0].upper() + who[1:]
    verb = frame.verbs[several]
    that = next((word for word in frame.that_words if said.lower().startswith(word)), "")
    if that:
        said = said[len(that) :]
        return frame.that.format(who=who, verb=verb, said=said, that=that)
    if frame is not FRAMES["en"] or (language and language[:2].lower() != "en"):
        return frame.quoted.format(who=who, verb=verb, said=said)
    if _is_thing(said):
        return f"{who} {_refusing(cue, several) or verb} {said}"
    if reads_as_clause(said):
        return frame.that.format(who=who, verb=verb, said=said)
    return frame.quoted.format(who=who, verb=verb, said=said)


def held_open(said: str, *, who: str, cue: str, language: str = "") -> str:
    """What somebody doubts or asks, in the words of the text: "Critics doubt that it is so"."""
    frame = FRAMES.get(language[:2].lower(), FRAMES["en"])
    who = who or frame.somebody
    comma = "," if said.lower().startswith(("dass ", "daß ", "ob ")) else ""
    return f"{who[0].upper()}{who[1:]} {cue}{comma} {said}"


def _is_thing(said: str) -> bool:
    """An English noun phrase or gerund: "any role", "taking money", "claims that it burst"."""
    first, _space, _rest = said.partition(" ")
    head = THAT.split(said, maxsplit=1)[0].split()
    if first.lower().endswith("ing") or first.lower() in ("any", "all", "responsibility", "as"):
        return True
    if head and head[-1].lower() in SAYING_GROUP:
        return True
    return not reads_as_clause(said)


def _refusing(cue: str, several: bool) -> str:
    cue = cue.lower()
    return next((forms[several] for stem, forms in REFUSING.items() if cue.startswith(stem)), "")


def is_several(names: list[str]) -> bool:
    """Whether a verb of these speakers stands in the plural."""
    if len(names) != 1:
        return bool(names)
    words = names[0].split()
    last = words[-1].lower() if words else ""
    return last in GROUPS_OF_PEOPLE | {"they", "we", "i"} or (
        len(words) > 1 and words[-1].islower() and last.endswith("s") and not last.endswith("ss")
    )


def refuse_disagreement(statement: str, polarity: str, names: Iterable[str]) -> None:
    """Raise RuleError where statement and polarity of a claim of these speakers say two things."""
    if polarity == Polarity.DENIED and not says_denial(statement):
        raise RuleError(
            _(
                "This is a denial, and the statement does not say so: whoever reads it alone would "
                "read the opposite. Write it as a sentence that denies, such as “… denies that …”."
            )
        )
    if polarity == Polarity.AFFIRMED and _is_own_denial(statement, names):
        raise RuleError(
            _(
                "The statement says that its own speaker denies something: choose the polarity "
                "“Denied”, or write what the speaker says themselves."
            )
        )


def _is_own_denial(statement: str, names: Iterable[str]) -> bool:
    """“Arn Waterworks denies …”, said by Arn Waterworks."""
    words = words_of(statement)
    for name in names:
        own = words_of(name)
        follows = words[len(own) :][:1]
        if own and words[: len(own)] == own and not TURNING.isdisjoint(follows):
            return True
    return False
