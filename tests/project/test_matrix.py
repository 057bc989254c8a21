"""Every address of the product, asked by everybody: nobody sees or changes what is not theirs.

Who may do what stands in `matrix.py`. A route that is not in it fails, and so does one that is
gone.
"""

import re

import pytest
from django.contrib import admin
from django.urls import reverse

from tests.factories.api import api_as
from tests.factories.furnished import CONCEALED, PROTECTED, RESTRICTED, SECRETS
from tests.factories.teams import make_member, make_team
from tests.project.matrix import ELSEWHERE, IN_TEAM, METHODS, OF_MODEL, PEOPLE, ROLES, routes
from tests.project.visitor import Visitor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plain_templates")]
HIDDEN = {
    "lead": (CONCEALED,),
    "first": (RESTRICTED, PROTECTED),
    **dict.fromkeys(("reviewer", "contributor", "viewer"), (RESTRICTED, PROTECTED, CONCEALED)),
}
# What a page showed is marked as seen by the person who asked for it.
READ_MARKS = {"review_watch"}
OUTSIDERS = ["lead of another team", "superuser who leads another team"]


def faults_of(case, answer, *, expected, secrets=SECRETS):
    """What is wrong with an answer that may neither tell a secret nor write."""
    status, told, written = answer
    if status not in expected:
        yield f"{case}: {status} instead of {sorted(expected)}"
    yield from (f"{case}: tells {word}" for word in secrets if word.casefold() in told.casefold())
    if written - READ_MARKS:
        yield f"{case}: writes {sorted(written)}"


def outsider(kind):
    person = make_member(make_team(), "lead")
    if kind.startswith("superuser"):
        person.is_staff = person.is_superuser = True
        person.save()
    return person


def all_methods():
    """Each case as it is meant, then the other methods of its route."""
    for case in IN_TEAM:
        yield case, case.method, True
    meant = {(case.route, case.method) for case in IN_TEAM}
    for case in {case.route: case for case in IN_TEAM}.values():
        for method in METHODS:
            if (case.route, method) not in meant:
                yield case, method, False


def test_every_route_is_in_the_matrix_and_no_other():
    of_models = {
        f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}"
        for model in admin.site._registry
        for page in OF_MODEL
    }

    named = {case.route for case in IN_TEAM} | set(ELSEWHERE) | of_models

    assert named == set(routes())


@pytest.mark.parametrize("kind", OUTSIDERS)
def test_outsiders_find_nothing(here, kind):
    visitor, faults = Visitor(here, outsider(kind)), []

    for case, method, is_meant in all_methods():
        answer = visitor.ask(case, method=method)
        faults += faults_of(case, answer, expected={404} if is_meant else {404, 405})

    assert not faults, "\n".join(faults)


def test_anonymous_is_asked_to_sign_in(here):
    visitor, faults = Visitor(here), []

    for case, method, is_meant in all_methods():
        answer = visitor.ask(case, method=method)
        expected = {401} if case.is_api else {302}
        faults += faults_of(case, answer, expected=expected if is_meant else expected | {405})
        if answer[0] == 302 and "/accounts/login/?next=" not in answer[1]:
            faults.append(f"{case}: does not lead to the sign-in")

    assert not faults, "\n".join(faults)


def test_a_token_of_another_team_finds_nothing(here):
    home = make_team()
    api, faults = api_as(make_member(home, "lead"), home, at=here.team), []
    visitor = Visitor(here)
    visitor.client = api.client
    visitor.client.raise_request_exception = False

    for case in IN_TEAM:
        if case.is_api:
            answer = visitor.ask(case)
            answer[2].discard("teams_apitoken")  # when it was used
            faults += faults_of(case, answer, expected={404})

    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("role", ["viewer", "contributor", "reviewer"])
def test_members_without_the_right_are_refused(here, role):
    visitor, faults = Visitor(here, here.people[PEOPLE[role]]), []

    for case in IN_TEAM:
        if ROLES.index(role) < ROLES.index(case.role):
            faults += faults_of(case, visitor.ask(case), expected={403}, secrets=HIDDEN[role])

    assert not faults, "\n".join(faults)


LEADING_ON = {"teams:start", "review:next_work"}


