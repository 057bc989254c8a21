"""Who may read follows the document at once, whatever was done to it before and after.

A run takes a document through three steps: restricted, opened, a reader named, a reader taken off.
Before the first and after each of them one row of every kind is made that rests on the document.
After each step everybody's rows are those that they may read then; at the end all pages, lists,
counts, exports, the API, search, news, mails and lists of people say the same.

A few runs are in every test run, one of them with pages and API; `ACCESS=all`, as `make access`
sets it, takes all 64 with everything.
"""

import os
from dataclasses import dataclass, field
from itertools import product
from types import SimpleNamespace
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from claims import services as claims
from claims.filters import ClaimFilters
from claims.models import Claim, ClaimMention, Mention
from claims.saved import views_of
from claims.selectors import claims_to_attach
from claims.vocabularies import ClaimState as S
from documents import services as documents
from documents.models import Document
from review import services
from review.mailing import send_news
from review.models import Assignment, Comment, Decision, Evidence, KeptDraft, Review, Watch
from review.selectors.news import with_news
from review.selectors.people import names_to_call, readers, reviewers
from review.selectors.timeline import events_for
from review.vocabularies import Duty
from search.services import save_view
from teams.models import User
from teams.vocabularies import Access, NewsMail
from tests.factories.actors import make_actor
from tests.factories.api import api_as
from tests.factories.claims import make_mention
from tests.factories.documents import make_document
from tests.factories.review import Desk, make_desk, make_evidence
from tests.factories.teams import make_member, make_team

pytestmark = [pytest.mark.django_db, pytest.mark.both_dbs]

STEPS = ("restrict", "open", "add", "remove")
EVERY = list(product(STEPS, repeat=3))
# Each step first, last, and after each of the others.
SOME = [
    ("restrict", "add", "remove"),
    ("restrict", "open", "restrict"),
    ("add", "open", "remove"),
]
ALL = os.environ.get("ACCESS") == "all"
RUNS = EVERY if ALL else SOME
SECRET = "Quillfeather"  # in whatever rests on the document
TITLE = "Quillfeather papers"
ROLES = ("lead", "first", "second", "third", "contributor", "viewer")


@dataclass
class World:
    """A document that a contributor added, and the rows made on it so far.

    `first` is the one who is named on it and taken off again.
    """

    desk: Desk
    document: Document
    open_document: Document
    speaker: Any
    rows: list[tuple[Any, int, Any]] = field(default_factory=list)
    watched: dict[int, set[int]] = field(default_factory=dict)

    def reads(self, person: User) -> bool:
        """What the words of decision 24 say: the test's own, in no query."""
        here = person.pk in {getattr(self.desk, name).pk for name in ROLES}
        document = Document.objects.get(pk=self.document.pk)
        if not here or document.access == Access.TEAM:
            return here
        named = set(document.readers.values_list("pk", flat=True))
        return person.pk in named | {document.added_by_id, self.desk.lead.pk}

    def people(self) -> list[User]:
        return [getattr(self.desk, name) for name in ROLES]


@pytest.fixture
def world():
    desk = make_desk()
    User.objects.update(news_mail=NewsMail.AT_ONCE)
    text = f"The harbour office said that {SECRET} broke. The union said that it sank."
    document = make_document(desk.team, by=desk.contributor, text=text, title=TITLE)
    speaker = make_actor(desk.team, by=desk.lead)
    return World(desk, document, make_document(desk.team, by=desk.lead), speaker)


# --- The steps ------------------------------------------------------------------------------------
def take(world: World, step: str) -> None:
    document = Document.objects.get(pk=world.document.pk)
    named = set(document.readers.all())
    access = document.access
    if step in {"restrict", "add"}:
        access = Access.RESTRICTED
    elif step == "open":
        access = Access.TEAM
    named = {"add": named | {world.desk.first}, "remove": named - {world.desk.first}}.get(
        step, named
    )
    documents.restrict_document(
        document=document,
        access=access,
        readers=named,
        row_version=document.row_version,
        by=world.desk.lead,
    )


