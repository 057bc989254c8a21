"""Many people at the same time, with real threads and a real database."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connection, connections
from django.test import Client
from django.urls import reverse

from claims.models import Claim
from claims.vocabularies import ClaimState as S
from common.errors import DomainError
from history.models import Event
from history.services import verify
from review import services
from review.citing import written
from review.models import Comment, Decision, Evidence, Review
from tests.factories.review import a_draft, evidence_draft, make_desk
from tests.factories.teams import make_member
from tests.project.matrix import REVIEW as VERDICTS
from tests.threads import all_at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_dbs]

MANY = 20


def at_once(jobs):
    """Run `jobs` in as many threads that start together; answers results or the errors raised."""
    gate = Barrier(len(jobs))

    def run(job):
        gate.wait()
        try:
            return job()
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(jobs)) as pool:
        results = list(pool.map(run, jobs))
    connections.close_all()
    return results


def outcome(results):
    """How many got through; the others must have been refused with words for a person."""
    refused = [each for each in results if isinstance(each, Exception)]
    unclear = [repr(each) for each in refused if not isinstance(each, DomainError) or not str(each)]
    assert unclear == []
    return len(results) - len(refused)


def test_twenty_submissions_make_one_first_review():
    desk = make_desk("sign_off")
    claim = desk.at(S.IN_REVIEW)
    draft, version = a_draft(claim, by=desk.first), claim.row_version

    results = at_once(
        [
            lambda: services.submit_review(
                claim=Claim.objects.get(pk=claim.pk),
                draft=draft,
                by=desk.first,
                row_version=version,
            )
        ]
        * MANY
    )

    assert outcome(results) == 1
    assert Review.objects.filter(claim=claim).count() == 1
    assert Event.objects.filter(kind="review.submitted").count() == 1
    assert verify(desk.team.pk).reason == ""


def test_twenty_people_submitting_the_second_make_one():
    desk = make_desk("blind")
    claim = desk.at(S.SECOND_REVIEW, mode="blind")
    people = [make_member(desk.team, "reviewer") for _ in range(MANY)]
    drafts = {person: a_draft(claim, by=person) for person in people}
    version = claim.row_version

    def submit(person):
        return services.submit_second(
            claim=Claim.objects.get(pk=claim.pk),
            draft=drafts[person],
            by=person,
            row_version=version,
        )

    results = at_once([lambda person=person: submit(person) for person in people])

    assert outcome(results) == 1
    assert Review.objects.filter(claim=claim).count() == 2
    assert Decision.objects.filter(claim=claim).count() == 1


def test_twenty_people_taking_a_claim_leave_it_with_one():
    desk = make_desk("sign_off")
    claim = desk.claim()
    people = [make_member(desk.team, "reviewer") for _ in range(MANY)]
    version = claim.row_version

    def take(person):
        return services.take(claim=Claim.objects.get(pk=claim.pk), by=person, row_version=version)

    results = at_once([lambda person=person: take(person) for person in people])

    assert outcome(results) == 1
    assert claim.assignments.open().count() == 1


def test_withdrawing_and_beginning_the_second_do_not_both_happen():
    desk = make_desk("blind")
    claim = desk.at(S.SECOND_REVIEW, mode="blind")
    version = claim.row_version

    def fresh():
        return Claim.objects.get(pk=claim.pk)

    results = at_once(
        [
            lambda: services.withdraw_review(
                claim=fresh(), comment="Wrong day", by=desk.first, row_version=version
            ),
            lambda: services.begin_second(claim=fresh(), by=desk.second, row_version=version),
        ]
    )

    assert outcome(results) == 1


def test_citing_and_withdrawing_evidence_do_not_both_happen():
    desk = make_desk("none")
    claim = desk.at(S.IN_REVIEW, mode="none")
    draft, version = a_draft(claim, by=desk.first), claim.row_version
    item = Evidence.objects.get()

    results = at_once(
        [
            lambda: services.submit_review(
                claim=Claim.objects.get(pk=claim.pk),
                draft=draft,
                by=desk.first,
                row_version=version,
            ),
            lambda: services.withdraw_evidence(
                evidence=Evidence.objects.get(pk=item.pk),
                why="Gone",
                by=desk.contributor,
                row_version=item.row_version,
            ),
        ]
    )

    item.refresh_from_db()
    assert outcome(results) == 1
    assert item.is_live() == (Claim.objects.get(pk=claim.pk).state == S.DECIDED)


def test_one_form_sent_many_times_makes_one_of_each():
    desk = make_desk("sign_off")
    claim = desk.claim()
    once, other = uuid4(), uuid4()

    def fresh():
        return Claim.objects.get(pk=claim.pk)

    results = at_once(
        [
            lambda: services.add_evidence(
                claim=fresh(), item=evidence_draft(), by=desk.first, once=once
            )
        ]
        * 5
        + [lambda: services.add_comment(claim=fresh(), text="Hm", by=desk.first, once=other)] * 5
    )

    assert outcome(results) == 10
    assert Evidence.objects.count() == 1
    assert Comment.objects.count() == 1
    assert Event.objects.filter(kind__in=["evidence.added", "comment.added"]).count() == 2


def test_twenty_people_submitting_at_once_by_page_and_program_make_one_review():
    desk = make_desk("blind")
    claim = desk.at(S.SECOND_REVIEW, mode="blind")
    body = {name: value for name, value in VERDICTS.items() if name != "stands_alone"}
    item = claim.evidence.get()
    body["row_version"] = claim.row_version
    cited = {"form": written(item), "api": [{"id": item.pk, "row_version": item.row_version}]}
    page = reverse("review:judge", args=[desk.team.slug, claim.pk, "second"])
    program = reverse("api:claim_submit_second", args=[desk.team.slug, claim.pk])
    people = []
    for number in range(20):
        client = Client()
        client.force_login(make_member(desk.team, "reviewer"))
        people.append((client, page if number % 2 else program))

    def submit(given):
        client, url = given
        if url == page:
            return client.post(url, {**body, "cited": cited["form"]}).status_code
        sent = {**body, "cited": cited["api"]}
        return client.post(url, sent, content_type="application/json").status_code

    codes = sorted(all_at_once(submit, people))

    assert codes[0] in {200, 302}
    assert set(codes[1:]) <= {409, 422}
    assert Review.objects.filter(claim=claim).count() == 2
    assert Decision.objects.filter(claim=claim).count() == 1
    assert verify(desk.team.pk).broken_at is None
