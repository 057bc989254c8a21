"""Messages as files of one folder: the broker of an installation that runs no other server.

kombu's own transport of this kind shows a file before it is written. A reader that comes at the
wrong moment finds it empty, dies of that, and the message is lost. Here nothing is seen before it
is whole, and what cannot be read is set aside: it stops nobody and takes no other message along.
"""

import hashlib
import logging
import os
import time
import uuid
from collections import defaultdict, deque
from collections.abc import Callable
from pathlib import Path
from queue import Empty
from typing import Any

from kombu.exceptions import ChannelError, ContentDisallowed, DecodeError
from kombu.transport import filesystem
from kombu.utils.json import dumps, loads

Binding = filesystem.exchange_queue_t

# No queue's message is called so, and no binding.
UNFINISHED = ".unfinished-"
ABANDONED_AFTER = 24 * 3600.0  # seconds, after which nobody finishes it any more

# What a consumer raises that makes nothing of a message.
NO_SENSE = (AttributeError, LookupError, TypeError, ValueError, ContentDisallowed, DecodeError)

_log = logging.getLogger(__name__)


class Channel(filesystem.Channel):
    """Takes kombu's options, and `unreadable_folder`: where goes what cannot be read."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # What the last look into the folder showed and was not taken yet, by queue. A look at
        # each message would make reading of n messages a matter of n².
        self._waiting: dict[str, deque[str]] = defaultdict(deque)
        self._stuck: set[Path] = set()
        _forget_abandoned(Path(self.data_folder_in))

    # --- Messages ---------------------------------------------------------------------------------
    def _put(self, queue: str, payload: Any, **_kwargs: Any) -> None:
        # By the wall clock, so that what waits through a restart of the machine stays in order.
        name = f"{time.time_ns()}_{uuid.uuid4()}.{queue}.msg"
        _write(Path(self.data_folder_out, name), payload)

    def _get(self, queue: str) -> Any:
        waiting = self._waiting[queue]
        if not waiting and (seen := self._names(queue)):
            # A folder is listed bit by bit: a look may miss a file that came meanwhile and show
            # the one after it. A second look shows all that came before what the first one saw.
            waiting.extend(name for name in self._names(queue) if name <= seen[-1])
        while waiting:
            payload = self._take(Path(self.data_folder_in, waiting.popleft()))
            if payload is not None:
                return payload
        raise Empty

    def _take(self, file: Path) -> Any:
        """The message, now ours alone; None if it is not to be had.

        Read first and then removed: of any number of readers one removes it, and one that is
        killed in between has taken nothing.
        """
        try:
            payload = self._read(file)
            if payload is None:
                return None
            if self.store_processed:
                file.rename(Path(self.processed_folder, file.name))
            else:
                file.unlink()
        except FileNotFoundError:
            return None  # another reader was quicker
        except OSError as error:
            return self._tell_stuck(file, error)
        return payload

    def _read(self, file: Path) -> Any:
        if not file.is_file():  # a pipe would keep us waiting for ever
            return self._set_aside(file, "it is no file")
        try:
            payload = loads(file.read_bytes())
            _text(self.Message(payload, channel=self).delivery_tag)
        except FileNotFoundError:
            raise
        except Exception as error:  # there is no end to what a strange text can make of a decoder
            return self._set_aside(file, repr(error))
        return payload

    def _get_and_deliver(self, queue: str, callback: Callable[[Any, str], None]) -> None:
        """Give the next message to the consumer, which may not make head or tail of it either."""
        payload = self._get(queue)
        try:
            callback(payload, queue)
        except NO_SENSE as error:
            self.qos.ack(payload["properties"]["delivery_tag"])
            name = f"{time.time_ns()}_{uuid.uuid4()}.{queue}.msg"
            _write(self._unreadable / name, payload)
            _log.error("A message was no task, so it is now %s: %r", self._unreadable / name, error)

    def _names(self, queue: str) -> list[str]:
        """The queue's messages, oldest first."""
        try:
            names = os.listdir(self.data_folder_in)
        except FileNotFoundError:  # somebody emptied the data folder; the next message makes it
            return []
        return sorted(name for name in names if name.partition(".")[2] == f"{queue}.msg")

    def _size(self, queue: str) -> int:
        return len(self._names(queue))

    def _purge(self, queue: str) -> int:
        return sum(_remove(Path(self.data_folder_in, name)) for name in self._names(queue))

    # --- Which queues an exchange leads to: a file for each binding -------------------------------
    def get_table(self, exchange: str) -> list[Binding]:
        """What is bound, by whomever. What this process bound is written again where it is gone."""
        folder, own = self._bindings_folder(exchange), self._own_bindings(exchange)
        files = [file for file in _listed(folder) if not file.name.startswith(UNFINISHED)]
        for name in own.keys() - {file.name for file in files}:
            _write(folder / name, own[name])
        others = (self._binding(file) for file in files if file.name not in own)
        return [*own.values(), *(binding for binding in others if binding)]

    def _own_bindings(self, exchange: str) -> dict[str, Binding]:
        kind = self.typeof(exchange)
        metas = [
            kind.prepare_bind(key.queue, exchange, key.routing_key, arguments)
            for key, arguments in list(self.state.bindings.items())
            if key.exchange == exchange
        ]
        bindings = [_binding(*meta) for meta in metas]
        return {_name(binding): binding for binding in bindings}

    def _binding(self, file: Path) -> Binding | None:
        try:
            return _binding(*map(_text, loads(file.read_bytes())))
        except FileNotFoundError:
            return None  # unbound meanwhile
        except Exception as error:  # as with messages
            return self._set_aside(file, repr(error))

    def _queue_bind(
        self, exchange: str, routing_key: str | None, pattern: str | None, queue: str | None
    ) -> None:
        binding = _binding(routing_key, pattern, queue)
        _write(self._bindings_folder(exchange) / _name(binding), binding)

    def _delete(
        self,
        queue: str,
        exchange: str,
        routing_key: str | None,
        pattern: str | None,
        *_args: Any,
        **_kwargs: Any,
    ) -> None:
        self._purge(queue)
        _remove(self._bindings_folder(exchange) / _name(_binding(routing_key, pattern, queue)))

    def _bindings_folder(self, exchange: str) -> Path:
        return Path(f"{self._exchange_file(exchange)}-bindings")

    # --- What cannot be read ----------------------------------------------------------------------
    @property
    def _unreadable(self) -> Path:
        beside = Path(self.data_folder_in).parent / "unreadable"
        return Path(self.transport_options.get("unreadable_folder", beside))

    def _set_aside(self, file: Path, reason: str) -> None:
        target = self._unreadable / file.name
        try:
            self._unreadable.mkdir(parents=True, exist_ok=True)
            file.rename(target)
        except FileNotFoundError:
            return  # another reader did so, or has read it
        except OSError as error:
            self._tell_stuck(file, error)
            return
        _log.error("%s cannot be read, so it is now %s: %s", file, target, reason)

    def _tell_stuck(self, file: Path, error: OSError) -> None:
        """Say once that it can neither be taken nor be set aside; it stays, and others follow."""
        if file not in self._stuck:
            self._stuck.add(file)
            _log.error("%s can be neither taken nor set aside: %s", file, error)


