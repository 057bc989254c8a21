"""Nothing in the queue folder, whole or broken, stops a reader or takes a message along."""

import json
import logging
import os
import shutil
import time

import pytest
from kombu import Connection, Consumer, Exchange, Producer, Queue
from kombu.transport.virtual import BrokerState

from project.folder_broker import UNFINISHED

TRANSPORT = "project.folder_broker:Transport"
QUEUE = Queue("letters", Exchange("post"), routing_key="letters")
DEEP = "[" * 100_000


@pytest.fixture
def connect(tmp_path):
    """`connect()` is one more connection to the folder, as another process has it."""
    opened = []

    def begin(**options):
        folders = {
            "data_folder_in": str(tmp_path / "messages"),
            "data_folder_out": str(tmp_path / "messages"),
            "control_folder": str(tmp_path / "control"),
            "unreadable_folder": str(tmp_path / "unreadable"),
            "polling_interval": 0.01,
        }
        connection = Connection(transport=TRANSPORT, transport_options=folders | options)
        connection.connect()
        connection.transport.state = BrokerState()
        opened.append(connection)
        return connection

    yield begin
    for connection in opened:
        connection.release()


def publish(connection, *bodies):
    producer = Producer(connection)
    for body in bodies:
        producer.publish(body, exchange=QUEUE.exchange, routing_key="letters", declare=[QUEUE])


def received(connection, callback=None, prefetch=0):
    """The bodies of all messages that wait."""
    got = []
    with Consumer(connection, [QUEUE], callbacks=[callback or (lambda *_given: None)]) as consumer:
        consumer.qos(prefetch_count=prefetch)
        consumer.register_callback(lambda body, message: (got.append(body), message.ack()))
        while True:
            try:
                connection.drain_events(timeout=0.05)
            except TimeoutError:
                return got


def raw(**changed):
    message = {
        "body": "ImEi",
        "headers": {},
        "content-type": "application/json",
        "content-encoding": "utf-8",
        "properties": {"body_encoding": "base64", "delivery_tag": "x", "delivery_info": {}},
    }
    return json.dumps(message | changed).encode()


STRANGE = {
    "empty": b"",
    "cut": raw()[:-9],
    "not JSON": b"<letter/>",
    "not UTF-8": b"\xff\xfe",
    "null": b"null",
    "a number": b"7",
    "a list": b"[{}]",
    "too deep": DEEP.encode(),
    "no such type": b'{"__type__": "decimal", "__value__": "x"}',
    "no properties": b"{}",
    "properties of another kind": raw(properties=["delivery_tag"]),
    "a tag that is no text": raw(properties={"delivery_tag": ["x"]}),
}


@pytest.mark.parametrize("content", STRANGE.values(), ids=STRANGE.keys())
def test_what_cannot_be_read_is_set_aside(connect, tmp_path, caplog, content):
    connection = connect()
    publish(connection, "before")
    strange = tmp_path / "messages" / f"{time.time_ns()}_strange.letters.msg"
    strange.write_bytes(content)
    publish(connection, "after")

    got = received(connection)

    assert got == ["before", "after"]
    assert (tmp_path / "unreadable" / strange.name).read_bytes() == content
    assert f"{strange} cannot be read, so it is now" in caplog.text


@pytest.mark.parametrize(
    "make",
    [
        lambda path: (path.mkdir(), (path / "inside").write_text("x")),
        lambda path: os.mkfifo(path),
        lambda path: path.symlink_to("nowhere"),
    ],
    ids=["folder", "pipe", "link to nowhere"],
)
def test_what_is_no_file_is_set_aside(connect, tmp_path, make):
    connection = connect()
    publish(connection, "before")
    strange = tmp_path / "messages" / f"{time.time_ns()}_strange.letters.msg"
    make(strange)
    publish(connection, "after")

    got = received(connection)

    assert got == ["before", "after"]
    assert not os.path.lexists(strange)
    assert os.path.lexists(tmp_path / "unreadable" / strange.name)


def test_what_cannot_even_be_set_aside_is_told_once_and_passed_over(connect, tmp_path, caplog):
    connection = connect()
    for folder in ("messages", "unreadable"):
        (tmp_path / folder / "1_strange.letters.msg" / "full").mkdir(parents=True)
    publish(connection, "one", "two")

    got = [*received(connection), *received(connection)]

    assert got == ["one", "two"]
    assert caplog.text.count("can be neither taken nor set aside") == 1


def test_body_that_cannot_be_decoded_is_set_aside(connect, tmp_path):
    connection = connect()
    publish(connection, "one")
    (tmp_path / "messages" / "1_strange.letters.msg").write_bytes(raw(body="e30h"))
    (tmp_path / "messages" / "2_strange.letters.msg").write_bytes(
        raw(**{"content-type": "application/x-python-serialize"})
    )

    got = received(connection, prefetch=1)

    assert got == ["one"]
    assert len(list((tmp_path / "unreadable").iterdir())) == 2


