"""Every address of the product, asked by everybody: nobody sees or changes what is not theirs.

Who may do what stands in `matrix.py`. A route that is not in it fails, and so does one that is
gone.
"""

import re
from contextlib import contextmanager

import pytest
from django.contrib import admin
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from tests.factories.api import api_as
from tests.factories.furnished import CONCEALED, PROTECTED, RESTRICTED, SECRETS, furnish
from tests.factories.teams import make_member, make_team
from tests.project.matrix import ELSEWHERE, IN_TEAM, METHODS, OF_MODEL, ROLES, routes

pytestmark = pytest.mark.django_db
PEOPLE = {"viewer": "viewer", "contributor": "contributor", "reviewer": "third", "lead": "lead"}
HIDDEN = {
    "lead": (CONCEALED,),
    "first": (RESTRICTED, PROTECTED),
    **dict.fromkeys(("reviewer", "contributor", "viewer"), (RESTRICTED, PROTECTED, CONCEALED)),
}
OUTSIDERS = ["lead of another team", "superuser who leads another team"]
WRITE = re.compile(r'\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+"?(\w+)', re.IGNORECASE)
# What asking leaves behind, whoever asks: allauth notes a person's own address when it meets it.
PASSING = {"django_session", "account_emailaddress"}


@pytest.fixture
def here():
    return furnish()


class Visitor:
    """Asks as one person, and takes back whatever came of it."""

    def __init__(self, here, user=None):
        self.here, self.client = here, Client(raise_request_exception=False)
        if user:
            self.client.force_login(user)
        self.cookies = {name: morsel.value for name, morsel in self.client.cookies.items()}
        self.parts = routes()

    def ask(self, case, *, method="", row=None):
        """Status, all that the answer tells, and the tables written."""
        row = row or (self.here.row(case.on) if case.on else None)
        more = {name: self._meant(value, row) for name, value in case.more.items()}
        kwargs = {"team": self.here.team.slug, "pk": getattr(row, "pk", None), **more}
        known = {name: kwargs[name] for name in self.parts[case.route]}
        body = {name: self._meant(value, row) for name, value in case.body.items()}
        if hasattr(row, "row_version"):
            body["row_version"] = row.row_version
        return self.send(
            method or case.method, reverse(case.route, kwargs=known), body, case.is_api
        )

    def send(self, method, url, body, is_api=False):
        self.client.cookies.clear()
        self.client.cookies.load(self.cookies)
        cache.clear()  # so that nobody asks too often
        how = {"data": body}
        if is_api or method not in {"get", "post"}:
            how["content_type"] = "application/json"
        if method == "get":
            how = {}
        with _undone() as written:
            answer = getattr(self.client, method)(url, **how)
            told = b"".join(answer) if answer.streaming else answer.content
        return answer.status_code, f"{told.decode()} {answer.headers} {answer.cookies}", written

    def _meant(self, value, row):
        if value == "@cited":
            return list(row.evidence.values_list("pk", flat=True)) if row else []
        if isinstance(value, str) and value.startswith("@"):
            meant = self.here.rows[value[1:]]
            return getattr(meant, "pk", meant)
        return value


@contextmanager
def _undone():
    """The tables that are written meanwhile; nothing of it stays."""
    written = set()

    def watch(execute, sql, *rest):
        if (found := WRITE.match(sql)) and found[1] not in PASSING:
            written.add(found[1])
        return execute(sql, *rest)

    with transaction.atomic(), connection.execute_wrapper(watch):
        yield written
        transaction.set_rollback(True)


def faults_of(case, answer, *, expected, secrets=SECRETS):
    """What is wrong with an answer that may neither tell a secret nor write."""
    status, told, written = answer
    if status not in expected:
        yield f"{case}: {status} instead of {sorted(expected)}"
    yield from (f"{case}: tells {word}" for word in secrets if word.casefold() in told.casefold())
    if written:
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


@pytest.mark.parametrize("role", ["viewer", "contributor", "reviewer", "lead", "first"])
def test_members_read_what_is_theirs_and_no_more(here, role):
    visitor = Visitor(here, here.people[PEOPLE.get(role, role)])
    rank, faults, all_told = ROLES.index("reviewer" if role == "first" else role), [], ""

    for case in IN_TEAM:
        if case.method == "get" and rank >= ROLES.index(case.role):
            answer = visitor.ask(case)
            expected = {302} if case.route == "teams:start" else {200}
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
            if status >= 400 or not (written or case.route == "review:missing"):
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
