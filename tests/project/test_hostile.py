"""Cursors, numbers and words of every kind in the addresses and forms of pages: no failure of the
server. `make test` sends some hundred; `FUZZ_EXAMPLES=2000` that many, `make fuzz` ten thousand.
"""

import os
import random
from urllib.parse import quote

import pytest
from django.contrib import admin
from django.urls import reverse

from teams.curating import OFFERED
from tests.project.matrix import IN_TEAM, routes
from tests.project.visitor import Visitor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plain_templates")]
EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "50"))
HOSTILE = [
    "", "0", "-1", "1.5", "1e9", "NaN", "inf", "9" * 19, "9" * 5000, str(2**31), str(2**63 - 1),
    str(2**63), str(-(2**63)), str(10**30), "٣", "²", "1_0", " 1 ", "+1", "0x1", "None", "null",
    "[]", "{}", "'", '"', "%", "\0", "a\0b", "\ud800", "🦊" * 50, "x" * 5000, "../..", "<b>",
    "{{7*7}}", "1;DROP TABLE", "cD1h", "p=NaN", "WyJ4IiwxXQ", "WzFd", "W251bGwsMV0", "W05hTiwxXQ",
    "WzEsMWU5OTld", "bnVsbA", "WyIwMDAxLTAxLTAxIiwxXQ", "W1tdLHt9XQ", "2026-13-45", "0001-01-01",
    "9999-12-31", "99999-01-01", "2026-02-30T99:99Z", "12:00", "AND OR NOT", '"unclosed', "-" * 300,
    "(" * 200, "*", "a:b", "to_check", "yes", "ja", "-pk", "password", "\u202etxt", "=1+1",
]  # fmt: skip
PARAMETERS = (
    "after", "before", "page", "q", "sort", "view", "state", "kind", "speaker", "outlet", "holder",
    "topic", "origins", "published_from", "published_to", "due", "evidence", "needs_help", "claim",
    "document", "actor", "by", "round", "change", "at_from", "at_to", "in", "mention", "selected",
    "do", "seen", "asserted", "judge", "show", "reviewer", "sealed_from", "next", "format", "part",
    "row_version", "version", "start", "end", "reply_to", "processing", "triage", "publisher", "e",
    "added_by", "then", "name", "at", "choice", "person", "cited", "readers", "axis", "stance",
)  # fmt: skip
PAGES = [case for case in IN_TEAM if not case.is_api]


@pytest.fixture
def lead(here):
    here.people["lead"].is_staff = True
    here.people["lead"].save(update_fields=["is_staff"])
    return Visitor(here, here.people["lead"])


def address(case, here, chance):
    """The page of `case`, with some parts of its address as nobody meant them."""
    row = here.row(case.on) if case.on else None
    named = {"team": here.team.slug, "pk": getattr(row, "pk", None)}
    parts = {}
    for part in routes()[case.route]:
        value = named.get(part, case.more.get(part))
        meant = value if not str(value).startswith("@") else here.rows[value[1:]]
        parts[part] = str(getattr(meant, "pk", meant))
    url = reverse(case.route, kwargs=placeholders(parts))
    for part, mark in placeholders(parts).items():
        hostile = chance.random() < 0.2
        value = chance.choice(HOSTILE) if hostile else parts[part]
        url = url.replace(str(mark), quote(value, safe="", errors="replace"), 1)
    return url


def placeholders(parts):
    """Something that each part of an address takes, and that stands nowhere else in it."""
    return {
        part: 71000 + place if value.isdecimal() else value
        for place, (part, value) in enumerate(sorted(parts.items()))
    }


def query(chance):
    chosen = chance.sample(PARAMETERS, chance.randint(1, 5))
    return "&".join(
        f"{name}={quote(chance.choice(HOSTILE), safe='', errors='replace')}" for name in chosen
    )


def test_pages_take_any_number_cursor_and_word(lead, here):
    chance, faults = random.Random(EXAMPLES), []  # noqa: S311 (the same each time)
    for _example in range(EXAMPLES):
        case = chance.choice(PAGES)
        url = f"{address(case, here, chance)}?{query(chance)}"
        row = here.row(case.on) if case.on else None
        body = {name: lead._meant(value, row) for name, value in case.body.items()}
        for name in chance.sample([*body, "row_version", *PARAMETERS], 3):
            body[name] = chance.choice(HOSTILE).encode("utf-8", "replace").decode()
        headers = {"HX-Request": "true"} if chance.random() < 0.3 else {}
        status, _told, _written = lead.send(case.method, url, body, headers=headers)
        if status >= 500:
            faults.append(f"{case.method} {url} {body}: {status}")

    assert faults == []


def lookups(model):
    """What the list of the admin may be asked by: see `CuratedAdmin.lookup_allowed`."""
    listed = admin.site._registry[model].list_filter
    names = [each if isinstance(each, str) else each[0] for each in listed]
    return [f"{name}{how}" for name in names for how in ("", *(f"__{each}" for each in OFFERED))]


def test_lists_of_the_admin_take_any_filter_and_number(lead):
    chance, faults = random.Random(EXAMPLES), []  # noqa: S311 (the same each time)
    models = sorted(admin.site._registry, key=lambda model: model._meta.label)
    for _example in range(EXAMPLES // 2):
        model = chance.choice(models)
        meta = model._meta
        name = f"admin:{meta.app_label}_{meta.model_name}"
        if chance.random() < 0.2:
            number = chance.choice(HOSTILE).encode("utf-8", "replace").decode() or "0"
            url = reverse(f"{name}_change", args=[number])
        else:
            asked = [chance.choice([*lookups(model), "id", "o"]) for _each in range(2)]
            value = quote(chance.choice(HOSTILE), safe="", errors="replace")
            more = "&".join(f"{each}={value}" for each in (*asked, "p", "q"))
            url = f"{reverse(f'{name}_changelist')}?{more}"
        status, _told, _written = lead.send("get", url, {})
        if status >= 500:
            faults.append(f"{url}: {status}")

    assert faults == []
