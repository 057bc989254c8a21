"""Credibility before the letter of the source: off, asked and required."""

import pytest
from django.urls import reverse

from claims.vocabularies import ClaimState as S
from common.errors import ConflictError, RuleError
from history.models import Event
from review import services
from review.models import Evidence
from review.selectors import grades as grading
from review.selectors import page
from teams.models import Team
from tests.factories.actors import make_actor, make_assessment
from tests.factories.review import a_draft, as_read, make_desk, make_evidence, make_review

pytestmark = pytest.mark.django_db


def graded_desk(grading="asked", mode="sign_off"):
    return make_desk(mode, grading=grading)


def grades(claim, user):
    items = page.evidence_of(claim, user)
    lanes = page.lanes(items, grading.letters_for(claim, items, user))
    return [item.grade for lane in lanes for group in lane.groups for item in group.items]


def grade(item, by, credibility=2):
    return services.grade_evidence(
        evidence=item, credibility=credibility, by=by, row_version=item.row_version
    )


def post(client, item, **more):
    url = reverse("review:grade_evidence", args=[item.team.slug, item.pk])
    return client.post(url, {"row_version": item.row_version, "credibility": 2, **more})


def test_the_letter_is_shown_once_the_credibility_is_given():
    desk = graded_desk()
    claim = desk.claim(topic_words=["Tides"])
    register, office = make_actor(desk.team), make_actor(desk.team)
    make_assessment(register, "B")
    make_assessment(register, "D", subject="fires")
    item = make_evidence(claim, by=desk.contributor, source=register)
    make_evidence(claim, by=desk.contributor, source=office, credibility=6)

    before = grades(claim, desk.viewer)
    grade(item, desk.contributor)
    after = grades(claim, desk.viewer)
    make_assessment(register, "C", subject="tides")

    assert before == ["", "source not assessed, credibility 6"]
    assert after == ["source B, credibility 2", "source not assessed, credibility 6"]
    assert grades(claim, desk.viewer)[0] == "source C on tides, credibility 2"
    event = Event.objects.get(kind="evidence.graded")
    assert event.payload.content["after"] == {"credibility": 2}
    assert event.is_concealable


def test_a_team_that_grades_nothing_shows_and_asks_nothing(client):
    desk = graded_desk()
    claim = desk.at(S.IN_REVIEW)
    item = make_evidence(claim, by=desk.first, source=make_actor(desk.team), credibility=3)
    ungraded = make_evidence(claim, by=desk.first)
    Team.objects.filter(pk=desk.team.pk).update(grading="off")
    client.force_login(desk.first)

    shown = client.get(claim.get_absolute_url()).content.decode()
    with pytest.raises(RuleError):
        grade(Evidence.objects.get(pk=ungraded.pk), desk.first)

    assert 'class="grade"' not in shown
    assert "How credible is it?" not in shown
    assert item.credibility == 3


def test_grading_is_refused_without_a_grade_or_from_an_old_version():
    desk = graded_desk()
    item = make_evidence(desk.claim(), by=desk.contributor)

    for credibility in (0, 7, None):
        with pytest.raises(RuleError):
            grade(item, desk.contributor, credibility)
    item.row_version = 9
    with pytest.raises(ConflictError):
        grade(item, desk.contributor)

    assert Evidence.objects.get(pk=item.pk).credibility is None
    assert not Event.objects.filter(kind="evidence.graded").exists()


def test_where_it_is_required_nothing_is_sealed_without():
    desk = graded_desk("required")
    claim = desk.at(S.IN_REVIEW)
    item = make_evidence(claim, by=desk.first)
    draft = a_draft(claim, by=desk.first, cited=as_read(item))

    with pytest.raises(RuleError) as refusal:
        services.submit_review(
            claim=claim, draft=draft, by=desk.first, row_version=claim.row_version
        )
    grade(item, desk.first)
    draft = a_draft(claim, by=desk.first)
    services.submit_review(claim=claim, draft=draft, by=desk.first, row_version=claim.row_version)

    assert refusal.value.missing == ["A credibility of all cited"]
    assert claim.state == S.SECOND_REVIEW


@pytest.mark.parametrize(("who", "status"), [("lead", 302), ("contributor", 302), ("viewer", 403)])
def test_grading_by_role_on_the_page(client, who, status):
    desk = graded_desk()
    item = make_evidence(desk.claim(), by=desk.contributor)
    client.force_login(getattr(desk, who))

    assert post(client, item).status_code == status
    assert Evidence.objects.get(pk=item.pk).credibility == (2 if status == 302 else None)


def test_the_page_asks_first_and_tells_a_refusal(client):
    desk = graded_desk()
    claim = desk.claim()
    source = make_actor(desk.team)
    make_assessment(source, "E")
    item = make_evidence(claim, by=desk.contributor, source=source)
    client.force_login(desk.contributor)

    asked = client.get(claim.get_absolute_url()).content.decode()
    refused = post(client, item, credibility="")
    section = client.post(
        reverse("review:grade_evidence", args=[desk.team.slug, item.pk]),
        {"row_version": 1, "credibility": 5},
        headers={"HX-Request": "true"},
    ).content.decode()

    assert "How credible is it?" in asked
    assert "source E" not in asked
    assert refused.status_code == 422
    assert section.lstrip().startswith('<section class="section" id="s-evidence"')
    assert "source E, credibility 5" in section


def test_in_a_blind_round_neither_grade_nor_letter_is_shown_or_asked(client):
    desk = graded_desk(mode="blind")
    claim = desk.claim()
    source = make_actor(desk.team)
    make_assessment(source, "E")
    make_evidence(claim, by=desk.first, source=source, credibility=5)
    make_evidence(claim, by=desk.first, source=source)
    make_review(claim, by=desk.first)

    for who in ("second", "lead", "viewer"):
        client.force_login(getattr(desk, who))
        shown = client.get(claim.get_absolute_url()).content.decode()
        assert grades(claim, getattr(desk, who)) == ["", ""], who
        assert "credibility 5" not in shown, who
        assert "How credible is it?" not in shown, who
    assert grades(claim, desk.first)[0] == "source E, credibility 5"
