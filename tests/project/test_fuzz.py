"""Requests made from the API's description, by tokens of every role and scope: whatever comes, the
answer is one that the description tells of, and never a failure of the server.

`make test` sends some hundred; `FUZZ_EXAMPLES=10000`, set by `make fuzz`, that many.
"""

import io
import json
import os

import pytest
import requests
import schemathesis
from django.core.cache import cache
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.transport import Response
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from teams.roles import Scope
from tests.factories.api import ALL_SCOPES, token_of

EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "130"))
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
TAGS = (
    "actors", "claims", "comments", "documents", "evidence", "exports", "history", "jobs",
    "mentions", "notifications", "review", "search", "team",
)  # fmt: skip
# Most operations of the product are steps of a review: they get more than their share.
SHARES = {"review": 6, "documents": 3, "mentions": 3, "claims": 3, "actors": 2, "evidence": 2}
PEOPLE = ("viewer", "contributor", "first", "second", "third", "lead")
# Which rows of the furnished team stand for a number in a path or a body.
NAMED = {
    "person": "person", "asked": "person", "readers": "person", "reviewer": "person",
    "claim": "claim", "document": "document", "evidence": "evidence",
    "mention": "mention", "actor": "actor", "reply_to": "comment",
}  # fmt: skip
IN_PATH = {
    "claims": "claim", "documents": "document", "mentions": "mention", "actors": "actor",
    "aliases": "alias", "evidence": "evidence", "comments": "comment", "reviews": "review",
    "decisions": "decision", "events": "event", "jobs": "job", "places": "place",
}  # fmt: skip


@pytest.fixture(scope="module")
def described():
    out = io.StringIO()
    call_command("spectacular", format="openapi-json", fail_on_warn=True, stdout=out)
    schema = schemathesis.openapi.from_dict(json.loads(out.getvalue()))
    return [found.ok() for found in schema.get_all_operations()]


@pytest.fixture
def tokens(here):
    """By person of each role, and by a lead for each scope alone."""
    every = {name: token_of(here.people[name], here.team, scopes=ALL_SCOPES) for name in PEOPLE}
    lead = here.people["lead"]
    alone = {f"lead/{scope}": token_of(lead, here.team, scopes=[scope]) for scope in Scope}
    return every | alone | {"nobody": "corr_unknown"}


def test_every_group_of_operations_is_here(described):
    assert {operation.tags[0] for operation in described} == set(TAGS)


@pytest.mark.parametrize("tag", TAGS)
def test_answers_are_those_of_the_description(described, tokens, here, tag, plain_templates):
    operations = [each for each in described if each.tags[0] == tag]
    shares = sum(SHARES.get(each, 1) for each in TAGS)
    examples = max(5, EXAMPLES * SHARES.get(tag, 1) // shares)

    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        phases=[Phase.generate],  # to make a request smaller takes minutes; it is told whole
        suppress_health_check=list(HealthCheck),
    )
    @given(case=st.sampled_from(operations).flatmap(cases), data=st.data())
    def ask(case, data):
        sharpen(case, here, data.draw)
        token = tokens[data.draw(st.sampled_from(sorted(tokens)))]
        with transaction.atomic():
            case.validate_response(send(case, token), checks=CHECKS)
            transaction.set_rollback(True)

    ask()


def cases(operation):
    """Requests that keep to the description, and some that do not."""
    modes = [GenerationMode.POSITIVE, GenerationMode.POSITIVE, GenerationMode.NEGATIVE]
    return st.sampled_from(modes).flatmap(lambda mode: operation.as_strategy(generation_mode=mode))


def sharpen(case, here, draw):
    """Mostly the team and rows that are there, as they are now: else all would be 404."""
    path = case.path_parameters
    if draw(st.integers(0, 9)):
        path["team"] = here.team.slug
    kind = IN_PATH.get(case.path.split("/")[5])
    row = None
    if kind and "id" in path and draw(st.integers(0, 5)):
        row = row_of(here, kind, draw)
        path["id"] = row.pk
    if isinstance(case.body, dict):
        cites = case.body.get("cited")
        for item in cites if isinstance(cites, list) else []:
            if isinstance(item, dict):
                cited = row_of(here, "evidence", draw)
                item |= {"id": cited.pk, "row_version": cited.row_version}
        for name in list(case.body):
            if name in NAMED and draw(st.integers(0, 3)):
                number = row_of(here, NAMED[name], draw).pk
                case.body[name] = [number] if isinstance(case.body[name], list) else number
        if "row_version" in case.body and row is not None and draw(st.integers(0, 5)):
            case.body["row_version"] = getattr(row, "row_version", 1)


def row_of(here, kind, draw):
    names = sorted(name for name in here.rows if name.partition(":")[0] == kind)
    return here.row(draw(st.sampled_from(names)))


def send(case, token):
    """The request through Django's client, and its answer as the checks take it."""
    cache.clear()  # or all would soon be too many
    sent = case.as_transport_kwargs(base_url="http://testserver")
    sent["headers"]["Authorization"] = f"Bearer {token}"
    request = requests.Request(**{name: sent.get(name) for name in (
        "method", "url", "headers", "params", "data", "json", "cookies")}).prepare()  # fmt: skip
    headers = {name: value for name, value in request.headers.items() if name != "Content-Type"}
    answer = Client(headers=headers).generic(
        request.method,
        request.path_url,
        request.body or b"",
        content_type=request.headers.get("Content-Type", ""),
    )
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    came = {name: [value] for name, value in answer.headers.items()}
    return Response(answer.status_code, came, content, request, 0.0, False)
