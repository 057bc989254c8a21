"""One request to an OpenAI-compatible server, with time-outs and retries, and no secrets told."""

import http.client
import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

RETRIED = frozenset({408, 409, 425, 429, 500, 502, 503, 504})
LARGEST_ANSWER = 4_000_000  # bytes
LONGEST_WAIT = 30.0


class LlmError(Exception):
    """The server could not be asked or gave no usable answer. Never holds the key."""


@dataclass(frozen=True)
class Endpoint:
    """Where the model is, and how patient to be."""

    url: str  # up to and including /v1
    model: str
    key: str = ""
    timeout: float = 60.0
    attempts: int = 3
    pause: float = 1.0  # seconds before the first retry, doubled each time

    def __repr__(self) -> str:
        return f"Endpoint({self.url!r}, {self.model!r})"


@dataclass(frozen=True)
class Answer:
    """What the model wrote, and the tokens it cost."""

    content: str
    prompt_tokens: int = 0
    completion_tokens: int = 0


def ask(
    endpoint: Endpoint,
    messages: list[dict[str, str]],
    schema: dict[str, Any],
    *,
    cancelled: Callable[[], bool] = lambda: False,
) -> Answer:
    """Return the model's answer to `messages`, held to the JSON `schema`.

    Tries again after time-outs, dropped connections, 429 and 5xx, each time waiting twice as long,
    or as long as the server says. Raises LlmError after the last attempt, or at once on a refusal.
    """
    body = json.dumps(
        {
            "model": endpoint.model,
            "messages": messages,
            "temperature": 0,
            "response_format": {
                "type": "json_schema",
                "json_schema": {"name": "claims", "strict": True, "schema": schema},
            },
        }
    ).encode()
    problem = ""
    for attempt in range(endpoint.attempts):
        if attempt and cancelled():
            break
        try:
            status, wait, raw = _post(endpoint, body)
        except (OSError, http.client.HTTPException) as error:
            problem, wait = f"no answer ({type(error).__name__})", 0.0
        else:
            if status == 200:
                return _read(raw)
            problem = f"status {status}"
            if status not in RETRIED:
                break
        if attempt + 1 < endpoint.attempts:
            _wait(min(LONGEST_WAIT, max(wait, endpoint.pause * 2**attempt)), cancelled)
    raise LlmError(f"The language model at {_host(endpoint)} gave {problem}.")


def _wait(seconds: float, cancelled: Callable[[], bool]) -> None:
    """Sleep, and wake at once when told to stop."""
    until = time.monotonic() + seconds
    while not cancelled() and (left := until - time.monotonic()) > 0:
        time.sleep(min(1.0, left))


def _host(endpoint: Endpoint) -> str:
    return urlsplit(endpoint.url).hostname or "an address without a host"


def _post(endpoint: Endpoint, body: bytes) -> tuple[int, float, bytes]:
    parts = urlsplit(endpoint.url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise LlmError("The address of the language model must begin with http:// or https://.")
    make = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = make(parts.hostname, parts.port, timeout=endpoint.timeout)
    headers = {"Content-Type": "application/json", "Accept": "application/json"}
    if endpoint.key:
        headers["Authorization"] = f"Bearer {endpoint.key}"
    try:
        path = parts.path.rstrip("/") + "/chat/completions"
        connection.request("POST", path, body=body, headers=headers)
        response = connection.getresponse()
        raw = response.read(LARGEST_ANSWER)
        return response.status, _seconds(response.getheader("Retry-After")), raw
    finally:
        connection.close()


def _seconds(header: str | None) -> float:
    return float(header) if header and header.isdigit() else 0.0


def _read(raw: bytes) -> Answer:
    try:
        answer = json.loads(raw)
        content = answer["choices"][0]["message"]["content"]
        usage = answer.get("usage") or {}
    except (ValueError, KeyError, IndexError, TypeError, AttributeError):
        raise LlmError("The language model's answer is not in the expected form.") from None
    if not isinstance(content, str) or not isinstance(usage, dict):
        raise LlmError("The language model's answer holds no text.")
    return Answer(content, _count(usage, "prompt_tokens"), _count(usage, "completion_tokens"))


def _count(usage: dict[str, Any], key: str) -> int:
    value = usage.get(key)
    return value if isinstance(value, int) and value > 0 else 0
