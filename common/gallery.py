"""Invented samples for the gallery of parts. Places and people are made up."""

from dataclasses import dataclass
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from django import forms
from django.utils import timezone

from common.pagination import Page
from common.signs import SIGNS

CONFIDENCES = ("low", "moderate", "high")


@dataclass(frozen=True)
class Person:
    pk: int
    name: str
    email: str = ""


PEOPLE = (
    Person(4, "Mara Oyelin"),
    Person(5, "Ilse Marten"),
    Person(6, "Kofi Aldane"),
    Person(7, "Tomas Redd"),
)


class SampleForm(forms.Form):
    """One field of each kind, bound with faults so that its errors show."""

    as_of = forms.CharField(label="As of", help_text="The day up to which you looked.")
    recheck = forms.DateField(
        label="Recheck on",
        error_messages={"invalid": "There is no 31 February. Write a day, a month or “never”."},
    )
    kind = forms.ChoiceField(label="Kind", choices=[("fact", "Fact"), ("opinion", "Opinion")])
    access = forms.ChoiceField(
        label="Who may see it",
        choices=[("team", "The team"), ("restricted", "Named people")],
        widget=forms.RadioSelect,
    )
    stands_alone = forms.BooleanField(label="The statement can be read without the article")
    reasons = forms.CharField(
        label="Reasons", widget=forms.Textarea, help_text="Sealed with the verdict."
    )


def samples() -> dict[str, Any]:
    now = timezone.now()
    form = SampleForm(
        {
            "as_of": "22 Oct 2026",
            "recheck": "31 Feb 2027",
            "kind": "fact",
            "access": "team",
            "stands_alone": "on",
        }
    )
    return {
        "axes": [(axis, list(signs)) for axis, signs in SIGNS.items()],
        "judged": [
            (axis, code, CONFIDENCES[i % 3])
            for axis in ("said", "holds")
            for i, code in enumerate(SIGNS[axis])
        ],
        "confidences": CONFIDENCES,
        "form": form,
        "people": PEOPLE,
        "now": now,
        "days": [
            now - timedelta(days=3),
            now - timedelta(days=1),
            now,
            now + timedelta(days=1),
            now + timedelta(days=9),
        ],
        "hops": [_node("The Velmar Courier"), _node("Nordan Press Agency")],
        "speaker": SimpleNamespace(label="unnamed official", kind="person", unnamed=True, url=""),
        "evidence": _evidence(),
        "conditions": _conditions(),
        "options": _options(),
        "facets": _facets(),
        "tabs": _tabs(),
        "head": ["Name", "Role", "Since"],
        "rows": [["Mara Oyelin", "lead", "1 Sep 2026"], ["Kofi Aldane", "reviewer", "12 Sep 2026"]],
        "page": Page(rows=[1, 2, 3], next="a", previous="b"),
    }


def _node(label: str) -> SimpleNamespace:
    return SimpleNamespace(label=label, kind="document", unnamed=False, url="")


def _evidence() -> list[SimpleNamespace]:
    rows = [
        ("supports", "file", "Inspection register, entry 118", "Dry riser T2: no pressure.", "A 1"),
        (
            "contradicts",
            "reply",
            "Reply from Meridel Grain",
            "The line was not dry in October.",
            "C 3",
        ),
        ("context", "note", "What “dry” means in the register", "“No pressure” is grade 1.", ""),
        ("nothing_found", "search", "Ministry press room, both releases", "", ""),
    ]
    return [
        SimpleNamespace(
            pk=pk,
            stance=stance,
            kind=kind,
            title=title,
            passage=passage,
            grade=grade,
            place="p. 44",
            url="",
        )
        for pk, (stance, kind, title, passage, grade) in enumerate(rows, start=1)
    ]


def _conditions() -> list[SimpleNamespace]:
    rows = [
        ("Statement stands alone", True),
        ("How sure you are that it holds", False),
        ("Evidence cited, 5", True),
    ]
    return [SimpleNamespace(label=label, done=done, url="#g-review") for label, done in rows]


def _options() -> list[dict[str, Any]]:
    refused = "Not open here: the speaker is unidentified."
    rows = [
        ("said", "Said", "Own words seen or heard.", False, refused),
        ("reported", "Reported", "Two or more independent origins say that it was said.", True, ""),
        ("single_source", "Single source", "One origin alone says that it was said.", False, ""),
    ]
    keys = ("code", "label", "definition", "checked", "reason")
    return [dict(zip(keys, row, strict=True)) for row in rows]


def _facets() -> list[SimpleNamespace]:
    rows = [
        ("on_record", "On record", 44),
        ("to_check", "To check", 19),
        ("decided", "Decided", 37),
    ]
    return [
        SimpleNamespace(value=v, label=label, count=n, selected=v == "to_check")
        for v, label, n in rows
    ]


def _tabs() -> list[SimpleNamespace]:
    rows = [
        ("All claims", True, 122),
        ("Open, this week", False, 38),
        ("Needs a look", False, None),
    ]
    return [
        SimpleNamespace(label=label, current=current, count=count, url="#")
        for label, current, count in rows
    ]
