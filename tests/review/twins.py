"""Two states that differ only in what a first reviewer wrote, and all that others can ask of them.

`Scene` says what the first reviewer does, in which order, in which round, and how far it went; a
scene is set once with each of `VALUES`, the first time taken back before the second. `Reader`
asks every address as one person and keeps what came, times and tokens masked.
"""

import os
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import chain, permutations
from typing import Any
from urllib.parse import urlencode

import time_machine
from django.contrib import admin
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from drf_spectacular.generators import SchemaGenerator

from claims.models import Claim, ClaimMention
from claims.vocabularies import ClaimState as S
from history.models import Event
from review import mailing, services
from review.models import Assignment, Comment, Decision, Evidence, Review
from teams import tokens
from teams.models import Membership, User
from tests.factories.api import ALL_SCOPES
from tests.factories.review import a_draft, evidence_draft, reach, set_policy
from tests.factories.teams import make_token
from tests.project.matrix import ELSEWHERE, IN_TEAM, routes
from tests.project.visitor import Visitor

FULL = os.environ.get("TWINS") == "full"
# What the first reviewer gives: stance, credibility, verdicts, words, and which of two they cite.
VALUES = (
    {"stance": "contradicts", "credibility": 6, "said": "misattributed", "holds": "contradicted",
     "confidence": "high", "words": "quincunx", "cites": 0},
    {"stance": "context", "credibility": 2, "said": "reported", "holds": "missing_context",
     "confidence": "low", "words": "zwiebelkuchen", "cites": 1},
)  # fmt: skip
ACTS = ("grade", "edit", "add", "talk")
STAGES = (
    "in review",
    "sealed",
    "begun",
    "withdrawn",
    "handed back",
    "taken by another",
    "on record",
    "stopped",
    "reopened",
    "taken again",
)
NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)
MASKED = re.compile(
    r"\b[0-9a-f]{64}\b"  # links of the chain, digests over salts
    r"|\b[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\b"  # actions, forms
    r"|\b[A-Za-z0-9]{64}\b|\b[A-Za-z0-9]{32}\b"  # against forged forms, sessions
    r"|[A-Za-z0-9_.-]{20,}:[A-Za-z0-9]{6}:[\w-]{43}"  # what a form carries, signed
    r"|corr_\w+|key/\w+-[\w-]+"
)


@dataclass(frozen=True)
class Scene:
    """order: of `ACTS`; round: in which the first reviewer works; the items are of the first."""

    stage: str
    order: tuple[str, ...] = ACTS
    round: int = 1

    def __str__(self) -> str:
        return f"{self.stage}, round {self.round}, {' '.join(self.order)}"


def scenes() -> list[Scene]:
    """Every stage in either round, and every order in some of them."""
    orders = list(permutations(ACTS))
    places = [(stage, number) for number in (2, 1) for stage in STAGES]
    found = [Scene(s, orders[(at * 7) % len(orders)], n) for at, (s, n) in enumerate(places)]
    rest = [order for order in orders if order not in {scene.order for scene in found}]
    return [*found, *(Scene("begun", order, 2) for order in rest)]