def test_message_that_the_consumer_makes_nothing_of_is_set_aside(connect, tmp_path):
    connection = connect()
    publish(connection, "one", "no task", "no task", "two")

    def strict(body, _message):
        if body == "no task":
            raise KeyError("task")

    got = received(connection, strict, prefetch=1)

    assert got == ["one", "two"]
    assert len(list((tmp_path / "unreadable").iterdir())) == 2


def test_messages_come_in_their_order_whoever_reads(connect):
    publish(connect(), *range(200))
    readers = [connect(), connect()]

    got = [received_one(readers[number % 2]) for number in range(200)]

    assert got == list(range(200))


def received_one(connection):
    message = connection.default_channel.basic_get("letters", no_ack=True)
    return message and message.decode()


def test_message_taken_by_another_reader_is_no_error(connect, tmp_path):
    connection, other = connect(), connect()
    publish(connection, "one", "two", "three")
    first = received_one(connection)

    taken = received_one(other)

    assert (first, taken) == ("one", "two")
    assert received_one(connection) == "three"
    assert received_one(connection) is None


def test_message_half_written_is_not_there(connect, tmp_path, monkeypatch):
    connection, seen = connect(), []
    publish(connection, "to make the folder")
    received(connection)
    sync = os.fsync

    def look(handle):
        seen.append((received_one(connect()), os.listdir(tmp_path / "messages")))
        sync(handle)

    monkeypatch.setattr(os, "fsync", look)
    publish(connection, "whole")

    assert seen[-1][0] is None
    assert len(seen[-1][1]) == 1
    assert received(connection) == ["whole"]


def test_failed_write_leaves_nothing(connect, tmp_path, monkeypatch):
    connection = connect()
    publish(connection, "one")

    def full(_handle):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        with pytest.raises(connection.channel_errors, match="No space left"):
            connection.default_channel._put("letters", {})

    assert len(os.listdir(tmp_path / "messages")) == 1


def test_queue_folder_that_was_removed_is_made_again(connect, tmp_path):
    connection = connect()
    publish(connection, "gone")
    for folder in tmp_path.iterdir():
        shutil.rmtree(folder)

    assert received(connection) == []
    publish(connection, "there")

    assert received(connection) == ["there"]
    assert received_one(connect()) is None


@pytest.mark.parametrize("content", STRANGE.values(), ids=STRANGE.keys())
def test_binding_that_cannot_be_read_stops_nobody(connect, tmp_path, caplog, content):
    connection = connect()
    publish(connection, "one")
    (binding,) = (tmp_path / "control" / "post.exchange-bindings").iterdir()
    strange = binding.with_name("strange")
    strange.write_bytes(content)

    publish(connection, "two")

    assert received(connection) == ["one", "two"]
    assert (tmp_path / "unreadable" / "strange").read_bytes() == content


def test_bindings_of_other_processes_count_until_they_are_taken_back(connect):
    first, second = connect(), connect()
    publish(first, "one")
    channel = second.channel()

    Producer(second).publish("two", exchange="post", routing_key="letters")
    bound = channel.get_table("post")
    QUEUE(first.default_channel).bind(first.default_channel)
    publish(first, "three")
    QUEUE(first.channel()).delete()

    assert [each.queue for each in bound] == ["letters"]
    assert channel.get_table("post") == []
    assert received_one(second) is None


def test_purge_and_size_count_one_queue(connect, tmp_path):
    connection = connect()
    publish(connection, *range(5))
    (tmp_path / "messages" / "1_x.other.msg").write_text("{}")

    assert connection.default_channel._size("letters") == 5
    assert QUEUE(connection.default_channel).purge() == 5
    assert os.listdir(tmp_path / "messages") == ["1_x.other.msg"]


def test_processed_messages_are_kept_if_asked_for(connect, tmp_path):
    (tmp_path / "processed").mkdir()
    connection = connect(store_processed=True, processed_folder=str(tmp_path / "processed"))
    publish(connection, "one")

    assert received(connection) == ["one"]
    assert len(list((tmp_path / "processed").iterdir())) == 1


def test_what_killed_writers_left_unfinished_goes_after_a_day(connect, tmp_path):
    (tmp_path / "messages").mkdir()
    old, new = (tmp_path / "messages" / f"{UNFINISHED}{name}" for name in ("old", "new"))
    old.touch()
    new.touch()
    os.utime(old, (time.time() - 2 * 86400,) * 2)

    connect()

    assert os.listdir(tmp_path / "messages") == [new.name]


@pytest.fixture(autouse=True)
def log_of_kombu(caplog):
    caplog.set_level(logging.ERROR)
