"""Where a text is hit. No database."""

import pytest

from search.marking import pieces, snippet
from search.query import parse
from search.templatetags.hits import marked


def shown(cut):
    return "".join(f"[{piece.text}]" if piece.is_hit else piece.text for piece in cut)


@pytest.mark.parametrize(
    ("text", "typed", "expected"),
    [
        ("The gate was open.", "", "The gate was open."),
        ("The gate was open.", "GATE", "The [gate] was open."),
        ("The gates were open.", "gate", "The gates were open."),
        ("The gates were open.", "gat*", "The [gates] were open."),
        ("High water, high tide", '"high tide"', "High water, [high tide]"),
        ("High water, high tide", "high -tide", "[High] water, [high] tide"),
        ("In Łódź, café!", "lodz cafe", "In [Łódź], [café]!"),
        ("north-west wind", "north-west", "[north-west] wind"),
        ("橋は閉鎖", "橋", "[橋は閉鎖]"),
        ("high high water", '"high water" high', "[high] [high water]"),
        ("", "gate", ""),
    ],
)
def test_pieces(text, typed, expected):
    assert shown(pieces(text, parse(typed))) == expected


def test_a_snippet_is_cut_at_words_around_the_first_hit():
    text = f"{'before ' * 60}the\n gate {'after ' * 60}".strip()

    cut = shown(snippet(text, parse("gate")))

    assert cut.startswith("… before ")
    assert "the [gate] after" in cut
    assert cut.endswith("after …")
    assert len(cut) < 300


def test_a_snippet_of_a_text_without_a_hit_is_its_beginning():
    assert shown(snippet("Short and whole.", parse("gate"))) == "Short and whole."
    assert shown(snippet("word " * 100, parse("gate"))).startswith("word word")


def test_marks_are_escaped():
    assert marked("<b> & gate", parse("gate")) == '&lt;b&gt; &amp; <mark class="hit">gate</mark>'
