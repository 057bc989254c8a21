"""Which work is done for which kind of job. The apps above fill it in their `ready()`."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from jobs.models import Job

if TYPE_CHECKING:
    from jobs.context import JobContext

LONGEST = timedelta(hours=2)


@dataclass(frozen=True)
class Handler:
    """What one kind of job does.

    run: the work, in a worker, outside of any transaction. It stores its result inside
    `context.finishing()`, so that result and end of the job are one transaction.
    follow: called in the transaction of each change of the job's state, with the job as it is
    now, so that the row it works on can follow it. It must lock nothing before that row.
    within: how long an attempt may take; the runner ends it then, whatever it does.
    """

    run: "Callable[[JobContext], None]"
    follow: Callable[[Job], None]
    within: timedelta = LONGEST


_handlers: dict[str, Handler] = {}


def _nothing_follows(job: Job) -> None:
    """Most kinds of work have no row whose state follows the job's."""


def register(
    kind: str,
    run: "Callable[[JobContext], None]",
    *,
    follow: Callable[[Job], None] = _nothing_follows,
    within: timedelta = LONGEST,
) -> None:
    _handlers[kind] = Handler(run, follow, within)


def handler_of(kind: str) -> Handler:
    """The handler of `kind`. Raises LookupError if no app registered one."""
    try:
        return _handlers[kind]
    except KeyError:
        raise LookupError(f"nobody does jobs of kind “{kind}”") from None


def time_for(kind: str) -> timedelta:
    """How long an attempt at a job of `kind` may take."""
    return _handlers[kind].within if kind in _handlers else LONGEST


def tell(job: Job) -> None:
    """Let the row that `job` works on follow its state. A job of an unknown kind has none."""
    if job.kind in _handlers:
        _handlers[job.kind].follow(job)
