"""What a worker does besides its tasks: it beats, so that pages can say whether one lives."""

import logging
import os
import threading
from typing import Any

from celery.signals import worker_ready, worker_shutdown
from django.db import Error, connection

from jobs import workers
from jobs.models import Worker
from jobs.tasks import reconcile

BEAT_EVERY = 5.0

_log = logging.getLogger(__name__)
_stopping = threading.Event()


@worker_ready.connect
def begin(sender: Any, **_kwargs: Any) -> None:
    """Beat from now on, and pick up what an earlier worker left behind."""
    beating = threading.Thread(target=_beat, args=(_name(sender),), name="heartbeat", daemon=True)
    beating.start()
    reconcile.delay()


@worker_shutdown.connect
def end(sender: Any, **_kwargs: Any) -> None:
    """Say goodbye, so that nobody waits for this worker until its silence is noticed."""
    _stopping.set()
    Worker.objects.filter(name=_name(sender)).delete()


def _name(sender: Any) -> str:
    return f"{sender.hostname}:{os.getpid()}"


def _beat(name: str) -> None:
    while not _stopping.is_set():
        try:
            workers.beat(name)
        except Error:
            # The database may be away for a moment; the next beat finds it again.
            _log.exception("heartbeat")
            connection.close()
        _stopping.wait(BEAT_EVERY)
    connection.close()
