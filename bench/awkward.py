"""Texts that are awkward to read, of any length: each kind by its name, the same on every run.

None is what anybody would write; each is what somebody may paste.
"""

import base64
import random
from collections.abc import Callable, Iterable
from itertools import cycle

PROSE = (
    "The harbour board of Velm met on Tuesday. Ada Quill, its chair, said the north quay would "
    "close in June. “We have no choice,” she told the Velm Observer. Critics claim that the board "
    "knew of the cracks since 2019. According to the ministry, repairs cost 4.2 million. The "
    "union denied that anybody had been warned, and Tom Bresk, a crane driver, said it was “a "
    "matter of weeks”. The board has not answered. In March a report found that two of the "
    "nine piers had moved. A spokesman for the company promised to publish it.\n\n"
)
NAMES = ("Ada Quill", "Tom Bresk", "Ines Olaru", "Per Vang", "Mara Venn", "Noor Hadid", "Li Wen")
TITLED = (
    "Mr. Quill",
    "Dr. Vang",
    "President Olaru",
    "the mayor of Velm",
    "Gen. Bresk",
    "a fighter",
)
VERBS = ("said", "claimed", "denied", "argued", "told reporters", "warned", "promised", "added")
DATES = ("on 3 March 2021", "in June", "on Tuesday", "last week", "2022-04-05", "in 1999", "May")
SYLLABLES = ("vel", "mor", "an", "tis", "ker", "ul", "ba", "dro", "sin", "pe")


