"""Child processes that live while their parent does, and end with it, whatever ends it."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from types import FrameType

# Ctrl-C is to leave nothing behind within 8 s; what does not end by itself is killed before that.
GRACE = 5.0
# Seconds before a child that ended is started again: the first time, the second, …
PAUSES = (0.5, 2.0, 5.0, 10.0)
# What has lived for so long has all of these chances again.
STEADY = 120.0
PR_SET_PDEATHSIG = 1


class Stopped(Exception):
    """Somebody asked us to stop, or a child does not stay alive."""

    def __init__(self, reason: str = "", *, failed: bool = False) -> None:
        super().__init__(reason)
        self.reason, self.failed = reason, failed


class Failed(Exception):
    """A command of ours came to no good end. It has said why on standard error."""


@dataclass
class Child:
    """A process of ours. `name` begins sentences: "The worker stopped unexpectedly"."""

    name: str
    command: list[str]
    # What the kernel sends it when we are killed: web server processes need a signal that they
    # can pass on to their own children.
    when_orphaned: signal.Signals = signal.SIGKILL
    process: subprocess.Popen[str] | None = field(default=None, init=False)
    started_at: float = field(default=0.0, init=False)
    # How often it ended without having lived long enough, and when it is started again.
    ended: int = field(default=0, init=False)
    due_at: float | None = field(default=None, init=False)

    def start(self, *, stdout: int | None = None) -> subprocess.Popen[str]:
        self.started_at, self.due_at = time.monotonic(), None
        self.process = subprocess.Popen(  # noqa: S603 (our own commands)
            self.command,
            stdin=subprocess.DEVNULL,
            stdout=stdout,
            text=True,
            start_new_session=True,
            preexec_fn=_die_with_parent(self.when_orphaned),
        )
        return self.process

    def signal_group(self, number: signal.Signals) -> None:
        if self.process and self.process.poll() is None:
            os.killpg(self.process.pid, number)

    def clear_away(self) -> None:
        """Kill what it left behind: processes of the web server would keep the port."""
        if self.process:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)


def _die_with_parent(number: signal.Signals) -> Callable[[], None] | None:
    """What a child does between fork and exec; only Linux can ask for a signal at our death."""
    if sys.platform != "linux":
        return None
    libc, parent = ctypes.CDLL(None), os.getpid()

    def ask() -> None:
        libc.prctl(PR_SET_PDEATHSIG, number)
        if os.getppid() != parent:  # it died before we could ask
            os._exit(1)

    return ask


class Children:
    """All processes that are to live, and start again when they do not.

    tell: says a sentence to whoever runs us.
    """

    def __init__(self, tell: Callable[[str], None], *, pauses: Sequence[float] = PAUSES) -> None:
        self.tell, self.pauses = tell, pauses
        self.kept: list[Child] = []
        self.asked_to_stop = False

    def stop_on_signals(self) -> None:
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._ask_to_stop)
        # Under nohup we are to outlive the terminal.
        if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
            signal.signal(signal.SIGHUP, self._ask_to_stop)

    def _ask_to_stop(self, _number: int, _frame: FrameType | None) -> None:
        self.asked_to_stop = True

    def start(self, child: Child) -> None:
        child.start()
        self.kept.append(child)

    def output_of(self, command: list[str]) -> str:
        """Run `command` to its end and return what it printed.

        Raises Failed if it fails; Stopped as `check` does.
        """
        task = Child("", command)
        process = task.start(stdout=subprocess.PIPE)
        try:
            while True:
                try:
                    output, _ = process.communicate(timeout=0.2)
                    break
                except subprocess.TimeoutExpired:
                    self.check()
        finally:
            task.signal_group(signal.SIGKILL)
        if process.returncode:
            raise Failed
        return output

    def check(self) -> None:
        """Start again what has ended, each time after a longer pause; never waits itself.

        Raises Stopped if we were asked to stop, or a child ended too often.
        """
        if self.asked_to_stop:
            raise Stopped
        now = time.monotonic()
        for child in self.kept:
            code = child.process.poll() if child.process else None
            if code is None:
                continue
            if child.due_at is None:
                self._put_off(child, code, now)
            elif child.due_at <= now:
                with suppress(OSError):  # no memory, no processes: as if it had ended at once
                    child.start()

    def _put_off(self, child: Child, code: int, now: float) -> None:
        child.clear_away()
        if now - child.started_at >= STEADY:
            child.ended = 0
        if child.ended == len(self.pauses):
            times = f"{child.ended} times before"
            reason = f"{child.name} stopped unexpectedly ({_ending(code)}), as it did {times}"
            raise Stopped(f"{reason}, so all else stops.", failed=True)
        pause = self.pauses[child.ended]
        child.ended += 1
        child.due_at = now + pause
        self.tell(
            f"{child.name} stopped unexpectedly ({_ending(code)}). It is started again in "
            f"{pause:g} s ({child.ended} of {len(self.pauses)})."
        )

    def wait(self) -> None:
        """Look after the children until `check` has a reason to raise Stopped."""
        while True:
            self.check()
            time.sleep(0.2)

    def stop(self) -> None:
        """Ask all to end, and kill what has not ended in time. Further signals change nothing."""
        for child in self.kept:
            child.signal_group(signal.SIGTERM)
        deadline = time.monotonic() + GRACE
        for child in self.kept:
            if child.process:
                try:
                    child.process.wait(max(0.0, deadline - time.monotonic()))
                except subprocess.TimeoutExpired:
                    child.signal_group(signal.SIGKILL)
                    child.process.wait()
        self.kept.clear()


def _ending(code: int) -> str:
    if code >= 0:
        return f"exit code {code}"
    known = {number.value: number.name for number in signal.Signals}
    return f"killed by {known.get(-code, f'signal {-code}')}"