class Twin:
    """One of the two states: `scene` played with `values` in the furnished team `here`."""

    def __init__(self, here, scene, values):
        self.here, self.desk, self.values = here, here.desk, values
        with time_machine.travel(NOON, tick=False) as self.clock:
            set_policy(self.desk.team, "blind")
            said = {"statement": "The weir at Ostrel was opened at dusk."}
            self.claim = self.desk.claim(speaker=here.rows["actor:open"], **said)
            self.items = [self._item(self.desk.contributor), self._item(self.desk.second)]
            if scene.round == 2:
                reach(self.claim, S.DECIDED, desk=self.desk, mode="blind")
                self._step(services.reopen, self.desk.lead, why="A letter came")
            for person in here.people.values():
                services.watch(subject=self.claim, by=person)
            services.add_comment(claim=self.claim, text="Plain talk", by=self.desk.contributor)
            self._step(services.take, self.desk.third)
            for act in scene.order:
                self.clock.shift(60)
                getattr(self, f"_{act}")()
            for step in _way_to(scene.stage):
                self.clock.shift(60)
                getattr(self, f"_{step}")()

    @property
    def team(self):
        return self.here.team

    @property
    def rows(self):
        """What `Visitor` reads: other rows stand where the furnished ones stand."""
        return self.here.rows | {"claim": self.claim}

    def row(self, name):
        return self.here.row(name)

    def keys(self, kind: str) -> list[Any]:
        """The rows of a kind that the scene has."""
        of_claim = {
            "evidence": Evidence,
            "comment": Comment,
            "review": Review,
            "decision": Decision,
            "event": Event,
            "place": ClaimMention,
        }
        if kind == "claim":
            return [Claim.objects.get(pk=self.claim.pk)]
        model = of_claim.get(kind)
        return list(model.objects.filter(claim_id=self.claim.pk).order_by("pk")) if model else []

    def _item(self, by):
        return services.add_evidence(claim=self.claim, item=evidence_draft(), by=by)

    def _step(self, step, by, **values):
        self.claim.refresh_from_db()
        return step(claim=self.claim, by=by, row_version=self.claim.row_version, **values)

    def _each(self):
        for item in self.items:
            item.refresh_from_db()
            yield item

    def _grade(self):
        for item in self._each():
            services.grade_evidence(
                evidence=item,
                credibility=self.values["credibility"],
                by=self.desk.third,
                row_version=item.row_version,
            )

    def _edit(self):
        for item in self._each():
            draft = evidence_draft(stance=self.values["stance"], credibility=item.credibility)
            services.edit_evidence(
                evidence=item, item=draft, by=self.desk.third, row_version=item.row_version
            )

    def _add(self):
        fields = {name: self.values[name] for name in ("stance", "credibility")}
        item = evidence_draft(passage="A second log agrees or does not.", **fields)
        services.add_evidence(claim=self.claim, item=item, by=self.desk.third)
        spare = services.add_evidence(claim=self.claim, item=item, by=self.desk.third)
        why = self.values["words"]
        services.withdraw_evidence(evidence=spare, why=why, by=self.desk.third, row_version=1)

    def _talk(self):
        by, words = self.desk.third, self.values["words"]
        said = services.add_comment(claim=self.claim, text=words, by=by)
        services.edit_comment(comment=said, text=f"{words}, {words}", by=by, row_version=1)
        services.ask_for_help(claim=self.claim, text=words, asked=self.desk.first, by=by)
        on = self.items[0]
        services.add_comment(claim=self.claim, text=words, by=by, evidence=on)

    def _seal(self):
        by, values = self.desk.third, self.values
        cited = list(self._each())[values["cites"]]
        names = ("said", "holds")
        draft = a_draft(
            self.claim,
            by=by,
            rationale=values["words"],
            no_reply_why=values["words"],
            said_confidence=values["confidence"],
            holds_confidence=values["confidence"],
            cited={item.pk: item.row_version for item in [cited]},
            **{name: values[name] for name in names},
        )
        self._step(services.submit_review, by, draft=draft)

    def _begin(self):
        self._step(services.begin_second, self.desk.second)

    def _withdraw(self):
        self._step(services.withdraw_review, self.desk.third, comment=self.values["words"])

    def _hand_back(self):
        self._step(services.hand_back, self.desk.third, note=self.values["words"])

    def _take(self):
        self._step(services.take, self.here.people["lead"])

    def _put_on_record(self):
        self._step(services.put_on_record, self.desk.contributor)

    def _stop(self):
        self._step(services.stop_pursuing, self.desk.lead, why="Left")

    def _reopen(self):
        self._step(services.reopen, self.desk.lead, why="After all")

    def _take_again(self):
        self._step(services.take, self.desk.third)
        self._grade()
        self._seal()


