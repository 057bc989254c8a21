"""Two addresses for monitors: does the process live, and can it serve people?"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from jobs import workers
from jobs.models import Job, JobState

# A job that waits longer than this, while none is worked on, shows that the broker or all workers
# are stuck. Behind a long one that goes on it merely waits.
WAITING_TOO_LONG = timedelta(minutes=5)


class Health:
    """Answers before any other middleware does.

    Monitors, and `make run` itself, ask by an address that is no host name of the site and
    without TLS: the host check and the redirect to https are for people.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.answers = {"/healthz": healthz, "/readyz": readyz}

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.answers.get(request.path_info, self.get_response)(request)


@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers. Asks nothing else, so that a slow database does not restart it."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """What people need: 503 unless the database answers and is migrated.

    A worker that is gone or a queue that stands still are told, but do not take the pages away:
    people can read and review without them.
    """
    state: dict[str, Any] = {"ready": False, "database": "down"}
    try:
        state["database"] = "ok"
        state["migrations"] = _migrations()
        if state["migrations"] == "ok":
            state |= {"worker": "ok" if workers.alive() else "none", "queue": _queue()}
            state["ready"] = True
    except Error:
        state["database"] = "down"
    return JsonResponse(state, status=200 if state["ready"] else 503)


def _migrations() -> str:
    executor = MigrationExecutor(connection)
    targets = executor.loader.graph.leaf_nodes()
    return "missing" if executor.migration_plan(targets) else "ok"


def _queue() -> str:
    since = timezone.now() - WAITING_TOO_LONG
    waits = Job.objects.filter(state=JobState.QUEUED, queued_at__lt=since).exists()
    goes_on = Job.objects.filter(state=JobState.RUNNING, heartbeat_at__gte=since).exists()
    return "stuck" if waits and not goes_on else "ok"
