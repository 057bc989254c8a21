"""Child processes that end when their parent does, whatever ends it."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from types import FrameType

# Ctrl-C is to leave nothing behind within 8 s; what does not end by itself is killed before that.
GRACE = 5.0
PR_SET_PDEATHSIG = 1


class Stopped(Exception):
    """Somebody asked us to stop, or a child ended by itself."""

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

    def start(self, *, stdout: int | None = None) -> subprocess.Popen[str]:
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
    """All processes that we started and that have not ended yet."""

    def __init__(self) -> None:
        self.running: list[Child] = []
        self.asked_to_stop = False

    def stop_on_signals(self) -> None:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._ask_to_stop)

    def _ask_to_stop(self, _number: int, _frame: FrameType | None) -> None:
        self.asked_to_stop = True

    def start(self, child: Child) -> None:
        child.start()
        self.running.append(child)

    def output_of(self, command: list[str]) -> str:
        """Run `command` to its end and return what it printed.

        Raises Failed if it fails; Stopped if a child ends meanwhile or we are asked to stop.
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
        """Raise Stopped if we were asked to stop or a child has ended."""
        if self.asked_to_stop:
            raise Stopped
        for child in self.running:
            code = child.process.poll() if child.process else None
            if code is not None:
                reason = f"{child.name} stopped unexpectedly ({_ending(code)}), so all else stops."
                raise Stopped(reason, failed=True)

    def wait(self) -> None:
        """Sleep until `check` has a reason to raise Stopped."""
        while True:
            self.check()
            time.sleep(0.2)

    def stop(self) -> None:
        """Ask all to end, and kill what has not ended in time. Further signals change nothing."""
        for child in self.running:
            child.signal_group(signal.SIGTERM)
        deadline = time.monotonic() + GRACE
        for child in self.running:
            if child.process:
                try:
                    child.process.wait(max(0.0, deadline - time.monotonic()))
                except subprocess.TimeoutExpired:
                    child.signal_group(signal.SIGKILL)
                    child.process.wait()
        self.running.clear()


def _ending(code: int) -> str:
    return f"exit code {code}" if code >= 0 else f"killed by {signal.Signals(-code).name}"