WAYS = {
    "in review": (),
    "sealed": ("seal",),
    "begun": ("seal", "begin"),
    "withdrawn": ("seal", "withdraw"),
    "handed back": ("seal", "withdraw", "hand_back"),
    "taken by another": ("hand_back", "take"),
    "on record": ("seal", "withdraw", "hand_back", "put_on_record"),
    "stopped": ("seal", "stop"),
    "reopened": ("seal", "stop", "reopen"),
    "taken again": ("seal", "stop", "reopen", "take_again"),
}


def _way_to(stage: str) -> tuple[str, ...]:
    return WAYS[stage]


# --- What can be asked ----------------------------------------------------------------------------
@dataclass(frozen=True)
class Asked:
    """An address, and how it is asked. on: the row that the matrix names there."""

    label: str
    method: str
    url: str
    body: dict[str, Any] = field(default_factory=dict)
    is_api: bool = False


def of_matrix(twin: Twin) -> "list[tuple[Any, Any]]":
    """Every case of the matrix, on each row that the scene has of that kind."""
    found = []
    for case in IN_TEAM:
        rows = twin.keys(case.on.partition(":")[0]) or [None]
        found += [(case, row) for row in rows]
    return found


LISTS = {
    "claims:list": {
        "q": ["weir", *(v["words"] for v in VALUES)],
        "state": S.values,
        "said": ["misattributed", "reported", "none"],
        "holds": ["contradicted", "missing_context", "none"],
        "evidence": ["yes", "no"],
        "origins": ["one", "several"],
        "sort": ["newest", "due", "changed"],
    },
    "search:results": {"q": ["weir", "log", *(v["words"] for v in VALUES)], "in": ["comment"]},
    "review:team_history": {"change": ["claim", "review", "evidence", "comment"]},
    "review:claim_history": {"change": ["claim", "review", "evidence", "comment"]},
    "review:agreement": {"cell": ["said:misattributed:reported", "said:reported:misattributed"]},
    "review:my_work": {"show": ["all"]},
}  # fmt: skip


def filtered_pages(twin: Twin) -> list[Asked]:
    found = []
    for route, params in LISTS.items():
        parts = {"team": twin.team.slug, "pk": twin.claim.pk}
        url = reverse(route, kwargs={name: parts[name] for name in routes()[route]})
        pairs = [(name, value) for name, values in params.items() for value in values]
        found += [Asked(route, "get", f"{url}?{urlencode([pair])}") for pair in pairs]
    return found


@lru_cache(maxsize=1)
def schema_operations() -> list[tuple[str, str, dict[str, Any]]]:
    """Path below the team, method and description of every operation of the API."""
    paths = SchemaGenerator().get_schema(request=None, public=True)["paths"]
    return [
        (path, method, operation)
        for path, operations in sorted(paths.items())
        for method, operation in operations.items()
        if method in {"get", "post", "patch", "put", "delete"}
    ]


def filtered_lists(twin: Twin) -> list[Asked]:
    """Every parameter of every list of the API: each code of an enum, else what may be in it."""
    found = []
    for path, method, operation in schema_operations():
        if method != "get":
            continue
        url = path.replace("{team}", twin.team.slug)
        if "{" in url:
            continue
        for parameter in operation.get("parameters", []):
            if parameter["in"] != "query":
                continue
            name = parameter["name"]
            queries = [{name: value} for value in _values_of(parameter["schema"], twin)]
            found += [
                Asked(f"{path} {name}", "get", f"{url}?{urlencode(query)}", is_api=True)
                for query in queries
            ]
    return found


def _values_of(schema: dict[str, Any], twin: Twin) -> list[Any]:
    inner = schema.get("items", schema)
    if "enum" in inner:
        return list(inner["enum"])
    if inner.get("type") == "boolean":
        return ["true", "false"]
    if inner.get("type") in {"integer", "number"}:
        return [twin.claim.pk, *(item.pk for item in twin.items)]
    return [*(v["words"] for v in VALUES), "contradicts", "weir", "2026-03-04"]


