"""Definitions of vocabularies that share words."""

import pytest
from django.db import models

from common.definitions import Definitions


class Tide(models.TextChoices):
    HIGH = "high", "High"
    LOW = "low", "Low"


class Shelf(models.TextChoices):
    HIGH = "high", "High"
    DEEP = "deep", "Deep"


WORDS = Definitions({Tide.HIGH: "Water comes.", Tide.LOW: "Water goes."}, {Shelf.HIGH: "Upstairs."})


@pytest.mark.parametrize(
    ("code", "definition"),
    [
        (Tide.HIGH, "Water comes."),
        (Shelf.HIGH, "Upstairs."),
        ("low", "Water goes."),
        ("high", None),
        (Shelf.DEEP, None),
    ],
)
def test_definitions(code, definition):
    assert WORDS.get(code) == definition


def test_definitions_are_a_mapping():
    assert len(WORDS) == len(list(WORDS)) == 3
