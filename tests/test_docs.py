"""That docs/ leaves nothing out."""

import re
from pathlib import Path

import pytest
from django.urls import get_resolver

from exports.columns import CLAIM_COLUMNS
from history import registry as history
from teams.roles import Scope

DOCS = Path(__file__).parent.parent / "docs"
API = "api/v1/t/<slug:team>/"


def words(name):
    return (DOCS / name).read_text()


@pytest.mark.parametrize("column", CLAIM_COLUMNS, ids=lambda column: column.name)
def test_every_export_column_is_documented_as_the_dictionary_has_it(column):
    assert f"| `{column.name}` | {column.meaning} |" in words("exports.md")


def test_no_export_column_is_documented_that_is_not_there():
    documented = re.findall(r"^\| `(\w+)` \|", words("exports.md"), flags=re.MULTILINE)

    assert documented == [column.name for column in CLAIM_COLUMNS]


def routes(patterns, prefix=""):
    for pattern in patterns:
        path = prefix + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            yield from routes(pattern.url_patterns, path)
        elif path.startswith(API):
            yield path.removeprefix(API)


def test_every_route_of_the_api_is_documented():
    told = words("api.md")
    named = {re.sub(r"<\w+:\w+>", "{}", each) for each in routes(get_resolver().url_patterns)}
    written = {re.sub(r"\{\w+\}", "{}", each) for each in re.findall(r"`([^`\s]+)`", told)}

    assert len(named) > 60
    assert named <= written


@pytest.mark.parametrize("scope", Scope.values)
def test_every_scope_is_documented(scope):
    assert f"`{scope}`" in words("api.md")


def test_what_writes_no_history_is_documented_with_its_reason():
    written = set(
        re.findall(r"^\| `([\w.]+)` \| (.+) \|$", words("guide/history.md"), re.MULTILINE)
    )
    models = {(model._meta.model_name, why) for model, why in history.unproven().items()}
    fields = {
        (f"{name}.{field}", why)
        for name, proof in history.proofs().items()
        for field, why in proof.untold.items()
    }

    assert written == models | fields