def admin_addresses(twin: Twin) -> list[Asked]:
    """Of every model: orderings, filters, look-ups by each of its columns, words, single rows."""
    found = []
    for model, site in admin.site._registry.items():
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        url = reverse(f"{name}_changelist")
        queries = [*_orderings(site), *_filters(site), *_lookups(model), *_words(site)]
        assert len(queries) >= 40, (model, len(queries))
        found += [Asked(f"{name}_changelist", "get", f"{url}?{urlencode(q)}") for q in queries]
        for pk in _rows_of(model, twin):
            for page in ("change", "history", "delete"):
                found.append(Asked(f"{name}_{page}", "get", reverse(f"{name}_{page}", args=[pk])))
        found.append(Asked(f"{name}_add", "get", reverse(f"{name}_add")))
        everything = {"action": "withdraw", "select_across": 1, "index": 0, "_selected_action": 0}
        found.append(Asked(f"{name}_changelist", "post", url, everything))
    return [*found, *_autocompletes()]


def _rows_of(model: type, twin: Twin) -> list[int]:
    own = twin.keys({"claimmention": "place"}.get(model._meta.model_name, model._meta.model_name))
    if model is Assignment:
        own = list(Assignment.objects.filter(claim=twin.claim.pk))
    if own:
        return [row.pk for row in own]
    return list(model._base_manager.order_by("pk").values_list("pk", flat=True)[:1])


def _orderings(site: Any) -> list[dict[str, Any]]:
    columns = range(1, len(site.list_display) + 2)
    return [{"o": order} for at in columns for order in (at, -at, f"{at}.{-(at % 3 + 1)}")]