# --- One row of every kind ------------------------------------------------------------------------
def everybody(world: World) -> Any:
    return world.reads


def own(*people: User) -> Any:
    return lambda world: lambda person: person in people and world.reads(person)


def make(world: World, number: int) -> None:
    """A row of every kind, each kept with who may read it as long as the document lets them."""
    desk, lead = world.desk, world.desk.lead
    claim = _accepted(world, f"{SECRET} {number} broke.")
    _accepted(world, f"{SECRET} {number} is narrow.", narrowed=True)
    _attached(world, claim, number)
    item = make_evidence(claim, by=lead, title=f"{SECRET} log {number}")
    _keep(world, item)
    _keep(world, services.add_comment(claim=claim, text=f"{SECRET}? {number}", by=lead))
    on_item = services.add_comment(claim=claim, text=f"{SECRET}!", by=lead, evidence=item)
    _keep(world, on_item)
    said = services.comment_on_document(document=world.document, text=f"{SECRET}.", by=lead)
    _keep(world, said)
    _duties(world, claim)
    _watches(world, claim)
    if number == 0:
        _decided(world)
    save_view(
        team=desk.team, name=f"View {number}", query="sort=newest", by=desk.viewer, is_shared=True
    )


def _keep(world: World, row: Any, who: Any = everybody) -> None:
    world.rows.append((type(row), row.pk, who))


def _accepted(world: World, statement: str, *, narrowed: bool = False) -> Claim:
    desk = world.desk
    mention = make_mention(world.document, SECRET, speaker=world.speaker, by=desk.lead)
    claim = claims.accept_mention(
        mention=mention, by=desk.lead, row_version=1, to_check=True, statement=statement
    )
    who = everybody
    if narrowed:
        services.restrict_claim(
            claim=claim,
            access="restricted",
            readers=[desk.viewer, desk.first],
            row_version=claim.row_version,
            by=desk.lead,
        )
        who = own(desk.lead, desk.viewer, desk.first)
    _keep(world, mention)
    _keep(world, claim, who)
    _keep(world, claim.claim_mentions.get(), who)
    return claim


def _attached(world: World, claim: Claim, number: int) -> None:
    """An open claim that the document says too, and evidence for it there; the other way round."""
    desk = world.desk
    here = make_mention(world.open_document, by=desk.lead)
    openly = claims.accept_mention(mention=here, by=desk.lead, row_version=1, statement="Seen.")
    there = make_mention(world.document, SECRET, by=desk.lead)
    _keep(world, claims.attach_mention(mention=there, claim=openly, by=desk.lead, row_version=1))
    cited = {"kind": "document", "document": world.document, "title": f"{SECRET} page {number}"}
    _keep(world, make_evidence(openly, by=desk.lead, **cited))
    too = make_mention(world.open_document, by=desk.lead)
    _keep(world, claims.attach_mention(mention=too, claim=claim, by=desk.lead, row_version=1))


def _duties(world: World, claim: Claim) -> None:
    """`first` gets it and begins to write, where they may read it; else they cannot get it."""
    desk, claim = world.desk, Claim.objects.get(pk=claim.pk)
    able = world.reads(desk.first)
    assert (desk.first in reviewers(claim)) == able
    to = desk.first if able else desk.lead
    given = {"claim": claim, "by": desk.lead, "row_version": claim.row_version}
    _keep(world, services.assign(person=to, **given))
    typed = {"rationale": [f"{SECRET} says the log"]}
    draft = services.save_draft(claim=claim, duty=Duty.FIRST, typed=typed, by=to)
    _keep(world, draft, own(to))


def _watches(world: World, claim: Claim) -> None:
    """Everybody who may read it watches, and somebody says something then."""
    for person in world.people():
        if world.reads(person):
            watch = services.watch(subject=claim, by=person)
            _keep(world, watch, own(person))
            world.watched.setdefault(person.pk, set()).add(claim.pk)
    services.add_comment(claim=claim, text=f"{SECRET} again", by=_somebody_else(world))


