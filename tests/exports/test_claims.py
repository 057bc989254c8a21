"""Exports of claims: what is in them, what is not, and how much memory they take."""

import csv
import io
import json
import tracemalloc

import pytest
from django.db import transaction
from django.urls import reverse

from claims.models import Claim, ClaimSpeaker
from claims.vocabularies import ClaimState as S
from documents.models import Origin
from exports.claims import claims_file, exported_claims
from exports.columns import CLAIM_COLUMNS
from history.services import Change, record
from teams.roles import Scope
from teams.vocabularies import SecondReview
from tests.factories.actors import make_protected
from tests.factories.api import api_as, api_of_nobody
from tests.factories.claims import link_mention, make_claim, make_mention
from tests.factories.documents import make_document
from tests.factories.review import make_desk
from tests.factories.teams import OUTSIDER, make_cast, make_member, make_team, sign_in

pytestmark = pytest.mark.django_db
NAMES = [column.name for column in CLAIM_COLUMNS]


def body(answer):
    assert answer.status_code == 200, answer.content
    return b"".join(answer)


def table(answer):
    """The rows of a CSV export, by column."""
    words = body(answer).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(words)))


def lines(answer):
    return [json.loads(line) for line in body(answer).splitlines()]


def export(user, team, **query):
    return api_as(user, team).get("claims/export", **query)


CAST = [("lead", 200), ("reviewer", 200), ("contributor", 200), ("viewer", 200), (OUTSIDER, 404)]


@pytest.mark.parametrize(("role", "expected"), [*CAST, ("anonymous", 302)])
def test_link_of_the_page_by_role(client, role, expected):
    team = make_team()
    sign_in(client, make_cast(team)[role])

    answer = client.get(reverse("exports:claims", args=[team.slug]))

    assert answer.status_code == expected


@pytest.mark.parametrize(("role", "expected"), [*CAST, ("anonymous", 401)])
def test_api_by_role(role, expected):
    team = make_team()
    user = make_cast(team)[role]
    home = user.memberships.get().team if user else team
    scopes = [Scope.READ]
    api = api_as(user, home, at=team, scopes=scopes) if user else api_of_nobody(team)

    answer = api.get("claims/export")

    assert answer.status_code == expected


def test_formats_say_the_same():
    desk = make_desk()
    for state in (S.ON_RECORD, S.DECIDED, S.TO_CHECK):
        desk.at(state)

    cells = table(export(desk.viewer, desk.team, format="csv"))
    rows = lines(export(desk.viewer, desk.team, format="ndjson"))
    whole = json.loads(body(export(desk.viewer, desk.team, format="json")))

    assert whole["rows"] == rows
    assert [list(row) for row in rows] == [NAMES] * 3
    assert [row["id"] for row in rows] == sorted(row["id"] for row in rows)
    assert [row["statement"] for row in cells] == [row["statement"] for row in rows]
    assert [column["name"] for column in whole["columns"]] == NAMES
    assert whole["vocabularies"]["holds"]["contradicted"]["meaning"]


def test_nothing_to_export_is_well_formed():
    team = make_team()
    viewer = make_member(team, "viewer")

    assert table(export(viewer, team)) == []
    assert lines(export(viewer, team, format="ndjson")) == []
    assert json.loads(body(export(viewer, team, format="json")))["rows"] == []


def test_file_is_named_by_team_and_day():
    team = make_team(slug="night-desk")

    answer = export(make_member(team, "viewer"), team)

    name = answer.headers["Content-Disposition"]
    assert name.startswith('attachment; filename="claims-night-desk-20')
    assert name.endswith('.csv"')