def repeated(words: str) -> Callable[[int], str]:
    """`words` over and over."""
    return lambda size: (words * (size // len(words) + 1))[:size]


def filled(parts: Callable[[], Iterable[str]]) -> Callable[[int], str]:
    """What `parts` yields without end, joined."""

    def make(size: int) -> str:
        found, length = [], 0
        for part in parts():
            found.append(part)
            length += len(part)
            if length >= size:
                break
        return "".join(found)[:size]

    return make


def within(before: str, inside: Callable[[int], str], after: str) -> Callable[[int], str]:
    """Ordinary text around one awkward stretch."""
    return lambda size: before + inside(max(1, size - len(before) - len(after))) + after


def nested(opening: str, closing: str, words: str) -> Callable[[int], str]:
    """As many openings as fit, and as many closings."""

    def make(size: int) -> str:
        depth = size // (len(opening) + len(closing) + len(words)) + 1
        return (opening + words) * depth + closing * depth

    return make


def drawn(parts: Iterable[str], joiner: str = " ") -> Callable[[int], str]:
    """Any of `parts`, drawn by a generator that always begins alike."""
    choices = list(parts)

    def yielded() -> Iterable[str]:
        chance = random.Random(7)  # noqa: S311 - no secret
        while True:
            yield chance.choice(choices) + joiner

    return filled(yielded)


def _names() -> Iterable[str]:
    """Names of which no two are alike."""
    chance = random.Random(3)  # noqa: S311 - no secret
    while True:
        first, last = ("".join(chance.choices(SYLLABLES, k=3)).capitalize() for _ in range(2))
        yield f"{first} {last}, "


def _speakers() -> Iterable[str]:
    for name, verb in zip(_names(), cycle(VERBS), strict=False):
        yield f"{name[:-2]} {verb} that the quay is safe. He said it was not. "


def _persons() -> Iterable[str]:
    for number, syllable in enumerate(cycle(SYLLABLES)):
        yield f"A {syllable}{number} fighter of the {syllable.capitalize()} Legion said it fell. "


def _rows() -> Iterable[str]:
    for number in range(10**9):
        yield f'{number},"Quill, Ada",{number * 7 % 1000},said,"it ""fell""",2021-03-04\n'


def _logged() -> Iterable[str]:
    for number in range(10**9):
        yield f'2021-03-04T10:{number % 60:02}:00Z [warn] 10.0.0.1 "GET /a/{number}" 200\n'


def _noise(size: int) -> bytes:
    return random.Random(5).randbytes(size)  # noqa: S311 - no secret


def _any_character() -> Iterable[str]:
    chance = random.Random(11)  # noqa: S311 - no secret
    while True:
        code = chance.choice((chance.randrange(32, 0x2FFF), chance.randrange(32, 0x1FFFF)))
        if not 0xD800 <= code < 0xE000:
            yield chr(code)


KINDS: dict[str, Callable[[int], str]] = {
    # Ordinary text, to compare with, and ordinary text around one awkward stretch.
    "prose": repeated(PROSE),
    "prose without line breaks": repeated(PROSE.replace("\n\n", " ")),
    "prose in lower case without stops": repeated(
        PROSE.lower().replace(".", "").replace("\n", " ")
    ),
    "prose in lines": repeated(PROSE.replace(". ", ".\n")),
    "prose around quotation marks": within(PROSE * 4, repeated('"'), PROSE * 4),
    "prose around one word": within(PROSE * 4, repeated("a"), PROSE * 4),
    "prose around said": within(PROSE * 4, repeated("said "), PROSE * 4),
    # Quotation marks.
    'straight "': repeated('"'),
    'straight " apart': repeated('" '),
    'straight " in words': repeated('a" '),
    'a"': repeated('a"'),
    '"a" ': repeated('"a" '),
    '"A"': repeated('"A"'),
    'digit and "': repeated('x "5" '),
    'inches 5"': repeated('The plank was 5" wide "or 6" so. '),
    "opening “": repeated("“"),
    "closing ”": repeated("”"),
    "“ apart": repeated("“We won. "),
    "“ in paragraphs": repeated("“We will open the quay again in spring\n\n"),
    "“” nested": nested("“", "”", ""),
    "“” nested with words": nested("“He said ", "”", ""),
    "“ closed by straight": repeated('“a" '),
    "„ never closed": repeated("„Wir haben gewonnen, sagte er. "),
    "«» nested": nested("« ", " »", "Il dit "),
    "» turned": repeated("»so «"),
    "‘ opened": repeated("‘a "),
    "‘ glued": repeated(" ‘boys’"),
    "' opened": repeated(" 'a"),
    "' closed": repeated("'a' "),
    "a's's": repeated("'s"),
    "5km": repeated("5km$"),
    "“ and one straight": within("", repeated("“"), '" "" x"'),
    "quotation and blank lines": within("“We won it all.”", repeated("\n"), "– x"),
    "NAMES in a quotation": repeated("“AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA 1,” he said. "),
    "quotations joined": repeated("He “left. Then” she “came. So” "),
    "boys’": repeated("the ‘boys’ club "),
    "apostrophes ’": repeated("’"),
    "apostrophes '": repeated("'"),
    "don't": repeated("don't "),
    "marks mixed": drawn("“”\"'‘’«»„‟‹›「」『』", ""),
    "marks mixed and words": drawn([*"“”\"'‘’«»„", "said", "he", "that", "We won,", "."]),
    "CJK marks": nested("「", "」", "彼は言った"),
    "short quotations": repeated("“We won.” "),
    "quotations and said": repeated("“We won,” he said. "),
    "one quotation over all": within("He said: “", repeated("we will open the quay again "), "”"),
    "one quotation of paragraphs": within("“", repeated("We will open the quay again.\n\n"), "”"),
    # Words of saying.
    "said": repeated("said "),
    "said that": repeated("said that "),
    "he said": repeated("he said "),
    "he said, ": repeated("he said, "),
    "X said that": repeated("Ada Quill said that "),
    "X said that Y said that": drawn([f"{name} {verb} that" for name in NAMES for verb in VERBS]),
    "that": repeated("that "),
    "saying": repeated("adding that it fell, saying that "),
    "denied saying": repeated("denied saying "),
    "not said": repeated("did not say or say that "),
    "quoted as saying": repeated("quoted as saying "),
    "according to": repeated("according to "),
    "according to X,": repeated("according to Ada Quill, "),
    "in the words of": repeated("in the words of "),
    "claims": repeated("claims "),
    "their claim that": repeated("their claim that it fell "),
    "reportedly": repeated("reportedly "),
    "said:": repeated("Ada Quill said:\n"),
    "said: and quotation": repeated("Ada Quill said: “We won the quay.” "),
    "one letter words": repeated("a b c d "),
    "pronouns": drawn(("he", "she", "they", "it", "we", "who", "him", "their")),
    "pronouns saying": drawn(("He said it fell.", "She denied it fell.", "They claim it fell.")),
    "the group said": repeated("The group said it fell. The man said it rose. "),
    "one of the men": repeated("The Legion's fighters left. One of the men said it fell. "),
    "and": repeated("and "),
    "X and Y": repeated("Ada Quill and Tom Bresk and "),
    "to": repeated("to say to "),
    # Names, dates, places.
    "names": filled(_names),
    "names known": drawn(NAMES, ", "),
    "names saying": filled(_speakers),
    "unnamed": filled(_persons),
    "titles": drawn(TITLED, ", "),
    "capitals": repeated("A "),
    "CAPITALS": repeated("THE QUAY FELL AND "),
    "One Long Name": repeated("Vang "),
    "X of X": repeated("Ministry of "),
    "names alike": filled(lambda: (f"{name[:-2].split()[0]} Quill said so. " for name in _names())),
    "short sentences": repeated("A b. C d. "),
    "surnames": repeated("Quill said it fell. Ada Maria Quill Vang Bresk said so. Vang, too. "),
    "a man": repeated("a very old man "),
    "a a-a-a": repeated("a-"),
    "dates": drawn(DATES),
    "dates glued": repeated("2021-03-04"),
    "tonight": repeated("tonight on Tuesday "),
    "places": repeated("in North Velm-Upon-"),
    "in North": repeated("in North "),
    "Mr. Mr.": repeated("Mr. "),
    "initials": repeated("A. "),
    "U.S.": repeated("U.S."),
    "datelines": repeated("VELM, Reachland (AP) — "),
    "DATELINE": repeated("VELM, "),
    "labels": repeated("QUILL: We open the quay in spring.\n"),
    "Labels of Labels": repeated("Quill of the Velm of "),
    "From": repeated("Statement from Ada Quill, chair of the board:\n"),
    "signed": repeated("I was there and we saw it. Ada Quill\n"),
    "– Name": repeated("“We won it all.” – Ada Quill\n"),
    # Marks that are no quotation marks.
    "(": repeated("("),
    "( apart": repeated("( "),
    "()": nested("(", ")", ""),
    "[": repeated("["),
    "[]": nested("[", "]", ""),
    "[1]": repeated(".[1]"),
    "[1] after a stop": repeated("He left.[1][2][3] "),
    "(a": repeated("(a, "),
    ")": repeated(")"),
    "dots": repeated("."),
    "dots and a word": within("", repeated("."), "a"),
    "dots apart": repeated(". "),
    "dots and letters": repeated("a."),
    "ellipses": repeated("…"),
    "... ": repeated("... "),
    "?!": repeated("?!"),
    "commas": repeated(","),
    "commas apart": repeated("a, "),
    "commas, said": repeated("said, , , the, "),
    "semicolons": repeated("; "),
    "colons": repeated(": "),
    "dashes": repeated("-"),
    "dashes —": repeated("— "),
    "underscores": repeated("_"),
    "stars": repeated("*"),
    "bullets": repeated("• the quay fell\n"),
    "- lists": repeated("- said\n"),
    "hyphenation": repeated("the har-\nbour bo-\nard said "),
    "well-known": repeated("well-known-"),
    "a.b@c": repeated("a.b@c/d&e"),
    "slashes": repeated("/"),
    "symbols": drawn("§%$€&#@^~|<>=+", ""),
    # Blank and invisible.
    "newlines": repeated("\n"),
    "newlines and blanks": repeated(" \n"),
    "lines of a letter": repeated("a\n"),
    "blanks": repeated(" "),
    "blanks and a word": within("He said", repeated(" "), "it fell."),
    "dots and blanks": repeated(".  \t "),
    "tabs": repeated("\t"),
    "no-break blanks": repeated("\u00a0"),
    "zero width": repeated("\u200b"),
    "carriage returns": repeated("\r"),
    "nul": repeated("\x00"),
    "controls": drawn([chr(code) for code in range(1, 32)], ""),
    "form feeds": repeated("\f\v"),
    # Letters and digits.
    "one word": repeated("a"),
    "one Word": repeated("Ab"),
    "one word without vowels": repeated("bcdfg"),
    "digits": repeated("1"),
    "digits and stops": repeated("1."),
    "digits and commas": repeated("1,"),
    "numbers": repeated("5,000.00 "),
    "e": repeated("é"),
    "combining": repeated("a\u0301\u0302\u0303"),
    "combining alone": repeated("\u0301"),
    "emoji": repeated("🦊"),
    "emoji joined": repeated("👩\u200d🚀"),
    "CJK": repeated("彼は橋が落ちたと述べた。"),
    "CJK without stops": repeated("橋が落ちた"),
    "Thai": repeated("สะพานพังลงมา"),
    "Arabic": repeated("قال الوزير إن الجسر آمن. "),
    "Hebrew quotations": repeated('השר אמר: "הגשר בטוח". '),
    "Hebrew abbreviations": repeated('צה"ל '),
    "right to left marks": repeated("\u202eabc\u202c "),
    "Cyrillic quotations": repeated("«Мост цел», — сказал он. "),
    "German quotations": repeated("„Die Brücke hält“, sagte er. Sie sagte, sie halte. "),
    "German laut": repeated(
        "Laut der Polizei und laut dem Amt ist das „ganz und gar nicht wahr“ so, "
    ),
    "French quotations": repeated("« Le pont tient », a-t-il déclaré. "),
    "Spanish dashes": repeated("—El puente aguanta —dijo él—. "),
    "any character": filled(_any_character),
    # What is no prose.
    "addresses": repeated("https://velm.example/a/b?c=d&e=f "),
    "one address": within("https://velm.example/", repeated("a/b?c="), ""),
    "www.": repeated("www."),
    "mail addresses": repeated("ada.quill@velm.example, "),
    "HTML": repeated('<p class="a">He said <b>it "fell"</b>.</p>'),
    "tags nested": nested("<div>", "</div>", ""),
    "base64": lambda size: base64.b64encode(_noise(size))[:size].decode(),
    "base64 in lines": lambda size: base64.encodebytes(_noise(size))[:size].decode(),
    "hex": lambda size: _noise(size // 2 + 1).hex()[:size],
    "CSV": filled(_rows),
    "log lines": filled(_logged),
    "JSON": repeated('{"said": "it fell", "by": ["Ada", "Tom"]}, '),
    "JSON nested": nested('{"a":[', "]}", ""),
    "code": repeated('if (said("it")) { return x["y"] + \'z\'; }\n'),
    "Markdown": repeated("> **Ada Quill** said: _it fell_ [1](a)\n\n"),
    "tables": repeated("| Ada | said | it fell |\n|---|---|---|\n"),
}
