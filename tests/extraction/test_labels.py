"""Transcripts, interviews, press releases and lists of quotations."""


def found_in(text, extract, words):
    return [words(text, candidate) for candidate in extract(text).candidates]


def test_transcript(extract, words) -> None:
    text = (
        "ROE: The bridge is safe and will stay open.\n\n"
        "LOW: Is it?\n\n"
        "ROE: Yes, it is safe.\n\nIt was painted last year by our people.\n\n"
        "LOW: Thank you."
    )

    assert found_in(text, extract, words) == [
        ("ROE", "", "The bridge is safe and will stay open."),
        ("ROE", "", "Yes, it is safe."),
        ("ROE", "", "It was painted last year by our people."),
    ]


def test_headings_are_no_speakers(extract) -> None:
    text = "Date: 5 May is the day we met.\n\nLocation: The old town of Brenn.\n\nNote: Come early."

    assert extract(text).candidates == ()


def test_press_release(extract, words) -> None:
    text = "From Chair Ann Roe:\n\nThe bridge is safe. It was painted last year.\n\n###"

    assert found_in(text, extract, words) == [
        ("Chair Ann Roe", "", "The bridge is safe. It was painted last year."),
    ]


def test_press_release_speaker(extract) -> None:
    text = "Statement from Chair Ann Roe:\n\n“The bridge is safe. It was painted last year.”"

    (candidate,) = extract(text).candidates

    assert candidate.speakers[0].name == "Ann Roe"
    assert candidate.mode == "direct"


def test_list_of_quotations(extract, words) -> None:
    text = "“The bridge is safe now.” – Ann Roe\n\n“The bridge is not safe.” — Bob Low"

    assert found_in(text, extract, words) == [
        ("Ann Roe", "", "“The bridge is safe now.”"),
        ("Bob Low", "", "“The bridge is not safe.”"),
    ]
