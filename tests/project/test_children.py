"""What ends by itself is started again, a few times; what leaves others behind takes them along."""

import os
import signal
import sys

import psutil
import pytest

from project import children as module
from project.children import Child, Children, Stopped
from tests.servers import wait_for

DIES = [sys.executable, "-S", "-c", "raise SystemExit(3)"]
LIVES = [sys.executable, "-S", "-c", "import signal; signal.pause()"]
HOUR = 3600.0


@pytest.fixture
def told():
    return []


@pytest.fixture
def keep(told):
    """`keep(child, pauses)`: children that hold it, stopped at the end."""
    made = []

    def begin(child, pauses):
        made.append(Children(told.append, pauses=pauses))
        made[-1].start(child)
        return made[-1]

    yield begin
    for each in made:
        each.stop()


def ended(children):
    try:
        children.check()
    except Stopped as stopped:
        return stopped
    return None


def test_child_that_keeps_dying_is_started_again_until_the_pauses_are_used_up(keep, told):
    children = keep(Child("The worker", DIES), (0.0, 0.01))

    stopped = wait_for(lambda: ended(children), "giving up")

    assert stopped.failed
    assert stopped.reason == (
        "The worker stopped unexpectedly (exit code 3), as it did 2 times before, "
        "so all else stops."
    )
    assert told == [
        "The worker stopped unexpectedly (exit code 3). It is started again in 0 s (1 of 2).",
        "The worker stopped unexpectedly (exit code 3). It is started again in 0.01 s (2 of 2).",
    ]


def test_child_that_was_killed_is_back(keep, told):
    child = Child("The worker", LIVES)
    children = keep(child, (0.0,))
    first = child.process
    first.kill()

    def back():
        children.check()
        return child.process is not first and child.process.poll() is None

    wait_for(back, "the second start")

    assert "killed by SIGKILL" in told[0]


def test_what_lived_for_long_has_all_its_chances_again(keep, told, monkeypatch):
    monkeypatch.setattr(module, "STEADY", 0.0)
    children = keep(Child("The worker", DIES), (0.0,))

    def ended_three_times():
        assert ended(children) is None
        return len(told) == 3

    wait_for(ended_three_times, "the third start")


def test_a_stop_does_not_wait_for_a_pause(keep, told):
    children = keep(Child("The worker", DIES), (HOUR,))
    wait_for(lambda: ended(children) or told, "the pause")

    children._ask_to_stop(signal.SIGINT, None)
    stopped = ended(children)

    assert stopped.reason == ""
    assert not stopped.failed


@pytest.fixture
def handlers():
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {number: signal.getsignal(number) for number in numbers}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.mark.parametrize(
    ("at_first", "stops"), [(signal.SIG_DFL, True), (signal.SIG_IGN, False)], ids=["shell", "nohup"]
)
def test_end_of_the_terminal_stops_what_was_not_to_outlive_it(handlers, told, at_first, stops):
    signal.signal(signal.SIGHUP, at_first)
    children = Children(told.append)

    children.stop_on_signals()
    os.kill(os.getpid(), signal.SIGHUP)

    assert children.asked_to_stop is stops


def test_other_children_are_looked_after_during_a_pause(keep, told):
    children = keep(Child("The worker", DIES), (HOUR,))
    children.start(Child("The web server", DIES))

    wait_for(lambda: ended(children) or len(told) == 2, "both ends")

    assert sorted(each.split(" stopped")[0] for each in told) == ["The web server", "The worker"]


def test_what_a_dead_child_left_behind_is_killed_before_it_is_started_again(keep, tmp_path):
    """Processes of the web server would keep its port."""
    script = (
        "import pathlib, subprocess, sys; "
        f"left = subprocess.Popen({LIVES!r}); pathlib.Path({str(tmp_path / 'pid')!r})"
        ".write_text(str(left.pid))"
    )
    children = keep(Child("The web server", [sys.executable, "-S", "-c", script]), (HOUR,))
    wait_for(lambda: ended(children) or children.kept[0].ended, "its end")

    left = int((tmp_path / "pid").read_text())

    def gone():
        try:
            return psutil.Process(left).status() == psutil.STATUS_ZOMBIE
        except psutil.NoSuchProcess:
            return True

    wait_for(gone, "the end of what was left")


def test_no_room_for_another_process_is_one_more_end(keep, told, monkeypatch):
    child = Child("The worker", DIES)
    children = keep(child, (0.0, 0.0))
    wait_for(lambda: ended(children) or told, "its end")

    def refuse(*_given, **_more):
        raise BlockingIOError("Resource temporarily unavailable")

    monkeypatch.setattr(module.subprocess, "Popen", refuse)
    stopped = wait_for(lambda: ended(children), "giving up")

    assert stopped.failed
    assert len(told) == 2


@pytest.mark.parametrize(
    ("number", "shown"), [(signal.SIGSEGV, "SIGSEGV"), (signal.SIGRTMIN + 2, "signal 36")]
)
def test_every_signal_has_a_name(keep, told, number, shown):
    child = Child("The worker", LIVES)
    children = keep(child, (HOUR,))
    os.kill(child.process.pid, number)

    wait_for(lambda: ended(children) or told, "its end")

    assert f"(killed by {shown})" in told[0]
