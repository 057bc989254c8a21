"""Fetch a document and authorise in one step."""

from django.db.models import Prefetch
from django.shortcuts import get_object_or_404

from actors.models import Actor
from documents.models import Document
from teams import access
from teams.models import User
from teams.roles import Permission


def get_document(
    user: User, team_slug: str, pk: int, *, permission: Permission = Permission.READ
) -> Document:
    """404 if the document is not there for `user`, 403 if they may not do that to it.

    The publisher shows the name that `user` may read.
    """
    visible = Document.objects.visible_to(user).filter(team__slug=team_slug)
    publisher = Prefetch("publisher", Actor.objects.readable_by(user))
    rows = visible.select_related("team", "added_by", "triage_by", "origin")
    document = get_object_or_404(rows.prefetch_related(publisher), pk=pk)
    access.require(user, permission, document.team)
    return document


def may_withdraw(user: User, document: Document) -> bool:
    """Leads may, and whoever added it while they may add documents."""
    if access.may(user, Permission.WITHDRAW_DOCUMENT, document.team):
        return True
    own = document.added_by_id == user.pk
    return own and access.may(user, Permission.ADD_DOCUMENT, document.team)
