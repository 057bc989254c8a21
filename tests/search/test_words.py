"""Texts as words. No database."""

import pytest

from search.words import LONGEST, placed_words, words_of


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", []),
        ("… – !", []),
        ("The Quay, twice.", ["the", "quay", "twice"]),
        ("Größe STRASSE Straße", ["grosse", "strasse", "strasse"]),
        ("naïve naïve", ["naive", "naive"]),
        ("Łódź, Ørsta, Diyarbak\u0131r, İzmir", ["lodz", "orsta", "diyarbakir", "izmir"]),
        ("don’t north-west a_12", ["don", "t", "north", "west", "a", "12"]),
        ("ﬁfth № ½", ["fifth", "1", "2"]),
        ("O'Brien O’Brien O\u02bcBrien O‘Brien O\uff07Brien O´Brien", ["o", "brien"] * 6),
        ("Hawai\u02bbi Об\u02bcєкт", ["hawai", "i", "об", "єкт"]),
        ("Λιμάνι Λιμανι", ["λιμανι", "λιμανι"]),
        ("Мост закрыт", ["мост", "закрыт"]),
        ("橋は閉鎖", ["橋", "は", "閉", "鎖"]),
        ("🚢ship🚢", ["ship"]),
        ("x" * 200, ["x" * LONGEST]),
        ("é" * 200, ["e" * LONGEST]),
    ],
)
def test_words_of(text, words):
    assert words_of(text) == words


def test_words_stand_where_they_are_in_the_text():
    text = "Über Łódź – cafe\u0301!"

    placed = [(text[start:end], words) for start, end, words in placed_words(text)]

    assert placed == [("Über", ["uber"]), ("Łódź", ["lodz"]), ("cafe\u0301", ["cafe"])]
    assert [word for _text, words in placed for word in words] == words_of(text)


def test_accents_piled_on_a_letter_are_gone_through_once():
    """Put in order one by one, so many would never come to an end."""
    assert words_of("e" + "\u0301\u0327" * 300_000 + "b") == ["eb"]
    assert words_of("Zu\u0301\u0327\u0301rich") == ["zurich"]
