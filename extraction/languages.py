"""Which language a text is in, told by its letters and its commonest words."""

import re
from collections import Counter

from extraction.lexicon import word_set

SAMPLE = 20_000
ENOUGH = 8  # words that tell, before a guess is given
WORD = re.compile(r"[^\W\d_]+")
SCRIPTS = (
    ("he", re.compile(r"[\u0590-\u05ff]")),
    ("ar", re.compile(r"[\u0600-\u06ff]")),
    ("el", re.compile(r"[\u0370-\u03ff]")),
    ("ja", re.compile(r"[\u3040-\u30ff]")),
    ("ko", re.compile(r"[\uac00-\ud7af]")),
    ("zh", re.compile(r"[\u4e00-\u9fff]")),
    ("hi", re.compile(r"[\u0900-\u097f]")),
    ("ka", re.compile(r"[\u10a0-\u10ff]")),
    ("hy", re.compile(r"[\u0530-\u058f]")),
)
COMMON = {
    "en": word_set(
        "the and of to in is that was for it with as his on be at by he this had not are"
    ),
    "de": word_set("der die und das den von zu mit sich des auf für ist im dem nicht ein eine als"),
    "fr": word_set("le la les et des en un une du que est pour qui dans par plus pas au sur ce il"),
    "es": word_set(
        "el la los las y que en un una por con del se para es no su al lo como más pero"
    ),
    "it": word_set(
        "il di che e la in un per è non una sono del della con si da come anche più gli"
    ),
    "pt": word_set("o de que e do da em um para com não uma os no se na por mais as dos ao é foi"),
    "nl": word_set(
        "de het een en van in is dat op te zijn met voor niet aan er om ook als maar bij"
    ),
    "pl": word_set("i w na z do się nie że to jest o jak po przez od za ale przy czy jego tym dla"),
    "cs": word_set("a v se na je že to s z do o k ve pro za by jsou jako po ale jeho které při"),
    "tr": word_set("ve bir bu da de için ile olarak çok daha olan gibi kadar sonra ne ama var"),
    "sv": word_set("och i att det som en på är av för med den till inte om har ett men var sig"),
    "ru": word_set("и в не на что с по как это он к из у от за для о но так его все она был до же"),
    "uk": word_set("і в не на що з до як це він у та від за для про але так його всі вона був й є"),
    "be": word_set("і ў не на што з да як гэта ён у ад за для пра але яго яна быў ды па"),
    "bg": word_set("и на в да се не за от с че е по като до са си това при но ще му"),
}
LETTERS = {"uk": "їєґ", "ru": "ыэъё", "be": "ў", "pl": "ąęłśż", "de": "ßäöü", "tr": "ığş"}


def detect(text: str) -> tuple[str, float]:
    """Return the language code and how sure it is, from 0 to 1; ("", 0.0) when nothing tells."""
    sample = text[:SAMPLE]
    letters = sum(char.isalpha() for char in sample)
    for code, script in SCRIPTS:
        if letters and len(script.findall(sample)) > 0.3 * letters:
            return code, 0.95
    counts = Counter(word.lower() for word in WORD.findall(sample))
    scores = {code: sum(counts[word] for word in listed) for code, listed in COMMON.items()}
    for code, own in LETTERS.items():
        scores[code] += min(scores[code], sum(sample.lower().count(letter) for letter in own))
    (best, first), (_, second) = Counter(scores).most_common(2)
    if first < ENOUGH:
        return "", 0.0
    return best, round(first / (first + second), 2)


def chosen(text: str, stated: str) -> tuple[str, str]:
    """Return the language to read `text` in, and a note where that is not the stated one.

    stated: a code, or "" for unknown. A text that evidently is in another language is read in that.
    """
    stated = stated.lower().split("-")[0]
    found, sure = detect(text)
    if not stated or stated == "auto":
        return found or "en", ""
    if found and found != stated and sure >= 0.75 and {found, stated} != {"uk", "ru"}:
        return found, f"The document is marked as {stated}, but reads as {found}."
    return stated, ""
