"""Somebody who asks at the addresses of the matrix; whatever comes of it is taken back."""

import re
from contextlib import contextmanager

from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from claims.models import Claim
from common.telling import told_mark
from documents.services import outlook
from review.citing import written
from review.selectors.sight import sight_of_claim
from tests.project.matrix import routes

WRITE = re.compile(r'\s*(INSERT(?: OR IGNORE)? INTO|UPDATE|DELETE FROM)\s+"?(\w+)', re.IGNORECASE)
# What asking leaves behind, whoever asks: allauth notes a person's own address when it meets it.
PASSING = {"django_session", "account_emailaddress"}


class Visitor:
    """Asks as one person, and takes back whatever came of it."""

    def __init__(self, here, user=None):
        self.here, self.client = here, Client(raise_request_exception=False)
        if user:
            self.client.force_login(user)
        self.cookies = {name: morsel.value for name, morsel in self.client.cookies.items()}
        self.parts = routes()

    def ask(self, case, *, method="", row=None, **how):
        """Status, all that the answer tells, and the tables written. how: as `send` takes it."""
        row = row or (self.here.row(case.on) if case.on else None)
        more = {name: self._meant(value, row) for name, value in case.more.items()}
        kwargs = {"team": self.here.team.slug, "pk": getattr(row, "pk", None), **more}
        known = {name: kwargs[name] for name in self.parts[case.route]}
        body = {name: self._meant(value, row) for name, value in case.body.items()}
        if hasattr(row, "row_version"):
            body["row_version"] = row.row_version
        url = reverse(case.route, kwargs=known)
        return self.send(method or case.method, url, body, case.is_api, **how)

    def send(self, method, url, body, is_api=False, *, before=(), times=1, headers=None):
        """before: what others do meanwhile; times: how often it is sent; the last one counts."""
        given = {"headers": headers or {}}
        if method != "get":
            given["data"] = body
        if method != "get" and (is_api or method != "post"):
            given["content_type"] = "application/json"
        with transaction.atomic():
            for act in before:
                act()
            for _time in range(times):
                self._arrive()
                with _watched() as written:
                    answer = getattr(self.client, method)(url, **given)
                    told = b"".join(answer) if answer.streaming else answer.content
            transaction.set_rollback(True)
        return answer.status_code, f"{told.decode()} {answer.headers} {answer.cookies}", written

    def _arrive(self):
        """As somebody who was never here, so that nobody asks too often or is told of before."""
        self.client.cookies.clear()
        self.client.cookies.load(self.cookies)
        cache.clear()

    def _meant(self, value, row):
        if value == "@cited":
            return [written(item) for item in row.evidence.all()] if row else []
        if value == "@read":
            items = row.evidence.all() if row else []
            return [{"id": item.pk, "row_version": item.row_version} for item in items]
        if value == "@told":
            of_claim = isinstance(row, Claim)
            return told_mark((sight_of_claim if of_claim else outlook)(row, "restricted", []))
        if isinstance(value, str) and value.startswith("@"):
            meant = self.here.rows[value[1:]]
            return getattr(meant, "pk", meant)
        return value


@contextmanager
def _watched():
    """The tables that are written meanwhile."""
    written = set()

    def watch(execute, sql, params, many, context):
        answer = execute(sql, params, many, context)
        found = WRITE.match(sql)
        # An UPDATE of a version that is gone changes no row; one that is refused raises.
        if (
            found
            and found[2] not in PASSING
            and (found[1][0] in "Ii" or context["cursor"].rowcount)
        ):
            written.add(found[2])
        return answer

    with connection.execute_wrapper(watch):
        yield written
