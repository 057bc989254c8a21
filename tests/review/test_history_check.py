"""Leads have their team checked against its history, in the background."""

import pytest
from django.db import connection
from django.urls import reverse

from claims.vocabularies import ClaimState
from common import triggers
from common.errors import RuleError
from history import beginning, imprints
from history.heads import head_of
from jobs import running
from jobs.models import JobState
from review import services
from review.models import HistoryCheck, Review
from tests.factories.review import make_desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    desk = make_desk()
    desk.at(ClaimState.DECIDED)
    beginning.tell(desk.team, imprints.proven())
    return desk


def url(desk, check=None):
    name = "review:history_check" if check else "review:history_checks"
    return reverse(name, args=[desk.team.slug, *([check.pk] if check else [])])


def checked(desk, against=""):
    check = services.ask_for_check(team=desk.team, by=desk.lead, against=against)
    running.run(check.job_id)
    check.refresh_from_db()
    return check


def test_a_check_keeps_what_it_compared_and_the_head(desk):
    check = checked(desk, against=head_of(desk.team.pk).hash)

    assert check.is_whole()
    assert (check.events, check.head) == (
        head_of(desk.team.pk).seq,
        str(head_of(desk.team.pk)),
    )
    assert check.rows > 15
    assert check.job.state == JobState.DONE


def test_what_is_wrong_is_named_without_what_stands_there(client, desk):
    review = Review.objects.get()
    with triggers.lifted(connection):
        Review._base_manager.filter(pk=review.pk).update(rationale="Quite another reason")
    check = checked(desk)
    client.force_login(desk.lead)

    page = client.get(url(desk)).content.decode()

    assert (check.found, check.kinds) == (1, 4)
    assert [row for row, _field, _seq in check.breaks] == [f"review {review.pk}"]
    assert "<code>rationale</code>" in page
    assert "1 thing is not as it was written" in page
    assert "Quite another reason" not in page


def test_a_head_that_does_not_occur_is_told(desk):
    assert checked(desk, against=f"9999:{'f' * 64}").kinds == 16


def test_what_is_no_head_is_refused_and_kept(client, desk):
    client.force_login(desk.lead)

    answer = client.post(url(desk), {"against": "my head"})

    assert answer.status_code == 422
    assert ">my head</textarea>" in answer.content.decode()
    assert not HistoryCheck.objects.exists()


def test_asked_twice_it_is_one_check(client, desk):
    client.force_login(desk.lead)

    for _time in range(2):
        assert client.post(url(desk)).status_code == 302

    check = HistoryCheck.objects.get()
    page = client.get(url(desk, check)).content.decode()
    assert 'hx-trigger="every 2s"' in page
    assert "Comparing, 0 so far" in page


def test_a_check_that_is_over_is_asked_for_no_more(client, desk):
    check = checked(desk)
    client.force_login(desk.lead)

    page = client.get(url(desk, check)).content.decode()

    assert "hx-get" not in page
    assert "All is as it was written" in page


def test_one_that_broke_off_says_so(client, desk, monkeypatch):
    def away(self, *_args):
        raise RuleError("The database is away.")

    monkeypatch.setattr("history.audit.Audit.breaks", away)
    check = checked(desk)
    client.force_login(desk.lead)

    page = client.get(url(desk, check)).content.decode()

    assert "It did not come to an end" in page
    assert "The database is away." in page


def test_a_row_that_is_gone_ends_the_job(desk):
    check = services.ask_for_check(team=desk.team, by=desk.lead)
    job = check.job
    check.delete()

    running.run(job.pk)

    job.refresh_from_db()
    assert job.state == JobState.DONE


@pytest.mark.parametrize(
    ("person", "status"),
    [("lead", 200), ("first", 403), ("contributor", 403), ("viewer", 403), ("outsider", 404)],
)
def test_checks_by_role(client, desk, person, status):
    outsider = make_desk().lead
    client.force_login(getattr(desk, person, outsider))
    check = checked(desk)

    assert client.get(url(desk)).status_code == status
    assert client.get(url(desk, check)).status_code == status
    assert client.post(url(desk)).status_code == (302 if status == 200 else status)


def test_the_check_of_another_team_is_not_found(client, desk):
    other = make_desk()
    check = checked(other)
    client.force_login(desk.lead)

    assert client.get(url(desk, check)).status_code == 404


def test_queries_do_not_grow(client, desk, django_assert_max_num_queries):
    client.force_login(desk.lead)
    HistoryCheck.objects.create(team=desk.team, by=desk.lead)
    client.get(url(desk))
    with django_assert_max_num_queries(20) as few:
        client.get(url(desk))
    for _number in range(15):
        HistoryCheck.objects.create(team=desk.team, by=desk.lead)

    with django_assert_max_num_queries(len(few)):
        assert client.get(url(desk)).status_code == 200
