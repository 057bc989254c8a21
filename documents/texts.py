"""From what somebody brings to the text that is stored: decode, normalise, hash.

The stored text is the source text with CRLF and CR as LF, and with NUL and lone surrogates as
U+FFFD. Nothing else is changed, ever: offsets count its code points.
"""

import codecs
import hashlib
import re
from dataclasses import dataclass

from charset_normalizer import from_bytes
from django.conf import settings
from django.utils.translation import gettext as _

from common.errors import RuleError
from documents.vocabularies import VersionMade

_BROKEN = re.compile("[\x00\ud800-\udfff]")
# The longer marks first: the one of UTF-32 begins like the one of UTF-16.
_MARKS = [
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
]
_WESTERN = "cp1252"
# Encodings that are guessed at. One of the western family alone: in short texts they cannot be
# told from each other, and Windows-1252 is by far the most frequent. The others can be chosen.
_GUESSED = [_WESTERN, "cp1251", "koi8_r", "cp1253", "cp1255", "cp1256", "utf_16_le", "utf_16_be"]
_GUESSED += ["gb18030", "big5", "shift_jis", "euc_jp", "euc_kr"]
ENCODINGS = [
    ("utf-8", "UTF-8"),
    ("utf-16", "UTF-16"),
    ("cp1252", "Windows-1252, Western European"),
    ("cp1250", "Windows-1250, Central European"),
    ("cp1251", "Windows-1251, Cyrillic"),
    ("koi8_r", "KOI8-R, Cyrillic"),
    ("cp1253", "Windows-1253, Greek"),
    ("cp1254", "Windows-1254, Turkish"),
    ("cp1255", "Windows-1255, Hebrew"),
    ("cp1256", "Windows-1256, Arabic"),
    ("gb18030", "GB 18030, Chinese"),
    ("big5", "Big5, Chinese"),
    ("shift_jis", "Shift JIS, Japanese"),
    ("euc_kr", "EUC-KR, Korean"),
]
_SIGNATURES = {b"%PDF-": "PDF", b"PK\x03\x04": "Word or zip", b"\xd0\xcf\x11\xe0": "Word"}
_SIGNATURES |= {b"\x89PNG": "PNG", b"\xff\xd8\xff": "JPEG", b"GIF8": "GIF", b"{\\rtf": "RTF"}
_CONTROLS = re.compile("[\x01-\x08\x0e-\x1a\x1c-\x1f\x7f]")
# Above this share of control characters it is not a text.
_MOST_CONTROLS = 0.02
_TITLE_LENGTH = 120


@dataclass(frozen=True)
class SourceText:
    """A text as it will be stored, and where it came from."""

    text: str
    raw_sha256: str
    made: VersionMade
    encoding: str = ""
    file_name: str = ""

    @property
    def sha256(self) -> str:
        return sha256(self.text)


def pasted(words: str) -> SourceText:
    """What somebody typed or pasted. Raises RuleError if it is empty or too long."""
    raw = words.encode("utf-8", "surrogatepass")
    return SourceText(_checked(normalise(words)), sha256(raw), VersionMade.PASTED)


def uploaded(raw: bytes, *, file_name: str = "", encoding: str = "") -> SourceText:
    """A text file. `encoding` overrides the guess.

    Raises RuleError if it is empty, too long, not a text, or not in `encoding`.
    """
    _check_size(len(raw))
    words, used = decode(raw, encoding)
    text = _checked(normalise(words))
    return SourceText(text, sha256(raw), VersionMade.UPLOADED, used, file_name[:255])


def normalise(words: str) -> str:
    return _BROKEN.sub("\ufffd", words.replace("\r\n", "\n").replace("\r", "\n"))


def sha256(content: str | bytes) -> str:
    return hashlib.sha256(content.encode() if isinstance(content, str) else content).hexdigest()


def decode(raw: bytes, encoding: str = "") -> tuple[str, str]:
    """The words of `raw`, and the name of the encoding they were read in.

    In this order: `encoding` if given, the byte order mark, UTF-8, the best guess. The mark is
    part of the encoding, not of the text. Raises RuleError if that gives no text.
    """
    _refuse_other_formats(raw)
    used = encoding or next((name for mark, name in _MARKS if raw.startswith(mark)), "")
    words = _read(raw, used or "utf-8")
    if words is None and not used:
        used = _guess(raw)
        words = _read(raw, used)
    if words is None and not encoding:
        raise RuleError(_not_a_text())
    if words is None:
        raise RuleError(_("The file cannot be read as %(name)s. Choose another.") % {"name": used})
    if len(_CONTROLS.findall(words)) + words.count("\0") // 4 > _MOST_CONTROLS * len(words):
        raise RuleError(_not_a_text())
    return words, used or "utf-8"


def first_line(text: str) -> str:
    """The first line with words in it, cut to a title's length at a word."""
    line = next((line.strip() for line in text.splitlines() if line.strip()), "")
    if len(line) <= _TITLE_LENGTH:
        return line
    return line[:_TITLE_LENGTH].rsplit(" ", 1)[0] + " …"


def _guess(raw: bytes) -> str:
    """Western if hardly a letter is beyond ASCII: other scripts have most of theirs there."""
    beyond = sum(byte >= 0x80 for byte in raw)
    if b"\0" not in raw and beyond < 0.25 * len(raw):
        return _WESTERN
    guess = from_bytes(raw, cp_isolation=_GUESSED).best()
    return guess.encoding if guess else _WESTERN


def _read(raw: bytes, encoding: str) -> str | None:
    try:
        # Lone surrogates are let in here so that `normalise` can put U+FFFD in their place.
        lenient = "surrogatepass" if encoding.startswith("utf") else "strict"
        return raw.decode(encoding, lenient)
    except (UnicodeDecodeError, LookupError):
        return None


def _refuse_other_formats(raw: bytes) -> None:
    for signature, name in _SIGNATURES.items():
        if raw.startswith(signature):
            what = _("This is a %(name)s file.") % {"name": name}
            raise RuleError(f"{what} {_not_a_text()}")


def _not_a_text() -> str:
    return _("Only plain text can be read so far. Open the file, copy its words and paste them.")


def _checked(text: str) -> str:
    if not text.strip():
        raise RuleError(_("There is no text in it. Paste the words of the document."))
    _check_size(len(text.encode()))
    return text


def _check_size(size: int) -> None:
    most = settings.DOCUMENT_MAX_BYTES
    if size > most:
        words = _(
            "The text has %(size).1f MB, and a document can have %(most).1f MB. "
            "Add it in parts, or without what nobody will check."
        )
        raise RuleError(words % {"size": size / 1e6, "most": most / 1e6})
