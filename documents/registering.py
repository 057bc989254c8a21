"""What documents tell the apps below. Loaded at start."""

from collections.abc import Collection

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from actors import registry as actors
from documents import searching, selectors
from documents.models import Document, DocumentVersion
from documents.services.triage import handed_back
from documents.vocabularies import DEFINITIONS, DocumentKind, Processing, Triage
from history.services import Change
from search import registry as search
from teams import registry as teams
from teams.models import Membership, Team, User
from teams.roles import GRANTS, Permission


def waiting(user: User, team: Team) -> int:
    """How many documents that `user` may read wait for somebody to go through them."""
    documents = Document.objects.visible_to(user).live()
    return documents.filter(team=team, triage=Triage.WAITING).count()


def hand_back(*, membership: Membership, by: User) -> list[Change]:
    """Documents that the person goes through wait again, unless they may still do it."""
    mine = Document.objects.filter(team=membership.team_id, triage_by=membership.user_id)
    if membership.ended_at is None and Permission.TRIAGE in GRANTS[membership.role]:
        mine = mine.exclude(pk__in=Document.objects.visible_to(membership.user).values("pk"))
    held = mine.filter(triage=Triage.IN_TRIAGE).select_for_update(no_key=True)
    return [handed_back(document) for document in held.order_by("pk")]


def readable(user: User) -> QuerySet[Document, int]:
    return Document.objects.visible_to(user).values_list("pk", flat=True)


def titled(user: User, ids: Collection[int]) -> dict[int, Document]:
    """Of these documents those that `user` may read, by id."""
    return Document.objects.visible_to(user).select_related("team").in_bulk(ids)


def has_begun(team: Team) -> bool:
    return Document.objects.filter(team=team).exists()


actors.set_visible_documents(readable, titled)
teams.add_counter("documents", waiting)
teams.add_departure(hand_back)
teams.add_sign_of_work(has_begun)
teams.add_vocabulary(_("Document"), DocumentKind, DEFINITIONS)
teams.add_vocabulary(_("Processing of a document"), Processing, DEFINITIONS)
teams.add_vocabulary(_("Triage of a document"), Triage, DEFINITIONS)

search.add_source(
    search.Source(
        searching.NAME,
        2,
        Document,
        searching.texts,
        {DocumentVersion: lambda version: [version.document_id]},
        is_long=True,
    )
)
search.add_group(
    search.Group(
        searching.NAME,
        _("Documents"),
        lambda team, user: selectors.readable_documents(user, team),
        lambda documents: searching.newest_texts([document.pk for document in documents]),
        "documents/_found.html",
    )
)
