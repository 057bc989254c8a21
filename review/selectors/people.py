"""Whom a form offers: members who may read what it is about."""

from django.db.models import QuerySet

from claims.models import Claim
from claims.readers import readers_of
from documents.models import Document
from teams.circles import Members, named_on
from teams.models import Membership, Team, User
from teams.roles import GRANTS, Permission


def readers(of: Claim | Document) -> QuerySet[User]:
    """The members who may read it, by name. No query of its own where all the team may."""
    here = _members(of.team)
    if not of.is_restricted():
        return here
    if isinstance(of, Claim):
        return here.filter(pk__in=readers_of(of))
    named = named_on(Document, [of.pk])[of.pk]
    return here.filter(pk__in=Members(of.team_id).within(of.access, of.added_by_id, named))


def reviewers(claim: Claim) -> QuerySet[User]:
    """Those of them who may review it."""
    roles = [role for role, grants in GRANTS.items() if Permission.REVIEW in grants]
    able = Membership.objects.active().filter(team=claim.team_id, role__in=roles)
    return readers(claim).filter(pk__in=able.values("user"))


def names_to_call(of: Claim | Document) -> list[str]:
    """What can follow an "@" there: the names of who may read it, in their order."""
    return list(dict.fromkeys(str(person) for person in readers(of)))


def _members(team: Team) -> QuerySet[User]:
    ids = Membership.objects.active().filter(team=team).values("user")
    return User.objects.filter(pk__in=ids).order_by("name", "pk")
