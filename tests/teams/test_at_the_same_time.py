"""What happens to teams when several people act in the same moment."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from common.errors import DomainError
from history.services import verify
from teams import services
from teams.models import Invitation, Membership, User
from teams.roles import Role
from tests.factories.teams import make_member, make_team, make_user

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_dbs]


def at_once(*calls):
    """Run `calls` in threads that start together; answers each one's result or refusal."""
    start = Barrier(len(calls))

    def run(call):
        try:
            start.wait(timeout=20)
            return call()
        except DomainError as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def refusals(answers):
    return [answer for answer in answers if isinstance(answer, DomainError)]


def test_an_invitation_is_accepted_once():
    team = make_team()
    lead, guest = make_member(team, Role.LEAD), make_user()
    made = services.invite(team=team, email=guest.email, role=Role.VIEWER, by=lead)

    answers = at_once(
        *[lambda: services.accept_invitation(secret=made.secret, by=guest) for _ in range(6)]
    )

    assert len(refusals(answers)) == 5
    assert Membership.objects.filter(user=guest).count() == 1
    assert verify(team.pk).events == 3


def test_a_new_person_is_made_once():
    team = make_team()
    lead = make_member(team, Role.LEAD)
    made = services.invite(team=team, email="new@example.org", role=Role.VIEWER, by=lead)
    values = {"secret": made.secret, "name": "Ola", "password": "quiet-42-lamp"}

    answers = at_once(*[lambda: services.accept_as_new_person(**values) for _ in range(4)])

    assert len(refusals(answers)) == 3
    assert User.objects.filter(email="new@example.org").count() == 1


def test_two_leads_cannot_both_leave():
    team = make_team()
    leads = [make_member(team, Role.LEAD) for _ in range(4)]
    memberships = {lead: Membership.objects.get(user=lead) for lead in leads}

    answers = at_once(
        *[
            lambda lead=lead: services.deactivate_member(
                membership=memberships[lead], row_version=1, by=lead
            )
            for lead in leads
        ]
    )

    assert len(refusals(answers)) == 1
    assert Membership.objects.active().filter(team=team, role=Role.LEAD).count() == 1


def test_two_invitations_to_one_address():
    team = make_team()
    leads = [make_member(team, Role.LEAD) for _ in range(4)]

    at_once(
        *[
            lambda lead=lead: services.invite(
                team=team, email="new@example.org", role=Role.VIEWER, by=lead
            )
            for lead in leads
        ]
    )

    assert Invitation.objects.filter(revoked_at=None).count() == 1
    assert verify(team.pk).broken_at is None


def test_an_invitation_is_accepted_or_revoked():
    team = make_team()
    lead, guest = make_member(team, Role.LEAD), make_user()
    made = services.invite(team=team, email=guest.email, role=Role.VIEWER, by=lead)

    answers = at_once(
        lambda: services.accept_invitation(secret=made.secret, by=guest),
        lambda: services.revoke_invitation(invitation=made.row, by=lead),
    )

    made.row.refresh_from_db()
    assert len(refusals(answers)) == 1
    assert bool(made.row.accepted_at) != bool(made.row.revoked_at)
