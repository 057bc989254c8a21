"""Writers that are stopped in the middle of a message: is any lost, does the reader live on?

    python -m bench.broker [--writers 2] [--messages 5000] [--transport MODULE:CLASS]

Each writer stops itself (SIGSTOP), now and then, between opening a message's file and writing into
it, and another process lets it go on; what nobody can read lies in the folder from the start, and
more comes. One reader takes all of it. In the end each message must have been read once, each
writer's in its order.

Ends with one line of figures, and with 1 if anything was lost or doubled or anybody died.
"""

import argparse
import builtins
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from kombu import Connection, Consumer, Exchange, Producer, Queue

OURS = "project.folder_broker:Transport"
QUEUE = Queue("bench", Exchange("bench"), routing_key="bench")
STOPPED = 0.02  # of the messages
PATIENCE = 60.0  # seconds without a message
STRANGE = {
    "empty": b"",
    "cut": b'{"body": "',
    "no_json": b"<xml/>",
    "list": b"[1]",
    "null": b"null",
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--writers", type=int, default=2)
    parser.add_argument("--messages", type=int, default=5000, help="of each writer")
    parser.add_argument("--transport", default=OURS)
    parser.add_argument("--write", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--read", action="store_true", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.read:
        return read(chosen.transport, chosen.writers * chosen.messages)
    if chosen.write is not None:
        return write(chosen.transport, chosen.write, chosen.messages)
    folder = Path(tempfile.mkdtemp(prefix="corroborate-broker-"))
    try:
        figures, faults = attempt(folder, chosen.writers, chosen.messages, chosen.transport)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print(figures)
    return 1 if faults else 0


def attempt(
    folder: Path, writers: int, messages: int, transport: str = OURS
) -> tuple[str, list[str]]:
    """The figures in words, and what went wrong."""
    for name in ("messages", "control"):
        (folder / name).mkdir()
    began = time.monotonic()
    options = ["--writers", str(writers), "--messages", str(messages), "--transport", transport]
    reader = _begun(folder, [*options, "--read"])
    # Before the first writer publishes: a message to a queue that nobody bound goes nowhere.
    while not (folder / "reading").exists() and reader.poll() is None:
        time.sleep(0.02)
    writing = [_begun(folder, [*options, "--write", str(number)]) for number in range(writers)]
    stops = _let_go_on(writing, folder)
    ended = [process.wait() for process in [*writing, reader]]
    read_by = [json.loads(line) for line in (folder / "read").read_text().splitlines()]
    faults = [f"{code} from process {number}" for number, code in enumerate(ended) if code]
    for number in range(writers):
        got = [message for writer, message in read_by if writer == number]
        lost, doubled = messages - len(set(got)), len(got) - len(set(got))
        if lost or doubled or got != sorted(got):
            order = "in order" if got == sorted(got) else "in another order"
            faults.append(f"writer {number}: {lost} lost, {doubled} doubled, {order}")
    aside = len(list((folder / "unreadable").glob("*")))
    told = f"{writers} writers of {messages} messages, stopped {stops} times amid one"
    told += f": {writers * messages - len(read_by)} lost, {sum(map(bool, ended))} died, "
    told += f"{aside} unreadable set aside, in {time.monotonic() - began:.0f} s"
    return "\n".join([*faults, told]), faults


def _begun(folder: Path, arguments: list[str]) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "bench.broker", *arguments]
    environment = {**os.environ, "DATA_DIR": str(folder)}
    return subprocess.Popen(
        command, cwd=Path(__file__).parent.parent, env=environment, stderr=subprocess.DEVNULL
    )


def _let_go_on(writing: list[subprocess.Popen[bytes]], folder: Path) -> int:
    """Wake the writers whenever they have stopped, and throw strange files in; how many stops."""
    stops = 0
    while any(process.poll() is None for process in writing):
        time.sleep(random.uniform(0.002, 0.02))  # noqa: S311
        for process in writing:
            if _is_stopped(process.pid):
                stops += 1
                _throw_in(folder / "messages", stops)
                process.send_signal(signal.SIGCONT)
    return stops


def _is_stopped(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state == "T"


def _throw_in(folder: Path, number: int) -> None:
    if number > len(STRANGE):
        return
    name, content = list(STRANGE.items())[number - 1]
    (folder / f"0{number}_{name}.bench.msg").write_bytes(content)


def _connection(transport: str) -> Connection:
    folder = Path(os.environ["DATA_DIR"])
    names = {"data_folder_in": "messages", "data_folder_out": "messages"}
    names |= {"control_folder": "control", "unreadable_folder": "unreadable"}
    options: dict[str, Any] = {name: str(folder / value) for name, value in names.items()}
    return Connection(
        "//localhost//", transport=transport, transport_options=options | {"polling_interval": 0.01}
    )


def write(transport: str, number: int, messages: int) -> int:
    chance = random.Random(number)  # noqa: S311
    plain = builtins.open

    def stopping(file: Any, mode: str = "r", *more: Any, **options: Any) -> Any:
        opened = plain(file, mode, *more, **options)
        if Path(str(file)).parent.name == "messages" and chance.random() < STOPPED:
            os.kill(os.getpid(), signal.SIGSTOP)
        return opened

    builtins.open = stopping
    with _connection(transport) as connection:
        producer = Producer(connection)
        for message in range(messages):
            producer.publish(
                [number, message], exchange=QUEUE.exchange, routing_key="bench", declare=[QUEUE]
            )
    return 0


def read(transport: str, messages: int) -> int:
    folder, left = Path(os.environ["DATA_DIR"]), messages
    with (folder / "read").open("w") as out, _connection(transport) as connection:

        def note(body: Any, message: Any) -> None:
            nonlocal left
            out.write(json.dumps(body) + "\n")
            message.ack()
            left -= 1

        with Consumer(connection, [QUEUE], callbacks=[note]):
            (folder / "reading").touch()
            try:
                while left:
                    connection.drain_events(timeout=PATIENCE)
            except TimeoutError:
                return 0  # the count tells what is missing
    return 0


if __name__ == "__main__":
    sys.exit(main())
