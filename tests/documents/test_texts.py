"""What is stored of what was brought: odd files, odd characters, clear refusals."""

import codecs
import hashlib

import pytest

from common.errors import RuleError
from documents import texts
from documents.vocabularies import VersionMade

GERMAN = "Der Bürgermeister von Velmar sagte: „Die Brücke öffnet im Mai.“ – so die Behörde."


@pytest.mark.parametrize(
    ("given", "stored"),
    [
        ("one\r\ntwo\rthree\n", "one\ntwo\nthree\n"),
        ("\r\n\r\r\n", "\n\n\n"),
        ("a\x00b", "a\ufffdb"),
        ("a\ud800b\udfffc", "a\ufffdb\ufffdc"),
        ("  kept \t\u00a0\u200b\ufeff e\u0301 🚢 ", "  kept \t\u00a0\u200b\ufeff e\u0301 🚢 "),
        ("\x0c\x85\u2028", "\x0c\x85\u2028"),
    ],
)
def test_normalise_changes_line_ends_and_what_no_database_holds(given, stored):
    assert texts.normalise(given) == stored


def test_pasted_hashes_the_text_and_what_was_brought():
    source = texts.pasted("one\r\ntwo")

    assert source.text == "one\ntwo"
    assert source.sha256 == hashlib.sha256(b"one\ntwo").hexdigest()
    assert source.raw_sha256 == hashlib.sha256(b"one\r\ntwo").hexdigest()
    assert source.made == VersionMade.PASTED


@pytest.mark.parametrize(
    ("raw", "encoding"),
    [
        (GERMAN.encode(), "utf-8"),
        (codecs.BOM_UTF8 + GERMAN.encode(), "utf-8-sig"),
        (GERMAN.encode("utf-16"), "utf-16"),
        (codecs.BOM_UTF16_BE + GERMAN.encode("utf-16-be"), "utf-16"),
        (GERMAN.encode("utf-32"), "utf-32"),
        (GERMAN.encode("cp1252"), "cp1252"),
    ],
)
def test_uploaded_finds_the_encoding(raw, encoding):
    source = texts.uploaded(raw, file_name="a.txt")

    assert (source.text, source.encoding) == (GERMAN, encoding)
    assert source.raw_sha256 == hashlib.sha256(raw).hexdigest()
    assert (source.made, source.file_name) == (VersionMade.UPLOADED, "a.txt")


def test_uploaded_guesses_other_scripts():
    words = "Мэр Велмара заявил, что мост откроется в мае."

    assert texts.uploaded(words.encode("cp1251")).text == words


def test_uploaded_encoding_overrides_the_guess():
    polish = "Burmistrz Welmaru powiedział, że most będzie otwarty."

    assert texts.uploaded(polish.encode("cp1250"), encoding="cp1250").text == polish


def test_uploaded_in_another_encoding_than_chosen():
    with pytest.raises(RuleError, match="cannot be read as utf-8"):
        texts.uploaded(GERMAN.encode("cp1252"), encoding="utf-8")


def test_uploaded_lone_surrogates_and_nuls_are_replaced():
    utf16 = codecs.BOM_UTF16_LE + "a".encode("utf-16-le") + b"\x00\xd8" + "b".encode("utf-16-le")

    assert texts.uploaded(utf16).text == "a\ufffdb"
    assert texts.uploaded(b"a\xed\xa0\x80b").text == "a\ufffdb"
    assert texts.uploaded(b"The mayor\x00 spoke.").text == "The mayor\ufffd spoke."


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b"", "no text"),
        (b" \r\n\t ", "no text"),
        (codecs.BOM_UTF8, "no text"),
        (b"%PDF-1.7 \x00\x01", "PDF"),
        (b"PK\x03\x04\x14\x00", "Word or zip"),
        (bytes(range(256)) * 40, "Only plain text"),
        (b"\x00" * 400, "Only plain text"),
    ],
)
def test_uploaded_refuses_what_is_no_text_and_says_what_to_do(raw, says):
    with pytest.raises(RuleError, match=says):
        texts.uploaded(raw)


def test_size_is_limited_by_the_setting(settings):
    settings.DOCUMENT_MAX_BYTES = 2_000_000
    fits, too_long = "x" * 2_000_000, "x" * 3_000_000

    assert len(texts.pasted(fits).text) == 2_000_000
    with pytest.raises(RuleError, match=r"3\.0 MB, and a document can have 2\.0 MB"):
        texts.pasted(too_long)
    with pytest.raises(RuleError, match=r"3\.0 MB"):
        texts.uploaded(too_long.encode())


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("\n\n  Bridge opens  \n\nText", "Bridge opens"),
        ("word " * 40, "word " * 23 + "word …"),
        ("x" * 200, "x" * 120 + " …"),
    ],
)
def test_first_line(text, title):
    assert texts.first_line(text) == title