def _somebody_else(world: World) -> User:
    return world.desk.contributor  # who added the document, so they may always read it


def _decided(world: World) -> None:
    desk = world.desk
    mention = make_mention(world.document, SECRET, by=desk.lead)
    claim = desk.at(S.DECIDED, mention=mention, statement=f"{SECRET} is decided.")
    _keep(world, claim)
    _keep(world, Review.objects.get(claim=claim))
    _keep(world, Decision.objects.get(claim=claim))


# --- What everybody reads -------------------------------------------------------------------------
def visible(model: Any, person: User) -> Any:
    return model.objects.of(person) if model is Watch else model.objects.visible_to(person)


MODELS = (
    Claim, Mention, ClaimMention, Evidence, Comment, Assignment, KeptDraft, Watch, Review, Decision
)  # fmt: skip


def check_rows(world: World) -> None:
    outsider = make_member(make_team(), "lead")
    for person in [*world.people(), outsider]:
        for model in MODELS:
            made = {pk: who(world)(person) for kind, pk, who in world.rows if kind is model}
            found = set(visible(model, person).filter(pk__in=made).values_list("pk", flat=True))
            wanted = {pk for pk, may in made.items() if may}
            assert found == wanted, (model.__name__, str(person))
        events = events_for(person).filter(document_id=world.document.pk)
        assert events.exists() == world.reads(person)


def check_duties(world: World) -> None:
    """Nobody has open work that they may not read."""
    for duty in Assignment.objects.open().select_related("person", "claim"):
        assert Claim.objects.visible_to(duty.person).filter(pk=duty.claim_id).exists()


def check_lists(world: World) -> None:
    """Counts, facets, saved views, news, what is offered to attach and to whom."""
    team = world.desk.team
    claim = Claim.objects.filter(made_in=world.document).order_by("pk").first()
    for person in world.people():
        reads = world.reads(person)
        seen = Claim.objects.visible_to(person).filter(team=team)
        assert {kept.total.number for kept in views_of(team, person, counted=True)} == {len(seen)}
        spoken = ClaimFilters(
            QueryDict(f"q={SECRET}"), queryset=seen, request=_asking(person, team)
        ).qs
        assert spoken.exists() == reads
        news = {watch.claim_id for watch in with_news(person, team)} - {None}
        mine = world.watched.get(person.pk, set()) if reads else set()
        said = set() if person == _somebody_else(world) else mine
        assert said <= news <= set(seen.values_list("pk", flat=True))
        mention = make_mention(world.open_document, by=world.desk.lead)
        assert bool(claims_to_attach(mention, person, SECRET)) == reads
        assert (person in readers(claim)) == (person in readers(claim.made_in)) == reads
        assert (str(person) in names_to_call(claim)) == reads


def _asking(person: User, team: Any) -> Any:
    match = SimpleNamespace(kwargs={"team": team.slug})
    return SimpleNamespace(user=person, resolver_match=match)


# --- Pages, API, exports, mails -------------------------------------------------------------------
# Address and what is asked of it; the words of the document are in it for who may read them.
PAGES = (
    ("claims:list", "q=broke"),
    ("search:results", "q=broke"),
    ("documents:list", ""),
    ("exports:claims", "format=csv"),
    ("exports:claims", "format=json"),
    ("review:team_history", ""),
)
# In these there may be some, for who may read it.
PERHAPS = (
    ("claims:list", ""),
    ("claims:views", ""),
    ("claims:precision", ""),
    ("review:my_work", ""),
    ("review:notifications", ""),
    ("review:agreement", ""),
    ("actors:list", ""),
)
LISTS = ("claims", "mentions", "evidence", "comments", "documents", "places", "reviews", "events")
MORE_LISTS = ("assignments", "decisions", "notifications", "timeline", "jobs", "actors")


