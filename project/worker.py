"""What a worker does besides its tasks: it beats, so that pages can say whether one lives."""

import logging
import os
import threading
from typing import Any

from celery.signals import worker_ready, worker_shutting_down
from django.db import DatabaseError, connection

from jobs import workers
from jobs.tasks import reconcile

BEAT_EVERY = 5.0

_log = logging.getLogger(__name__)
_stopping = threading.Event()


@worker_ready.connect
def begin(sender: Any, **_kwargs: Any) -> None:
    """Beat from now on, and pick up what an earlier worker left behind."""
    name = f"{sender.hostname}:{os.getpid()}"
    threading.Thread(target=_beat, args=(name,), name="heartbeat", daemon=True).start()
    reconcile.delay()


@worker_shutting_down.connect
def end(**_kwargs: Any) -> None:
    _stopping.set()


def _beat(name: str) -> None:
    while not _stopping.is_set():
        try:
            workers.beat(name)
        except DatabaseError:
            # The database may be away for a moment; the next beat finds it again.
            _log.exception("heartbeat")
            connection.close()
        _stopping.wait(BEAT_EVERY)
    connection.close()
