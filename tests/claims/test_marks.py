"""The text stays the text, however mentions overlap in it."""

from hypothesis import given
from hypothesis import strategies as st

from claims.marks import Marked, bounds, paragraphs
from claims.vocabularies import Curation

TEXTS = st.text(alphabet=st.sampled_from("aé😀 .<&\n\t\u200d“"), max_size=80)


@st.composite
def marked_texts(draw):
    text = draw(TEXTS)
    places = st.integers(0, len(text))
    spans = st.lists(st.tuples(places, places).map(sorted), max_size=3).map(
        lambda found: [list(each) for each in found if each[0] < each[1]]
    )
    mentions = []
    for number in range(draw(st.integers(0, 4))):
        parts = {part: draw(spans) for part in ("source", "cue", "content")}
        if any(parts.values()):
            curation = draw(st.sampled_from(Curation.values))
            mentions.append(Marked(number + 1, number + 1, curation, parts))
    return text, mentions


def joined(text, found):
    """The text again: the pieces of each paragraph, and what lies between paragraphs."""
    at, words = 0, ""
    for paragraph in found:
        words += text[at : paragraph.start] + "".join(piece.text for piece in paragraph.pieces)
        at = paragraph.end
    return words + text[at:]


@given(marked_texts())
def test_pieces_and_gaps_give_the_text_back(case):
    text, mentions = case

    found = paragraphs(text, mentions)

    assert joined(text, found) == text
    at = 0
    for paragraph in found:
        assert not text[at : paragraph.start].strip()
        assert text[paragraph.start : paragraph.end].strip()
        at = paragraph.end
    assert not text[at:].strip()


@given(marked_texts())
def test_every_character_knows_its_mentions(case):
    text, mentions = case

    found = paragraphs(text, mentions)

    for paragraph in found:
        at = paragraph.start
        for piece in paragraph.pieces:
            for part in ("source", "cue", "content"):
                for place in range(at, at + len(piece.text)):
                    owners = {
                        mention.pk
                        for mention in mentions
                        if any(start <= place < end for start, end in mention.spans[part])
                    }
                    assert owners == set(piece.owners.get(part, ())), (part, place)
            at += len(piece.text)


def texts(paragraph):
    return [piece.text for piece in paragraph.pieces]


def test_overlapping_mentions_are_cut_at_every_edge():
    text = "According to A, inspectors warned that it was dry."
    outer = Marked(31, 1, "proposed", {"source": [[13, 14]], "cue": [], "content": [[16, 49]]})
    inner = Marked(
        32, 2, "accepted", {"source": [[16, 26]], "cue": [[27, 33]], "content": [[39, 49]]}
    )

    [paragraph] = paragraphs(text, [outer, inner], selected=31)

    assert texts(paragraph) == [
        "According to ",
        "A",
        ", ",
        "inspectors",
        " ",
        "warned",
        " that ",
        "it was dry",
        ".",
    ]
    both = paragraph.pieces[3]
    assert (both.mentions, both.source, both.content) == ("32 31", "32", "31")
    assert both.css == "m m-source m-content on-content"
    assert paragraph.pieces[7].css == "m m-content on-content on-content-2"
    assert [mention.number for mention in paragraph.numbers] == [1, 2]


def test_decided_and_rejected_are_drawn_back():
    spans = {"source": [], "cue": [], "content": [[0, 2]]}

    def css(*curations):
        mentions = [Marked(n, n, curation, spans) for n, curation in enumerate(curations, 1)]
        return paragraphs("Ab cd.", mentions)[0].pieces[0].css

    assert css("accepted") == "m m-content m-done"
    assert css("rejected") == "m m-content m-refused"
    assert css("rejected", "accepted") == "m m-content m-done"
    assert css("rejected", "proposed") == "m m-content"


def test_paragraphs_are_parted_by_blank_lines_or_by_lines():
    assert list(bounds("\nOne\nline.\n \nTwo.\n\n\nThree. \n")) == [(1, 10), (13, 17), (20, 26)]
    assert list(bounds("One.\nTwo.\n")) == [(0, 4), (5, 9)]
    assert list(bounds(" \n ")) == []


def test_a_short_line_without_a_stop_is_a_heading():
    found = paragraphs("Thursday evening\n\nIt burned. Nobody came.", [])

    assert [paragraph.is_heading for paragraph in found] == [True, False]
