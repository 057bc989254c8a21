"""Quotations in other languages, with the words beside them."""

import pytest

from extraction import Options
from extraction.languages import chosen, detect

CASES = {
    "german": (
        "de",
        "„Die Brücke ist sicher“, sagte Anna Roe am Montag.",
        ("Anna Roe", "sagte", "„Die Brücke ist sicher“"),
    ),
    "german before": (
        "de",
        "Der Minister erklärte: „Wir haben das alles nicht gewusst.“",
        ("Der Minister", "erklärte", "„Wir haben das alles nicht gewusst.“"),
    ),
    "german mixed": (
        "de",
        "Roe sagte, die Brücke sei „nicht sicher“ gewesen.",
        ("Roe", "sagte", "die Brücke sei „nicht sicher“ gewesen"),
    ),
    "french": (
        "fr",
        "« Le pont est vraiment sûr », a déclaré Anna Roe lundi.",
        ("Anna Roe", "déclaré", "« Le pont est vraiment sûr »"),
    ),
    "spanish": (
        "es",
        "«El puente es muy seguro», dijo la ministra Anna Roe.",
        ("la ministra Anna Roe", "dijo", "«El puente es muy seguro»"),
    ),
    "russian": (
        "ru",
        "«Мост совсем не опасен», — сказала министр Анна Роу.",
        ("министр Анна Роу", "сказала", "«Мост совсем не опасен»"),
    ),
    "ukrainian": (
        "uk",
        "Анна Роу заявила: «Міст зовсім не є небезпечним».",
        ("Анна Роу", "заявила", "«Міст зовсім не є небезпечним»"),
    ),
}


@pytest.mark.parametrize(("language", "text", "expected"), CASES.values(), ids=CASES.keys())
def test_quotation(language, text, expected, extract, words) -> None:
    found = extract(text, options=Options(language=language))

    assert [words(text, candidate) for candidate in found.candidates] == [expected]
    assert "not looked for" in found.notes[0]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Anna Roe sagte nicht: „Die Brücke ist wirklich sicher.“"),
        ("fr", "Anna Roe n’a pas dit : « Le pont est vraiment sûr. »"),
        ("es", "Anna Roe no dijo: «El puente es muy seguro»."),
        ("ru", "Анна Роу не сказала: «Мост совсем не опасен»."),
    ],
)
def test_what_was_not_said_is_marked(language, text, extract) -> None:
    (found,) = extract(text, options=Options(language=language)).candidates

    assert found.polarity == "not_said"


def test_surname_is_resolved(extract) -> None:
    text = "Anna Roe kam. „Die Brücke ist wirklich sicher“, sagte Roe."

    (candidate,) = extract(text, options=Options(language="de")).candidates

    assert candidate.speakers[0].name == "Anna Roe"


def test_pronoun_stays_unresolved(extract) -> None:
    text = "„Die Brücke ist wirklich sicher“, sagte sie."

    (candidate,) = extract(text, options=Options(language="de")).candidates

    assert candidate.speakers[0].name == ""


def test_language_without_words_gives_quotations_alone(extract) -> None:
    text = "Minister powiedziała: „Most jest dzisiaj bardzo bezpieczny”."

    found = extract(text, options=Options(language="pl"))

    assert [c.speakers for c in found.candidates] == [()]
    assert "unresolved" in found.notes[0]


DETECTED = {
    "en": "The mayor of the town said that it is not the end of the matter, and he was right.",
    "de": "Der Bürgermeister sagte, dass die Brücke nicht sicher ist und das weiß.",
    "fr": "Le maire de la ville a dit que le pont est sûr et ne sera pas fermé par la ville.",
    "es": "El alcalde de la ciudad dijo que el puente no es seguro y que se cierra por las obras.",
    "ru": "Глава города сказал, что мост не опасен и что его не будут закрывать, как было.",
    "uk": "Голова міста сказав, що міст не є небезпечним і що його не закриють, як це було.",
}


@pytest.mark.parametrize(("code", "text"), DETECTED.items())
def test_detect(code: str, text: str) -> None:
    assert detect(text)[0] == code


@pytest.mark.parametrize("text", ["", "123", "ok", "🎉🎉"])
def test_detect_nothing(text: str) -> None:
    assert detect(text) == ("", 0.0)


def test_chosen_follows_the_text_and_says_so() -> None:
    language, note = chosen(DETECTED["de"], "en")

    assert language == "de"
    assert "de" in note


def test_chosen_keeps_what_is_stated_when_unsure() -> None:
    assert chosen("Short.", "fr") == ("fr", "")
