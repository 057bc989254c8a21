"""The same moment, for real: each call in a thread and on a connection of its own."""

import threading
from concurrent.futures import ThreadPoolExecutor

from django.db import connection


def all_at_once(act, everybody):
    """What `act(one)` gave for each of `everybody`; all of them begin together."""
    everybody = list(everybody)
    barrier = threading.Barrier(len(everybody))

    def one(given):
        try:
            barrier.wait(60)
            return act(given)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(everybody)) as pool:
        return list(pool.map(one, everybody))