def _filters(site: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = [{"_facets": "True"}, {"_facets": "True", "o": "1"}]
    for each in site.list_filter:
        name = each if isinstance(each, str) else each[0]
        column = site.model
        for part in name.split("__"):
            last = column._meta.get_field(part)
            column = last.related_model or column
        codes = [code for code, _label in last.choices or [(1, ""), (0, "")]]
        found += [{f"{name}__exact": code} for code in codes]
        found.append({f"{name}__isnull": "True"})
    if site.date_hierarchy:
        found += [{f"{site.date_hierarchy}__year": 2026}, {f"{site.date_hierarchy}__month": 3}]
    return found


def _lookups(model: type) -> list[dict[str, Any]]:
    """By every column, and by what points here: bare, and by what it holds in either twin."""
    found: list[dict[str, Any]] = []
    for each in model._meta.get_fields():
        query = each.name
        found += [{f"{query}__isnull": "True"}, {f"{query}__isnull": "False"}]
        found += [{query: value} for value in (1, "contradicts", 6)]
    found += [{"_to_field": "stance"}, {"_popup": 1}, {"e": 1}, {"all": ""}, {"p": 2}]
    return [*found, *({"id__gt": at} for at in range(12))]


def _words(site: Any) -> list[dict[str, Any]]:
    words = [*chain.from_iterable((v["words"], v["stance"], v["said"]) for v in VALUES), "log"]
    return [{"q": word} for word in words]


def _autocompletes() -> list[Asked]:
    found, url = [], reverse("admin:autocomplete")
    for model, site in admin.site._registry.items():
        for name in site.autocomplete_fields or ["claim", "source", "review"]:
            for term in ("", "log", *(v["words"] for v in VALUES)):
                query = {
                    "app_label": model._meta.app_label,
                    "model_name": model._meta.model_name,
                    "field_name": name,
                    "term": term,
                }
                found.append(Asked("admin:autocomplete", "get", f"{url}?{urlencode(query)}"))
    return found


def elsewhere() -> list[Asked]:
    return [
        Asked(route, "get", reverse(route, kwargs=parts))
        for route, parts in ELSEWHERE.items()
        # What ends the session, and what another server answers.
        if not route.startswith(("account_logout", "admin:logout", "openid", "readyz"))
    ]


# --- Who asks -------------------------------------------------------------------------------------
PEOPLE = (
    "second",
    "viewer",
    "contributor",
    "lead",
    "superuser",
    "token of lead",
    "token of second",
)


class Reader:
    """Asks as one person and keeps what came: by label and address, masked."""

    def __init__(self, twin: Twin, who: str, share: "tuple[int, int]") -> None:
        self.twin, self.who, (self.nth, self.of) = twin, who, share
        self.visitor = Visitor(twin, None if who.startswith("token") else self._person())
        self.is_api_only = who.startswith("token")
        if self.is_api_only:
            self.visitor.client = self._program(who.removeprefix("token of "))
            self.visitor.cookies = {}
        self.came: dict[tuple[str, ...], str] = {}
        self.labels: set[str] = set()

    def _person(self) -> User:
        if self.who == "superuser":
            rights = {"is_staff": True, "is_superuser": True}
            boss = User.objects.create_user("boss@example.org", name="Bea Boss", **rights)
            Membership.objects.create(team=self.twin.team, user=boss, role="lead")
            return boss
        person = self.twin.here.people[self.who]
        if self.who == "lead":
            User.objects.filter(pk=person.pk).update(is_staff=True)
        return User.objects.get(pk=person.pk)

    def _program(self, who: str) -> Client:
        secret = tokens.new_secret(tokens.TOKEN_MARK)
        person, digest = self.twin.here.people[who], tokens.digest_of(secret)
        make_token(
            self.twin.team, person, name=f"Program of {who}", digest=digest, scopes=ALL_SCOPES
        )
        headers = {"Authorization": f"Bearer {secret}"}
        return Client(raise_request_exception=False, headers=headers)

    def read_all(self) -> None:
        at = 0
        for case, row in of_matrix(self.twin):
            if self.is_api_only and not case.is_api:
                continue
            self.labels.add(case.route)
            at += 1
            if self._is_ours(at):
                key = (str(case), str(row.pk if row else ""), str(at))
                self._keep(key, self._told(self.visitor.ask(case, row=row)))
        for asked in self._addresses():
            self.labels.add(asked.label)
            at += 1
            if self._is_ours(at):
                key = (asked.method, asked.url, asked.label)
                answer = self.visitor.send(asked.method, asked.url, asked.body, asked.is_api)
                self._keep(key, self._told(answer))

    def _is_ours(self, at: int) -> bool:
        return at % self.of == self.nth % self.of

    def _addresses(self) -> list[Asked]:
        found = filtered_lists(self.twin)
        if not self.is_api_only:
            found += filtered_pages(self.twin) + elsewhere()
        if self.who in {"lead", "superuser"}:
            found += admin_addresses(self.twin)
        return found

    def _told(self, answer: tuple[Any, ...]) -> str:
        status, told, written = answer
        return MASKED.sub("*", f"{status} {told} {sorted(written)}")

    def _keep(self, key: tuple[str, ...], told: str) -> None:
        self.came[key] = told


def mails(twin: Twin) -> dict[tuple[str, ...], str]:
    """What leaves by mail for everybody but the author, at once."""
    others = User.objects.exclude(pk=twin.desk.third.pk)
    User.objects.update(news_mail="never")
    others.update(news_mail="at_once")
    mail.outbox.clear()
    mailing.send_news(NOON + timedelta(days=2))
    # Whom the author asked for help is shown what they were asked.
    asked = twin.desk.first.email
    return {
        ("mail", *sent.to, str(at)): MASKED.sub("*", f"{sent.subject}\n{sent.body}")
        for at, sent in enumerate(mail.outbox)
        if asked not in sent.to
    }


def told(here: Any, scene: Scene, values: dict[str, Any], *, readers: Any, share: Any) -> Any:
    """All that `readers` were told of one twin, by who asked and what, and the routes asked."""
    cache.clear()
    twin = Twin(here, scene, values)
    found: dict[tuple[str, ...], str] = {}
    labels: set[str] = set()
    with time_machine.travel(NOON + timedelta(days=1), tick=False):
        for at, who in enumerate(readers):
            reader = Reader(twin, who, (share[0] + at, share[1]))
            reader.read_all()
            labels |= reader.labels
            found |= {(who, *key): words for key, words in reader.came.items()}
        found |= mails(twin)
    return found, labels
