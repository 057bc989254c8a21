"""People and teams, built with the least that a case needs."""

import itertools
from datetime import timedelta

from django.utils import timezone

from teams.models import ApiToken, Invitation, Membership, Team, User
from teams.roles import Role, Scope

PASSWORD = "quiet-harbour-lamp-42"
OUTSIDER = "lead of another team"
ANONYMOUS = "anonymous"
_number = itertools.count(1)


def make_user(email="", *, name="", password=None, **fields):
    """A person who may sign in; without `password` only `client.force_login` lets them in."""
    number = next(_number)
    return User.objects.create_user(
        email or f"person{number}@example.org", password, name=name or f"Person {number}", **fields
    )


def make_team(name="", *, slug="", **fields):
    number = next(_number)
    return Team.objects.create(
        name=name or f"Team {number}", slug=slug or f"team-{number}", **fields
    )


def make_membership(team, user, role=Role.CONTRIBUTOR, **fields):
    return Membership.objects.create(team=team, user=user, role=role, **fields)


def make_member(team, role=Role.CONTRIBUTOR, **user_fields):
    """A new person who is in `team` as `role`; answers the person."""
    user = make_user(**user_fields)
    make_membership(team, user, role)
    return user


def make_cast(team):
    """Whom every access test asks: {"lead", "reviewer", "contributor", "viewer"} of `team`,
    "lead of another team" and "anonymous" (None). Cases are parametrized with these words.
    """
    cast = {str(role): make_member(team, role) for role in Role}
    return {**cast, OUTSIDER: make_member(make_team(), Role.LEAD), ANONYMOUS: None}


def sign_in(client, user):
    """Sign `user` in on `client`; None stays anonymous. Answers the client."""
    if user:
        client.force_login(user)
    return client


def make_invitation(team, *, email="", digest="", by=None, **fields):
    """An open invitation. Tests that accept one make it by the service, which knows the secret."""
    number = next(_number)
    return Invitation.objects.create(
        team=team,
        email=email or f"guest{number}@example.org",
        digest=digest or f"{number:064x}",
        invited_by=by or make_member(team, Role.LEAD),
        expires_at=timezone.now() + timedelta(days=7),
        **fields,
    )


def make_token(team, user, *, scopes=(Scope.READ,), digest="", **fields):
    """A token row. Tests that send one make it by the service, which knows the secret."""
    number = next(_number)
    values = {"name": f"Token {number}", "prefix": "corr_test", **fields}
    values.setdefault("expires_at", timezone.now() + timedelta(days=30))
    return ApiToken.objects.create(
        team=team, user=user, scopes=list(scopes), digest=digest or f"{number:064x}", **values
    )
