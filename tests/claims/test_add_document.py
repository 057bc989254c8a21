"""The command that adds a text file: what it prints, which team, and the same file again."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from claims.models import Mention
from documents import processing
from documents.models import Document
from documents.sample import TEXT
from jobs import registry, running
from jobs.models import Job
from teams.roles import Role
from tests.factories.jobs import make_worker
from tests.factories.teams import make_member, make_team

pytestmark = pytest.mark.django_db


@pytest.fixture
def team():
    team = make_team(slug="coast")
    make_member(team, Role.VIEWER, email="viewer@velmar.example")
    make_member(team, Role.LEAD, email="lead@velmar.example")
    return team


@pytest.fixture
def article(tmp_path):
    path = tmp_path / "article.txt"
    path.write_text(TEXT)
    return path


def run(*arguments):
    """What the command printed on standard output and standard error."""
    out, err = StringIO(), StringIO()
    call_command("add_document", *map(str, arguments), stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def test_json_is_one_object_with_exact_words(team, article, settings):
    settings.SITE_URL = "http://127.0.0.1:8000"

    out, err = run(article, "--wait", "--json")

    told, document = json.loads(out), Document.objects.get()
    assert told["document"] == document.pk
    assert told["url"] == f"http://127.0.0.1:8000{document.get_absolute_url()}"
    assert len(told["mentions"]) == Mention.objects.counted().count() > 3
    text = document.versions.get().text
    for mention in told["mentions"]:
        parts = [text[start:end] for start, end in mention["content_spans"]]
        assert " … ".join(parts) == mention["content"]
    assert "Joren Hask" in {name for each in told["mentions"] for name in each["speakers"]}
    assert "No worker is running" in err


def test_words_for_people(team, article):
    out, _err = run(article, "--wait")

    assert out.startswith("Grain terminal in Velmar stays closed after fire\nhttp")
    assert "Joren Hask" in out


def test_same_file_again_is_the_same_document(team, article):
    first = json.loads(run(article, "--wait", "--json")[0])

    again, err = run(article, "--wait", "--json")

    assert json.loads(again) == first
    assert "here already" in err
    assert Document.objects.count() == Job.objects.count() == 1


def test_same_file_by_somebody_else_is_the_same_document(team, article):
    make_member(team, Role.CONTRIBUTOR, email="other@velmar.example")
    run(article)

    _out, err = run(article, "--by", "other@velmar.example")

    assert "here already" in err
    assert Document.objects.count() == 1


def test_without_wait_says_that_it_waits(team, article):
    out, _err = run(article)

    assert "no worker is running" in out
    assert Job.objects.get().state == "queued"


def test_with_a_living_worker_it_waits_for_that_one(team, article, monkeypatch):
    make_worker()
    looked = []

    def look(_seconds):
        """What the worker does meanwhile."""
        looked.append(Job.objects.get().attempt)
        running.run(Job.objects.get().pk)

    monkeypatch.setattr("time.sleep", look)

    _out, err = run(article, "--wait")

    assert looked == [0]
    assert "No worker" not in err


def test_demo_team_comes_first(team, article):
    demo = make_team(is_demo=True)
    make_member(demo, Role.LEAD)

    run(article)

    assert Document.objects.get().team == demo


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--team", "nowhere"], "no team nowhere"),
        (["--by", "nobody@velmar.example"], "not in"),
        (["--by", "viewer@velmar.example"], "may not add documents"),
    ],
)
def test_refusals_say_why(team, article, arguments, says):
    with pytest.raises(CommandError, match=says):
        run(article, *arguments)

    assert not Document.objects.exists()


def test_two_teams_without_a_demo_have_to_be_told_apart(team, article):
    make_team(slug="other")

    with pytest.raises(CommandError, match="--team: coast, other"):
        run(article)


def test_no_team_at_all(article):
    with pytest.raises(CommandError, match="create_team"):
        run(article)


def test_a_team_without_a_lead(article):
    make_team()

    with pytest.raises(CommandError, match="no lead"):
        run(article)


@pytest.mark.parametrize(
    ("raw", "says"), [(b"", "no text"), (b"%PDF-1.7", "PDF"), (None, "cannot be read")]
)
def test_files_that_are_no_text(team, tmp_path, raw, says):
    path = tmp_path / "file.txt"
    if raw is not None:
        path.write_bytes(raw)

    with pytest.raises(CommandError, match=says):
        run(path)


def test_what_cannot_be_read_is_an_error(team, article, monkeypatch):
    handler = registry.Handler(fail, processing.follow)
    monkeypatch.setitem(registry._handlers, "extraction", handler)

    with pytest.raises(CommandError, match=r"could not be read: .*the disk is full"):
        run(article, "--wait", "--json")


def fail(context):
    raise OSError("the disk is full")
