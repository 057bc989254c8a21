"""Curation: whose rows, through which services, and nothing deleted."""

import pytest
from django.contrib import admin
from django.urls import reverse

from actors.models import Actor
from claims.models import Claim, Mention
from claims.vocabularies import ClaimState, Curation
from documents.models import Document, Origin
from history.models import Event
from history.services import verify
from review import services
from review.models import Evidence, Review
from teams.models import Membership, User
from teams.vocabularies import SecondReview
from tests.factories.actors import make_actor, make_alias, make_assessment
from tests.factories.claims import make_mention
from tests.factories.documents import make_document
from tests.factories.jobs import make_job
from tests.factories.review import a_draft, make_desk, make_evidence, reach
from tests.factories.teams import (
    make_invitation,
    make_member,
    make_membership,
    make_team,
    make_token,
    make_user,
)

pytestmark = pytest.mark.django_db
MODELS = sorted(admin.site._registry, key=lambda model: model._meta.label)
MARK = "Quinquereme"


def page(model, name="changelist", *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{name}", args=args)


@pytest.fixture
def desk():
    return furnished(MARK)


def furnished(mark):
    """A desk whose lead is staff, with rows of every kind, each of which shows `mark` somewhere."""
    desk = make_desk()
    User.objects.filter(pk=desk.lead.pk).update(is_staff=True)
    desk.lead.refresh_from_db()
    document = make_document(desk.team, by=desk.lead, title=f"{mark} adrift")
    Origin.objects.create(team=desk.team, label=mark, added_by=desk.lead)
    actor = make_actor(desk.team, f"{mark} Shipping", by=desk.lead)
    make_alias(actor, f"{mark} Lines", by=desk.lead)
    make_assessment(actor, reason=mark)
    make_job(desk.team)
    make_invitation(desk.team, email=f"{mark}@example.org".lower(), by=desk.lead)
    make_token(desk.team, desk.lead, name=mark)
    mention = make_mention(document, note=mark)
    claim = desk.claim(statement=f"The {mark} sank.", mention=mention)
    reach(claim, ClaimState.DECIDED, desk=desk)
    services.add_comment(claim=claim, text=f"{mark}?", by=desk.first)
    return desk


def own_row(model, request_user):
    site = admin.site._registry[model]
    request = type("Request", (), {"user": request_user, "GET": {}})()
    return site.get_queryset(request).order_by("pk").last()


def test_lists_and_rows_open_for_staff_who_lead(client, desk):
    client.force_login(desk.lead)

    answers = {}
    for model in MODELS:
        row = own_row(model, desk.lead)
        answers[model] = [client.get(page(model)), client.get(page(model, "change", row.pk))]

    codes = {model: [answer.status_code for answer in both] for model, both in answers.items()}
    assert codes == {model: [200, 200] for model in MODELS}


@pytest.mark.parametrize("superuser", [False, True])
def test_rows_of_another_team_are_not_there(client, desk, superuser):
    other = make_desk()
    User.objects.filter(pk=other.lead.pk).update(is_staff=True, is_superuser=superuser)
    other.lead.refresh_from_db()
    client.force_login(other.lead)

    for model in MODELS:
        foreign = own_row(model, desk.lead)
        listed = client.get(page(model)).content.decode()
        opened = client.get(page(model, "change", foreign.pk))

        assert MARK.casefold() not in listed.casefold(), model
        assert desk.team.name not in listed, model
        assert opened.status_code == 302, model


def test_nothing_is_deleted(client, desk):
    client.force_login(desk.lead)
    for model in MODELS:
        row = own_row(model, desk.lead)
        before = model._base_manager.count()

        gone = client.post(page(model, "delete", row.pk), {"post": "yes"})
        client.post(page(model), {"action": "delete_selected", "_selected_action": [row.pk]})

        assert gone.status_code == 403, model
        assert model._base_manager.count() == before, model


@pytest.mark.parametrize(
    "person", ["first", "contributor", "viewer", "staff without a team", "anonymous"]
)
def test_who_does_not_lead_is_kept_out(client, desk, person):
    user = {
        "staff without a team": lambda: make_user(is_staff=True, is_superuser=True),
        "anonymous": lambda: None,
    }.get(person, lambda: getattr(desk, person, None))()
    if person in {"first", "contributor", "viewer"}:
        User.objects.filter(pk=user.pk).update(is_staff=True)
        user.refresh_from_db()
    if user:
        client.force_login(user)

    answers = [client.get(page(model)) for model in MODELS]

    assert {answer.status_code for answer in answers} <= {302, 403}
    assert all(MARK not in answer.content.decode() for answer in answers)


READ_ONLY = [m for m in MODELS if admin.site._registry[m].change_by_service is None]


def test_what_has_no_service_is_not_changed(client, desk):
    client.force_login(desk.lead)
    for model in READ_ONLY:
        row = own_row(model, desk.lead)
        before = model._base_manager.filter(pk=row.pk).values().get()

        answer = client.post(page(model, "change", row.pk), {"title": "x", "text": "x"})

        assert answer.status_code == 403, model
        assert model._base_manager.filter(pk=row.pk).values().get() == before, model


def form_of(client, model, pk):
    """What the change form would send back as it stands."""
    form = client.get(page(model, "change", pk)).context["adminform"].form
    values = {name: form[name].value() for name in form.fields}
    blank = {"aliases-TOTAL_FORMS": 0, "aliases-INITIAL_FORMS": 0}
    return {**blank, **{name: "" if value is None else value for name, value in values.items()}}


def test_a_change_is_saved_by_the_service_with_one_event(client, desk):
    client.force_login(desk.lead)
    actor = Actor.objects.get(team=desk.team, name=f"{MARK} Shipping")
    values = form_of(client, Actor, actor.pk) | {"description": "A shipping line"}
    before = Event.objects.filter(team_id=desk.team.pk).count()

    answer = client.post(page(Actor, "change", actor.pk), values)

    actor.refresh_from_db()
    assert answer.status_code == 302
    assert (actor.description, actor.row_version) == ("A shipping line", 2)
    assert Event.objects.filter(team_id=desk.team.pk).count() == before + 1
    assert verify(desk.team.pk).broken_at is None


def test_a_stale_change_is_refused_and_keeps_what_was_typed(client, desk):
    client.force_login(desk.lead)
    actor = Actor.objects.get(team=desk.team, name=f"{MARK} Shipping")
    values = form_of(client, Actor, actor.pk) | {"description": "Mine, typed at length"}
    actor.change(row_version=1, description="Theirs")

    answer = client.post(page(Actor, "change", actor.pk), values)

    actor.refresh_from_db()
    assert actor.description == "Theirs"
    assert "Mine, typed at length" in answer.content.decode()
    assert "Somebody else changed this" in answer.content.decode()


def test_a_sealed_statement_is_not_edited(client, desk):
    client.force_login(desk.lead)
    claim = Claim.objects.get(team=desk.team, state=ClaimState.DECIDED)
    values = form_of(client, Claim, claim.pk) | {"statement": "Something else."}

    answer = client.post(page(Claim, "change", claim.pk), values)

    assert answer.status_code == 200
    claim.refresh_from_db()
    assert claim.statement == f"The {MARK} sank."


def test_a_new_actor_comes_with_its_event(client, desk):
    client.force_login(desk.lead)
    values = {"team": desk.team.pk, "name": "Port of Ostrel", "kind": "government"}
    values |= {"description": "", "aliases-TOTAL_FORMS": 0, "aliases-INITIAL_FORMS": 0}

    answer = client.post(page(Actor, "add"), values)

    made = Actor.objects.get(name="Port of Ostrel")
    assert answer.status_code == 302
    assert Event.objects.filter(kind="actor.created", object_id=made.pk).count() == 1


def test_a_new_actor_for_another_team_is_refused(client, desk):
    client.force_login(desk.lead)
    other = make_desk()
    values = {"team": other.team.pk, "name": "Port of Ostrel", "kind": "government"}
    values |= {"description": "", "aliases-TOTAL_FORMS": 0, "aliases-INITIAL_FORMS": 0}

    client.post(page(Actor, "add"), values)

    assert not Actor.objects.filter(name="Port of Ostrel").exists()


def test_bulk_acceptance_goes_row_by_row(client, desk):
    client.force_login(desk.lead)
    document = make_document(desk.team, by=desk.lead)
    fresh = [make_mention(document) for _ in range(3)]
    done = Mention.objects.exclude(curation=Curation.PROPOSED).values_list("pk", flat=True)

    client.post(
        page(Mention),
        {"action": "accept", "_selected_action": [*(row.pk for row in fresh), *done]},
    )

    accepted = Mention.objects.filter(pk__in=[row.pk for row in fresh], curation=Curation.ACCEPTED)
    assert accepted.count() == 3
    assert Event.objects.filter(kind="mention.accepted", team_id=desk.team.pk).count() == 3


def test_a_bulk_step_without_its_reason_is_refused(client, desk):
    client.force_login(desk.lead)
    claim = Claim.objects.get(team=desk.team, state=ClaimState.DECIDED)
    selected = {"action": "reopen", "_selected_action": [claim.pk]}

    refused = client.post(page(Claim), selected, follow=True)
    claim.refresh_from_db()
    state_then = claim.state
    client.post(page(Claim), {**selected, "why": "The register was released"})

    claim.refresh_from_db()
    assert state_then == ClaimState.DECIDED
    assert "messagelist" in refused.content.decode()
    assert (claim.state, claim.round) == (ClaimState.TO_CHECK, 2)


@pytest.mark.parametrize("superuser", [False, True])
def test_a_blind_round_shows_nothing_of_the_first_review(client, superuser):
    desk = make_desk(SecondReview.BLIND)
    User.objects.filter(pk=desk.lead.pk).update(is_staff=True, is_superuser=superuser)
    desk.lead.refresh_from_db()
    claim = desk.claim()
    services.take(claim=claim, by=desk.first, row_version=claim.row_version)
    make_evidence(claim, by=desk.first, stance="contradicts", title="A log entry")
    draft = a_draft(claim, by=desk.first, rationale=f"{MARK} reasons", holds="disputed")
    draft = draft.__class__(**{**draft.__dict__, "no_reply_why": "Already public"})
    services.submit_review(claim=claim, draft=draft, by=desk.first, row_version=claim.row_version)
    client.force_login(desk.lead)

    pages = [client.get(page(model)).content.decode() for model in MODELS]
    pages += [
        client.get(page(Event, "change", event.pk)).content.decode()
        for event in Event.objects.filter(team_id=desk.team.pk)
    ]
    review = Review.objects.get(claim=claim)
    evidence = Evidence.objects.get(claim=claim)
    opened = client.get(page(Review, "change", review.pk))
    shown = client.get(page(Evidence, "change", evidence.pk)).content.decode()

    assert opened.status_code == 302
    assert all(MARK not in text for text in pages)
    assert "A log entry" in shown
    assert "Contradicts" not in shown
    assert Claim.objects.get(pk=claim.pk).state == ClaimState.SECOND_REVIEW


@pytest.mark.parametrize(
    "model", [Actor, Document, Mention, Claim, Evidence, Membership], ids=lambda m: m.__name__
)
def test_list_queries_do_not_grow(client, desk, model, django_assert_max_num_queries):
    make = {
        Actor: lambda: make_actor(desk.team, by=desk.lead),
        Document: lambda: make_document(desk.team, by=desk.lead, publisher=actor),
        Mention: lambda: make_mention(document),
        Claim: lambda: desk.claim(speaker=actor),
        Evidence: lambda: Evidence(**fields).save(),
        Membership: lambda: make_member(desk.team),
    }[model]
    actor, document = make_actor(desk.team, by=desk.lead), make_document(desk.team, by=desk.lead)
    item = make_evidence(desk.claim(), by=desk.first)
    fields = {field.attname: getattr(item, field.attname) for field in Evidence._meta.fields}
    del fields["id"]
    client.force_login(desk.lead)
    for rows in (20, 180):
        for _ in range(rows):
            make()
        with django_assert_max_num_queries(14):
            answer = client.get(page(model))

    assert answer.context["cl"].result_count >= 200


def test_the_filter_by_team_names_no_other_team(client, desk):
    second, other = make_team("Second desk of hers"), make_team("Somebody else's desk")
    make_membership(second, desk.lead, "lead")
    client.force_login(desk.lead)

    listed = client.get(page(Claim)).content.decode()

    assert desk.team.name in listed
    assert second.name in listed
    assert "Somebody else" not in listed
    assert other.name not in listed