@pytest.mark.parametrize("kind", ["csv", "json", "ndjson"])
def test_a_file_names_the_head_of_the_history(kind):
    team = make_team()
    viewer = make_member(team, "viewer")
    with transaction.atomic():
        event = record(Change("team.renamed", team), team_id=team.pk, by=viewer)[0]

    answer = export(viewer, team, format=kind)

    head = f"1:{event.hash}"
    assert answer.headers["X-History-Head"] == head
    assert f"-head-1-{event.hash}.{kind}" in answer.headers["Content-Disposition"]
    if kind == "json":
        assert json.loads(body(answer))["history_head"] == head


def test_unknown_format_is_refused(client):
    team = make_team()
    viewer = make_member(team, "viewer")
    client.force_login(viewer)

    assert export(viewer, team, format="docx").status_code == 400
    page = client.get(reverse("exports:claims", args=[team.slug]), {"format": "docx"})
    assert page.status_code == 404


def test_filters_of_the_page_hold(client):
    desk = make_desk()
    kept = desk.at(S.DECIDED)
    desk.at(S.TO_CHECK)
    client.force_login(desk.viewer)

    page = client.get(reverse("exports:claims", args=[desk.team.slug]), {"state": "decided"})
    api = export(desk.viewer, desk.team, state="decided")

    assert [row["id"] for row in table(page)] == [str(kept.pk)]
    assert [row["id"] for row in table(api)] == [str(kept.pk)]


def test_decided_claim_in_full():
    desk = make_desk(SecondReview.NONE)
    claim = desk.at(S.DECIDED, topic_words=["bridge", "ferry"], about_words="last May")

    [row] = lines(export(desk.viewer, desk.team, format="ndjson"))

    assert row["reference"] == claim.reference
    assert (row["said"], row["said_label"]) == ("reported", "Reported")
    assert (row["holds"], row["holds_confidence_label"]) == ("corroborated", "High")
    assert row["decided_by"] == "one person"
    assert row["decided_on_start"] == row["decided_on_end"] == f"{claim.decided_at:%Y-%m-%d}"
    assert row["decided_on_precision"] == "day"
    assert row["about_words"] == "last May"
    assert row["topic_words"] == "bridge; ferry"
    assert row["url"].endswith(claim.get_absolute_url())


def test_first_said_mentions_and_origins():
    team = make_team()
    lead = make_member(team, "lead")
    claim = make_claim(team, by=lead)
    origin = Origin.objects.create(team=team, label="A ferry notice", added_by=lead)
    month = {"published_on": "2026-10-01", "published_precision": "month"}
    dates = [month, {"published_on": "2026-10-20", "published_precision": "day"}, {}, {}]
    for place, when in enumerate(dates):
        values = when | ({"origin": origin} if place < 2 else {})
        link_mention(claim, make_mention(make_document(team, **values)), by=lead)
    hidden = {"published_on": "2020-01-01", "published_precision": "day", "access": "restricted"}
    link_mention(claim, make_mention(make_document(team, **hidden)), by=lead)

    [row] = lines(export(make_member(team, "viewer"), team, format="ndjson"))

    assert (row["first_said_start"], row["first_said_end"]) == ("2026-10-01", "2026-10-31")
    assert row["first_said_precision"] == "month"
    assert row["mentions"] == 4
    assert (row["origins_low"], row["origins_high"]) == (1, 3)


def test_restricted_claims_are_for_those_who_may_read_them():
    desk = make_desk()
    claim = desk.claim()
    Claim.objects.filter(pk=claim.pk).update(access="restricted")

    assert table(export(desk.viewer, desk.team)) == []
    assert len(table(export(desk.lead, desk.team))) == 1


def test_protected_names_stay_at_home():
    desk = make_desk()
    desk.claim(speaker=make_protected(desk.team, "Ilva Norn", by=desk.lead))

    for kind in ("csv", "json", "ndjson"):
        told = body(export(desk.viewer, desk.team, format=kind)).decode()
        assert "Norn" not in told
        assert "a dock worker" in told