@pytest.mark.parametrize("role", ["viewer", "contributor", "reviewer", "lead", "first"])
def test_members_read_what_is_theirs_and_no_more(here, role):
    visitor = Visitor(here, here.people[PEOPLE.get(role, role)])
    rank, faults, all_told = ROLES.index("reviewer" if role == "first" else role), [], ""

    for case in IN_TEAM:
        if case.method == "get" and rank >= ROLES.index(case.role):
            answer = visitor.ask(case)
            expected = {302} if case.route in LEADING_ON else {200}
            faults += faults_of(case, answer, expected=expected, secrets=HIDDEN[role])
            all_told += answer[1]

    assert not faults, "\n".join(faults)
    assert [word for word in SECRETS if word not in all_told] == list(HIDDEN[role])


def test_who_may_write_can(here):
    """The bodies of the matrix are plausible: each is taken from somebody of the least role."""
    visitors = {name: Visitor(here, person) for name, person in here.people.items()}
    faults = []

    for case in IN_TEAM:
        if case.method != "get":
            status, told, written = visitors[case.by or PEOPLE[case.role]].ask(case)
            if status >= 400 or not written:
                faults.append(f"{case}: {status} {sorted(written)} {_reason(told)}")

    assert not faults, "\n".join(faults)


def _reason(told):
    found = re.findall(
        r"(?s)(?:class=\"refusal|alert|invalid-feedback|errorlist)[^>]*>(.{0,300})", told
    )
    return found or told[:300]


@pytest.mark.parametrize("role", ["viewer", "contributor", "reviewer"])
def test_restricted_rows_are_not_there(here, role):
    visitor, faults = Visitor(here, here.people[PEOPLE[role]]), []

    for case in IN_TEAM:
        if twin := here.twin(case.on):
            answer = visitor.ask(case, row=twin)
            faults += faults_of(case, answer, expected={404}, secrets=HIDDEN[role])

    assert not faults, "\n".join(faults)


def test_no_other_method_is_taken(here):
    visitor, faults = Visitor(here, here.desk.lead), []

    for case, method, is_meant in all_methods():
        if not is_meant:
            faults += faults_of(case, visitor.ask(case, method=method), expected={405}, secrets=())

    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("kind", [*OUTSIDERS, "anonymous"])
def test_addresses_of_no_team_tell_nothing(here, kind):
    visitor = Visitor(here, None if kind == "anonymous" else outsider(kind))
    faults = []

    for route, kwargs in ELSEWHERE.items():
        for method in METHODS:
            answer = visitor.send(method, reverse(route, kwargs=kwargs), {})
            faults += faults_of(
                f"{method} {route}",
                answer,
                expected={200, 302, 400, 401, 403, 404, 405, 410, 422, 503},
            )

    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("kind", [*OUTSIDERS, "anonymous", "contributor"])
def test_the_admin_shows_nothing_of_a_team_one_does_not_lead(here, kind):
    """Also by its own forms, bulk actions and the search of its fields."""
    users = {"anonymous": None, "contributor": here.desk.contributor}
    visitor, faults = Visitor(here, users[kind] if kind in users else outsider(kind)), []

    for model, site in admin.site._registry.items():
        row = model._base_manager.order_by("pk").first()
        page = f"admin:{model._meta.app_label}_{model._meta.model_name}_"
        body = {"seen_version": 1, "name": "x", "statement": "x", "why": "x", "post": "yes"}
        for name in OF_MODEL:
            args = [] if name in {"changelist", "add"} else [row.pk]
            for method in ("get", "post"):
                answer = visitor.send(method, reverse(page + name, args=args), body)
                faults += faults_of(f"{method} {page}{name}", answer, expected={200, 302, 403})
        for action in dict(site.get_action_choices(_request_of(here))):
            chosen = {"action": action, "_selected_action": [row.pk], "why": "x"}
            answer = visitor.send("post", reverse(f"{page}changelist"), chosen)
            faults += faults_of(f"{action} of {page}", answer, expected={200, 302, 403})
        for field in site.autocomplete_fields:
            query = f"app_label={model._meta.app_label}&model_name={model._meta.model_name}"
            url = f"{reverse('admin:autocomplete')}?{query}&field_name={field}&term="
            answer = visitor.send("get", url, {})
            faults += faults_of(f"search of {page}{field}", answer, expected={200, 302, 403})

    assert not faults, "\n".join(faults)


def _request_of(here):
    lead = here.desk.lead
    lead.is_staff = True
    return type("Request", (), {"user": lead, "GET": {}})()