class Transport(filesystem.Transport):
    Channel = Channel


def _write(file: Path, content: Any) -> None:
    """Put `content` there as JSON: others see all of it or nothing, also after a power cut."""
    unfinished = file.with_name(f"{UNFINISHED}{uuid.uuid4()}")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with open(unfinished, "xb") as out:
            out.write(dumps(content).encode())
            out.flush()
            os.fsync(out.fileno())
        unfinished.replace(file)
    except OSError as error:
        _remove(unfinished)
        raise ChannelError(f"Cannot write {file}: {error.strerror}") from error


def _remove(file: Path) -> bool:
    """Whether it was there and is gone."""
    try:
        file.unlink()
    except OSError:
        return False
    return True


def _listed(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except FileNotFoundError:
        return []


def _forget_abandoned(folder: Path) -> None:
    """Remove what writers that were killed left unfinished."""
    for file in _listed(folder):
        if file.name.startswith(UNFINISHED):
            try:
                abandoned = time.time() - file.stat().st_mtime > ABANDONED_AFTER
            except FileNotFoundError:
                continue
            if abandoned:
                _remove(file)


def _binding(routing_key: str | None, pattern: str | None, queue: str | None) -> Binding:
    return Binding(routing_key or "", pattern or "", queue or "")


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is no text")
    return value


def _name(binding: Binding) -> str:
    return hashlib.sha256(dumps(binding).encode()).hexdigest()
