"""Who is meant, with a reason; unresolved rather than wrong."""

import pytest


def names(found) -> list[str]:
    return ["; ".join(p.name for p in c.speakers) for c in found.candidates]


CASES = {
    "surname": ("Ann Roe said it is safe. Later Roe said it is not safe.", ["Ann Roe", "Ann Roe"]),
    "pronoun": ("Ann Roe said it is safe. She said it was painted.", ["Ann Roe", "Ann Roe"]),
    "role": ("Prime Minister Ann Roe said it is safe.", ["Ann Roe"]),
    "title": ("Dr. Ann Roe said it is safe. Dr. Roe said it was old.", ["Ann Roe", "Ann Roe"]),
    "short body": (
        "The Church of Brenn was built. The Church denied that it is unsafe.",
        ["Church of Brenn"],
    ),
    "the group": (
        "The Brenn Legion attacked a train. The group said it won.",
        ["Brenn Legion"],
    ),
    "a fighter": (
        "The Brenn Legion attacked a train. A fighter said they won.",
        ["a fighter of the Brenn Legion"],
    ),
    "capital at the start": ("Human rights groups said it is unsafe.", ["Human rights groups"]),
    "role after the name": ("Ann Roe, who left early, said it is safe.", ["Ann Roe"]),
    "first person": ("I said it is safe.", [""]),
    "nobody before": ("She said it is safe.", [""]),
    "organisation is no she": ("Brenn Motors closed. She said it is safe.", [""]),
    "unnamed plural": ("Critics said it is unsafe.", ["Critics"]),
}


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES.keys())
def test_speaker(text, expected, extract) -> None:
    assert names(extract(text)) == expected


def test_two_surnames_stay_unsure(extract) -> None:
    text = "Ann Roe met Bob Roe in Brenn. Roe said the bridge is safe."

    (candidate,) = extract(text).candidates

    assert candidate.speakers[0].confidence < 0.9
    assert "two names" in candidate.speakers[0].reason


def test_every_speaker_has_a_reason(extract) -> None:
    text = "Ann Roe said it is safe. She said it is old. Critics said it is not. He said no."

    found = extract(text)

    assert all(party.reason for c in found.candidates for party in c.speakers)


def test_floating_quote_keeps_the_speaker(extract) -> None:
    text = "“We won the cup,” Ann Roe said.\n\n“Nobody thought that we could do it.”"

    first, second = extract(text).candidates

    assert not first.floating
    assert second.floating
    assert second.speakers[0].name == "Ann Roe"


def test_hop_over_an_outlet(extract) -> None:
    text = "A fighter told the portal “Brenn Courier” that the bridge fell."

    (candidate,) = extract(text).candidates

    assert [hop.name for hop in candidate.hops] == ["Brenn Courier"]
    assert candidate.medium is not None
    assert candidate.addressee is not None


def test_a_newspaper_by_its_role(extract) -> None:
    (candidate,) = extract("The newspaper Der Bote said the bridge is safe.").candidates

    assert candidate.speakers[0].kind == "outlet"


def test_two_speakers(extract) -> None:
    text = "Both the Brenn School District and the Brenn Police Department said that it is safe."

    (candidate,) = extract(text).candidates

    assert [p.name for p in candidate.speakers] == [
        "Brenn School District",
        "Brenn Police Department",
    ]
