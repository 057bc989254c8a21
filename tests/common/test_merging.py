import pytest

from common.merging import merge

BASE = {"title": "Bridge", "kind": "post", "url": ""}


@pytest.mark.parametrize(
    ("theirs", "mine", "values", "taken", "clashes"),
    [
        ({}, {}, {}, [], []),
        ({"title": "A"}, {}, {"title": "A"}, ["title"], []),
        ({}, {"title": "B"}, {"title": "B"}, [], []),
        ({"title": "A"}, {"kind": "B"}, {"title": "A", "kind": "B"}, ["title"], []),
        ({"title": "A"}, {"title": "A"}, {"title": "A"}, [], []),
        ({"title": "A"}, {"title": "B"}, {"title": "B"}, [], ["title"]),
        (
            {"title": "A", "url": "C"},
            {"title": "B", "kind": "D"},
            {"title": "B", "kind": "D", "url": "C"},
            ["url"],
            ["title"],
        ),
    ],
)
def test_merge(theirs, mine, values, taken, clashes):
    merged = merge(BASE, BASE | theirs, BASE | mine)

    assert merged.values == BASE | values
    assert (merged.taken, merged.clashes) == (taken, clashes)


def test_what_belongs_together_clashes_together():
    together = [("start", "end")]
    base = {"start": 1, "end": 9, "other": 0}

    merged = merge(base, base | {"start": 3}, base | {"end": 2, "other": 5}, together=together)

    assert merged.values == {"start": 1, "end": 2, "other": 5}
    assert (merged.taken, merged.clashes) == ([], ["start", "end"])


def test_what_belongs_together_is_taken_if_one_side_changed_it():
    base = {"start": 1, "end": 9}

    merged = merge(base, {"start": 3, "end": 4}, base, together=[("start", "end")])

    assert (merged.values, merged.clashes) == ({"start": 3, "end": 4}, [])


def test_an_unknown_beginning_clashes_wherever_the_two_differ():
    merged = merge({}, BASE | {"title": "A"}, BASE)

    assert (merged.values, merged.clashes) == (BASE, ["title"])


def test_the_caller_says_what_is_the_same():
    merged = merge(
        {"words": "a, b"},
        {"words": "a, b, c"},
        {"words": "a,b"},
        same=lambda _name, one, other: one.replace(" ", "") == other.replace(" ", ""),
    )

    assert (merged.values, merged.taken) == ({"words": "a, b, c"}, ["words"])
