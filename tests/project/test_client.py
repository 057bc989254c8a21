"""A client that a public generator makes of the API's description reads and writes everything.

`make test` installs the generator beside the rest: see requirements-generator.txt.
"""

import importlib
import json
import os
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.management import call_command

from demo.services import load_demo
from jobs import running
from jobs.models import Job, JobState
from teams.models import User
from tests.factories.api import ALL_SCOPES, token_of

GENERATOR = Path(sys.prefix, "generator")
# How many rows of each list are read one by one; all of them in `make fuzz`.
DETAILS = int(os.environ.get("CLIENT_DETAILS", "1"))
TEXT = (
    "Night trams return to Velmar\n\n"
    "The tram works said on Monday that the night line would run again from October. "
    "A driver, Tilo Marn, said that the new cars were louder than the old ones.\n"
)


@pytest.fixture(scope="session")
def generated(tmp_path_factory):
    """The package that the generator made, and the description that it made it of."""
    if not GENERATOR.exists():
        pytest.skip("the generator is not installed: `make test` does that")
    folder = tmp_path_factory.mktemp("generated")
    schema = folder / "schema.json"
    call_command("spectacular", format="openapi-json", file=str(schema), fail_on_warn=True)
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    made = subprocess.run(
        [sys.executable, "-m", "openapi_python_client", "generate", "--meta", "none",
         "--path", str(schema), "--output-path", str(folder / "velmar_client")],
        env={**os.environ, "PATH": path, "PYTHONPATH": str(GENERATOR)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    told = made.stdout + made.stderr
    assert made.returncode == 0, told
    assert "Warning" not in told, told
    sys.path.insert(0, str(folder))
    yield SimpleNamespace(schema=json.loads(schema.read_text()), name="velmar_client")
    sys.path.remove(str(folder))


class Program:
    """What one person's program does with the generated client."""

    def __init__(self, generated, url, person, team, scopes=ALL_SCOPES):
        self.generated, self.team = generated, team
        made = importlib.import_module(generated.name)
        token = token_of(person, team, scopes=scopes)
        self.client = made.AuthenticatedClient(
            base_url=url, token=token, timeout=60, raise_on_unexpected_status=True
        )

    def call(self, operation, *path, codes=(200,), body=None, **query):
        """The row that `operation` answers with; what was parsed says no less than what came."""
        tag = self.tags()[operation]
        module = importlib.import_module(f"{self.generated.name}.api.{tag}.{operation}")
        given = {"body": self.model(operation, body)} if body is not None else {}
        answer = module.sync_detailed(self.team.slug, *path, client=self.client, **given, **query)
        assert answer.status_code in codes, (operation, path, answer.content[:500])
        if answer.headers["content-type"] == "application/json" and answer.content:
            came = json.loads(answer.content)
            parsed = answer.parsed
            told = (
                [row.to_dict() for row in parsed] if isinstance(parsed, list) else parsed.to_dict()
            )
            assert normal(told) == normal(came), operation
        return answer.parsed

    def model(self, operation, body):
        named = self.operations()[operation]["requestBody"]["content"]["application/json"]["schema"]
        name = named["$ref"].rpartition("/")[2]
        models = importlib.import_module(f"{self.generated.name}.models")
        return getattr(models, name).from_dict(body)

    def operations(self):
        paths = self.generated.schema["paths"].values()
        return {each["operationId"]: each for path in paths for each in path.values()}

    def tags(self):
        return {name: each["tags"][0] for name, each in self.operations().items()}

    def every(self, operation, *path, **query):
        """All rows of a list, page by page."""
        page = self.call(operation, *path, **query)
        rows = list(page.results)
        while page.next_:
            cursor = parse_qs(urlsplit(page.next_).query)["cursor"][0]
            page = self.call(operation, *path, cursor=cursor, **query)
            rows += page.results
        return rows


def normal(value):
    """Times however they are written."""
    if isinstance(value, dict):
        return {name: normal(each) for name, each in value.items()}
    if isinstance(value, list):
        return [normal(each) for each in value]
    if isinstance(value, str) and "T" in value:
        try:
            return datetime.fromisoformat(value)
        except ValueError:
            return value
    return value


def reads(schema):
    """The GETs of the description by their operation: address and what is said of it."""
    return {
        path["get"]["operationId"]: (address, path["get"])
        for address, path in schema["paths"].items()
        if "get" in path
    }


PEOPLE = ("amira", "kofi", "nadia", "oskar")


@pytest.mark.django_db(transaction=True)
def test_it_reads_all_of_the_demo_and_takes_a_text_to_a_decision(generated, live_server):
    team = load_demo()
    programs = {}
    for name in (*PEOPLE, "ilse"):
        person = User.objects.get(email=f"{name}@velmar.example")
        programs[name] = Program(generated, live_server.url, person, team)

    for name in PEOPLE:
        read_everything(programs[name])
    decide(programs["nadia"], programs["kofi"], programs["ilse"], readers=programs.values())
    for each in programs.values():
        each.client.get_httpx_client().close()


def read_everything(program):
    """Each list, all of it, and rows of it by their own addresses."""
    unread = reads(program.generated.schema)
    rows = {}
    for operation, (address, described) in list(unread.items()):
        names = {each["name"] for each in described["parameters"]}
        if "cursor" in names and "id" not in names:
            rows[address] = program.every(operation)
            assert rows[address] or operation == "search_list", operation
            del unread[operation]
    for operation, (address, described) in list(unread.items()):
        above = address.partition("/{id}")[0]
        if address.endswith("/{id}"):
            for row in rows[above][:DETAILS]:
                program.call(operation, row.id)
        elif "{id}" in address and "{number}" not in address:
            for row in rows[above][:DETAILS]:
                program.every(operation, row.id)
        elif "{number}" in address:
            for row in [row for row in rows[above] if row.version][:DETAILS]:
                program.call(operation, row.id, row.version)
        elif "format" in {each["name"] for each in described["parameters"]}:
            assert program.call(operation).startswith('\ufeff"id",')
        else:
            program.call(operation)


def decide(contributor, first, second, *, readers):
    """A text is read, a claim made of it, reviewed, signed and exported."""
    document = contributor.call("documents_create", codes=[201], body={"text": TEXT})
    again = contributor.call("documents_create", body={"text": TEXT})
    assert again.id == document.id
    running.run(Job.objects.get(state=JobState.QUEUED).pk)
    mention = contributor.every("mentions_list", document=document.id)[-1]
    accepted = contributor.call(
        "mentions_accept", mention.id, body={"row_version": mention.row_version, "to_check": True}
    )
    number = accepted.claims[0].claim
    claim = first.call("claims_retrieve", number)
    assert (str(claim.said), str(claim.state)) == ("", "to_check")
    claim = first.call("claims_take", number, body={"row_version": claim.row_version})
    item = first.call(
        "evidence_create", codes=[201],
        body={"claim": number, "axis": "holds", "stance": "supports", "kind": "note",
              "passage": "The timetable of the tram works has the night line."},
    )  # fmt: skip
    claim = first.call(
        "claims_submit_review", number,
        body={"row_version": claim.row_version, "said": "reported", "said_confidence": "moderate",
              "holds": "corroborated", "holds_confidence": "high", "rationale": "It is printed.",
              "as_of": "2026-11-20", "stands_alone": True,
              "cited": [{"id": item.id, "row_version": item.row_version}]},
    )  # fmt: skip
    claim = second.call("claims_sign", number, body={"row_version": claim.row_version})
    assert (str(claim.state), str(claim.holds)) == ("decided", "corroborated")
    for reader in readers:
        assert claim.statement in reader.call("claims_export_retrieve")
