"""The demo: what it shows, where it may be loaded, and that starting afresh touches nobody else."""

import re
import shutil
from collections import Counter
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import transaction

from actors.models import Actor
from claims.models import Claim, Mention
from claims.vocabularies import ClaimState, Curation
from common.errors import RuleError
from demo import reading, services
from demo.people import SLUG
from documents.models import Document
from documents.vocabularies import Processing, Triage
from history.models import Event
from history.services import verify
from review.models import Comment, Decision, Evidence
from review.selectors.news import all_news
from review.selectors.work import my_work
from review.vocabularies import Axis, DecisionKind, EvidenceKind, Stance
from teams.models import Membership, Team, User
from teams.roles import Role
from tests.factories.teams import make_team, make_user

URL = f"{settings.SITE_URL}/t/{SLUG}/"


@pytest.fixture(scope="module")
def team(django_db_setup, django_db_blocker):
    """The demo, loaded once for the tests that only look at it."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield services.load_demo()
        transaction.set_rollback(True)


def person(first_name):
    return User.objects.get(email=f"{first_name}@velmar.example")


# --- what it shows -------------------------------------------------------------------------------


def test_six_people_in_the_four_roles(team):
    roles = Counter(Membership.objects.filter(team=team).values_list("role", flat=True))

    assert sum(roles.values()) == 6
    assert set(roles) == set(Role.values)
    assert list(User.objects.filter(is_staff=True)) == [person("amira")]
    assert not User.objects.filter(is_superuser=True).exists()
    assert not User.objects.filter(is_demo=False).exists()


def test_documents_are_at_different_stages(team):
    documents = Document.objects.filter(team=team)
    stages = Counter(documents.values_list("triage", flat=True))

    assert set(documents.values_list("processing", flat=True)) == {Processing.READY}
    assert stages == {Triage.DONE: 3, Triage.IN_TRIAGE: 1, Triage.WAITING: 1}
    assert documents.filter(access="restricted").count() == 1


def test_the_same_words_elsewhere_share_their_origin(team):
    shared = Document.objects.filter(team=team).exclude(origin=None)

    assert shared.count() == 2
    assert shared.values("origin").distinct().count() == 1


def test_every_curation_is_there(team):
    found = set(Mention.objects.filter(team=team).values_list("curation", flat=True))

    assert found == set(Curation.values) - {Curation.STALE}


def test_every_state_of_a_claim_is_there(team):
    states = set(Claim.objects.filter(team=team).values_list("state", flat=True))

    assert states == set(ClaimState.values)


def test_one_claim_is_made_in_three_documents(team):
    letters = Claim.objects.get(team=team, statement__contains="asked Arn Waterworks twice")

    assert letters.claim_mentions.filter(state="confirmed").count() == 3
    assert letters.is_concealing()


def test_decisions_of_each_ordinary_kind(team):
    kinds = set(Decision.objects.filter(team=team).values_list("kind", flat=True))

    assert kinds == {DecisionKind.SOLE, DecisionKind.SIGNED, DecisionKind.BLIND_AGREED}
    assert Claim.objects.filter(team=team, round=2).exclude(decided_round=None).count() == 1
    assert Claim.objects.filter(team=team).exclude(needs_look="").count() == 1
    assert Claim.objects.filter(team=team).exclude(recheck_on=None).exists()


@pytest.mark.parametrize(
    ("column", "codes"), [("kind", EvidenceKind), ("axis", Axis), ("stance", Stance)]
)
def test_evidence_of_every_kind(team, column, codes):
    used = set(Evidence.objects.filter(team=team).values_list(column, flat=True))

    assert used == set(codes.values)


def test_my_work_has_something_overdue_today_and_this_week(team):
    groups = my_work(person("kofi"), team)

    assert [group.code for group in groups][:3] == ["overdue", "today", "week"]


def test_the_protected_name_is_for_those_who_may_read_it(team):
    worker = Actor.objects.filter(team=team, is_protected=True)

    assert str(worker.visible_to(person("tomas")).get()) == "Jonas Weil"
    assert str(worker.visible_to(person("nadia")).get()) == "a worker of the Ostrel sluice"


def test_no_statement_gives_the_protected_name_away(team):
    open_claims = Claim.objects.filter(team=team, access="team")

    assert not open_claims.filter(statement__contains="Weil").exists()


def test_words_of_an_article_are_talked_of_and_people_are_told(team):
    asked = Comment.objects.get(team=team, document__isnull=False, reply_to=None)

    assert asked.version.text[asked.start : asked.end] == "had been seen only twice in eighty years"
    assert [person.name for person in asked.named.all()] == ["Ilse Maren"]
    for first_name in ("ilse", "tomas", "nadia"):
        assert all_news(person(first_name), team), first_name


def test_its_history_verifies(team):
    assert verify(team.pk).broken_at is None


def test_the_articles_have_their_length():
    lengths = {file.stem: len(file.read_text().split()) for file in reading.ARTICLES.glob("*.txt")}

    assert len(lengths) == 4
    assert all(250 <= length <= 450 for length in lengths.values()), lengths


# --- where it may be loaded ----------------------------------------------------------------------


def test_loading_again_changes_nothing(team):
    events, out = Event.objects.count(), StringIO()

    call_command("load_demo", stdout=out)

    assert "loaded already" in out.getvalue()
    assert Event.objects.count() == events


@pytest.mark.django_db
@pytest.mark.parametrize("bind", ["192.0.2.7", "::"])
@pytest.mark.parametrize("command", ["load_demo", "reset_demo"])
def test_not_where_others_reach_the_server(settings, bind, command):
    settings.BIND = bind

    with pytest.raises(CommandError, match=re.escape(f"BIND is {bind}")):
        call_command(command)

    assert not User.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("make", [make_user, make_team])
def test_only_into_an_empty_database(make):
    make()

    with pytest.raises(CommandError, match="empty database"):
        call_command("load_demo")

    assert not Team.objects.filter(is_demo=True).exists()


@pytest.mark.django_db
def test_a_mention_that_is_not_found_leaves_nothing(monkeypatch, tmp_path):
    shutil.copytree(reading.ARTICLES, tmp_path, dirs_exist_ok=True)
    letters = tmp_path / "letters.txt"
    letters.write_text(letters.read_text().replace("stolen in May", "sold in June"))
    monkeypatch.setattr(reading, "ARTICLES", tmp_path)

    with pytest.raises(reading.DemoBroken, match="stolen in May"):
        services.load_demo()

    assert (User.objects.count(), Team.objects.count()) == (0, 0)


# --- starting afresh -----------------------------------------------------------------------------


@pytest.mark.django_db
def test_reset_closes_the_old_team_and_keeps_its_people():
    out = StringIO()
    call_command("load_demo", stdout=out)
    old, other = services.demo_team(), make_team("Other")
    people = set(User.objects.values_list("pk", flat=True))
    kofi = person("kofi")
    kofi.set_password("known-to-nobody")
    kofi.save()

    call_command("reset_demo", stdout=out)

    new = services.demo_team()
    old.refresh_from_db()
    other.refresh_from_db()
    assert [line.split()[-1] for line in out.getvalue().splitlines()] == [URL, URL]
    assert (old.slug, new.slug) == ("demo-old-1", SLUG)
    assert old.closed_at
    assert (other.closed_at, other.row_version) == (None, 1)
    assert person("kofi").check_password(settings.DEMO_PASSWORD)
    assert set(User.objects.values_list("pk", flat=True)) == people
    assert Claim.objects.filter(team=old).count() == Claim.objects.filter(team=new).count()
    assert verify(old.pk).broken_at is None


@pytest.mark.django_db
def test_reset_needs_a_demo():
    make_team()

    with pytest.raises(RuleError, match="no demo here"):
        services.reset_demo()