def _askers(world: World) -> list[User]:
    desk = world.desk
    return world.people() if ALL else [desk.first, desk.viewer, desk.contributor]


def check_pages(world: World) -> None:
    """Each says the words to those, and only those, who may read the document now."""
    team = world.desk.team.slug
    of_document = Claim.objects.filter(made_in=world.document).order_by("pk")
    openly = Claim.objects.filter(made_in=world.open_document).order_by("pk").first()
    subjects = [
        ("review:claim", of_document.first().pk),
        ("review:claim_history", of_document.first().pk),
        ("claims:workbench", world.document.pk),
        ("documents:detail", world.document.pk),
        ("review:document_comments", world.document.pk),
        ("review:document_history", world.document.pk),
    ]
    for person in _askers(world):
        reads, client = world.reads(person), Client()
        client.force_login(person)
        for route, asked in (*PAGES, *PERHAPS):
            said = _body(client.get(f"{reverse(route, args=[team])}?{asked}"))
            assert (SECRET in said) <= reads, (route, asked, str(person))
            assert (route, asked) in PERHAPS or (SECRET in said) == reads, (route, str(person))
        for route, pk in subjects:
            answer = client.get(reverse(route, args=[team, pk]))
            assert answer.status_code == (200 if reads else 404), (route, str(person))
        for route, pk in (
            ("review:claim", openly.pk),
            ("claims:of_actor", world.speaker.pk),
            ("actors:detail", world.speaker.pk),
        ):
            said = _body(client.get(reverse(route, args=[team, pk])))
            assert (SECRET in said) <= reads, (route, str(person))
            assert route == "actors:detail" or (SECRET in said) == reads, (route, str(person))


def check_api(world: World) -> None:
    claim = Claim.objects.filter(made_in=world.document).order_by("pk").first()
    for person in _askers(world):
        reads, api = world.reads(person), api_as(person, world.desk.team)
        for path in (*LISTS, *MORE_LISTS):
            said = _body(api.get(path, page_size=200))
            assert (SECRET in said) <= reads, (path, str(person))
            if path in {"claims", "mentions", "evidence", "comments", "documents", "reviews"}:
                assert (SECRET in said) == reads, (path, str(person))
        assert (SECRET in _body(api.get("search", q="broke"))) == reads
        assert (SECRET in _body(api.get("claims/export", format="ndjson"))) == reads
        assert api.get(f"claims/{claim.pk}").status_code == (200 if reads else 404)
        assert api.get(f"documents/{world.document.pk}").status_code == (200 if reads else 404)


def check_mails(world: World) -> None:
    """Of what is restricted a mail says no more than that there is news, to who may read it."""
    mail.outbox.clear()
    send_news(timezone.now())
    people = {person.email: person for person in world.people()}
    is_open = Document.objects.get(pk=world.document.pk).access == Access.TEAM
    resting = list(Claim.objects.filter(made_in=world.document).values_list("pk", flat=True))
    for each in mail.outbox:
        said = f"{each.subject} {each.body}"
        assert (SECRET in said) <= is_open
        told = any(f"/claims/{pk}/" in said for pk in resting)
        assert told <= world.reads(people[each.to[0]])


def _body(answer: Any) -> str:
    assert answer.status_code == 200, answer.content
    parts = answer.streaming_content if answer.streaming else [answer.content]
    return b"".join(parts).decode()


@pytest.mark.parametrize("steps", RUNS, ids="-".join)
def test_everything_follows_the_document(world, steps, plain_templates):
    make(world, 0)
    check_rows(world)
    for number, step in enumerate(steps, 1):
        take(world, step)
        check_rows(world)
        check_duties(world)
        make(world, number)
        check_rows(world)
    check_lists(world)
    # Pages and programs ask the same rows on both databases.
    if ALL or (steps == SOME[0] and connection.vendor == "sqlite"):
        check_pages(world)
        check_api(world)
    check_mails(world)