def test_claims_of_another_team_are_not_in_it():
    desk = make_desk()
    make_desk().claim()

    assert table(export(desk.lead, desk.team)) == []


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r"])
def test_formulas_stay_text(sign):
    team = make_team()
    lead = make_member(team, "lead")
    statement = f'{sign}HYPERLINK("https://bad.example","x")'
    make_claim(team, by=lead, statement=statement, speaker="=2+3")

    [row] = table(export(lead, team))
    [same] = lines(export(lead, team, format="ndjson"))

    assert row["statement"] == f"'{statement}"
    assert row["speakers"] == "'=2+3"
    assert same["statement"] == statement


FORMULA = tuple("=+-@\uff1d\uff0b\uff0d\uff20")
HIDDEN = [
    "{}cmd",
    "  {}cmd",
    "lost;{}cmd",
    'lost; "{}cmd',
    "lost\t{}cmd",
    "lost\n{}cmd",
    "lost\r\n {}cmd",
    '"{}cmd"',
]


@pytest.mark.parametrize("sign", FORMULA)
@pytest.mark.parametrize("shape", HIDDEN)
def test_no_separator_makes_a_formula(shape, sign):
    """However a spreadsheet cuts the file, also where it overlooks quotation marks."""
    team = make_team()
    lead = make_member(team, "lead")
    make_claim(
        team, by=lead, statement=f"The quay {shape.format(sign)}", speaker=shape.format(sign)
    )

    raw = body(export(lead, team)).decode("utf-8-sig")

    cells = [cell for separator in ";\t\n\r" for cell in raw.split(separator)]
    cells += [row[column] for row in csv.DictReader(io.StringIO(raw)) for column in row]
    assert not [cell for cell in cells if cell.strip(' "\t\r\n').startswith(FORMULA)]


def test_texts_stand_in_quotation_marks_and_numbers_do_not():
    team = make_team()
    lead = make_member(team, "lead")
    claim = make_claim(team, by=lead, statement="The quay is shut.")

    line = body(export(lead, team)).decode("utf-8-sig").splitlines()[1]

    assert line.startswith(f'{claim.pk},"C-')
    assert '"The quay is shut.","' in line


def test_awkward_text_survives():
    team = make_team()
    lead = make_member(team, "lead")
    statement = 'Ferry "Ürsel" 🚢, late;\nby\u2028noon'
    make_claim(team, by=lead, statement=statement)

    assert table(export(lead, team))[0]["statement"] == statement
    assert lines(export(lead, team, format="ndjson"))[0]["statement"] == statement


def make_many(team, by, number):
    claims = Claim.objects.bulk_create(
        Claim(team=team, added_by=by, statement=f"The bridge opened, {each}. " + "x" * 400)
        for each in range(number)
    )
    ClaimSpeaker.objects.bulk_create(ClaimSpeaker(claim=each, words="A clerk") for each in claims)


def peak(team, user, kind):
    """The most memory that streaming took beyond what was there, and how many bytes came."""
    claims = exported_claims(team, user)
    sent = 0
    tracemalloc.start()
    for part in claims_file(claims, team=team, kind=kind, filters={}):
        sent += len(part)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return most, sent


@pytest.mark.parametrize("kind", ["csv", "json"])
def test_memory_does_not_grow_with_the_rows(kind):
    team = make_team()
    lead = make_member(team, "lead")
    make_many(team, lead, 50)
    peak(team, lead, kind)  # what is loaded at first use counts for neither
    make_many(team, lead, 450)
    few, little = peak(team, lead, kind)
    make_many(team, lead, 1500)

    many, much = peak(team, lead, kind)

    assert much > 3.8 * little
    assert many < 1.7 * few


def test_queries_are_a_few_for_each_chunk(django_assert_max_num_queries):
    team = make_team()
    viewer = make_member(team, "viewer")
    make_many(team, viewer, 200)
    api = api_as(viewer, team)
    api.get("members")

    with django_assert_max_num_queries(14):
        body(api.get("claims/export"))
