"""The language model engine against a real HTTP server that lies, truncates, stalls and invents."""

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from typing import Any

import pytest

from extraction import Cancelled, Options, load_engine
from extraction.engines.llm import overlapping
from extraction.llm.client import Endpoint, LlmError
from extraction.llm.locating import fold, only

TEXT = (
    "“We won the cup,” Ann Roe said. The mayor of Brenn denied that the bridge is unsafe.\n\n"
    "Nobody laughed. Nobody laughed."
)
GOOD = {
    "source": "Ann Roe",
    "cue": "said",
    "content": ['"We won the cup,"'],
    "speaker": "Ann Roe",
    "kind": "fact",
    "polarity": "affirmed",
}
KEY = "sk-very-secret"  # the tests look for it in every message


class Model:
    """A small server; `answers` are taken one after the other, the last one stays."""

    def __init__(self) -> None:
        self.answers: list[Callable[[BaseHTTPRequestHandler], None]] = []
        self.requests: list[dict[str, Any]] = []
        self.keys: list[str] = []
        model = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                length = int(self.headers["Content-Length"])
                model.requests.append(json.loads(self.rfile.read(length)))
                model.keys.append(self.headers.get("Authorization", ""))
                answer = model.answers.pop(0) if len(model.answers) > 1 else model.answers[0]
                answer(self)

            def log_message(self, *arguments: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.thread = threading.Thread(
            target=self.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True
        )
        self.thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}/v1"

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


@pytest.fixture
def model() -> Iterator[Model]:
    served = Model()
    yield served
    served.close()


def sends(status: int, body: bytes) -> Callable[[BaseHTTPRequestHandler], None]:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return answer


def claims(*told: object) -> Callable[[BaseHTTPRequestHandler], None]:
    content = json.dumps({"claims": list(told)})
    return says(content)


def says(content: str) -> Callable[[BaseHTTPRequestHandler], None]:
    body = {
        "choices": [{"message": {"content": content}}],
        "usage": {"prompt_tokens": 11, "completion_tokens": 7},
    }
    return sends(200, json.dumps(body).encode())


def run(model: Model, text: str = TEXT, **settings: object):
    options = Options(
        settings={
            "llm_url": model.url,
            "llm_model": "small",
            "llm_key": KEY,
            "llm_pause": 0.001,
            "llm_timeout": 5,
            **settings,
        }
    )
    return load_engine("llm").extract(
        text, options, progress=lambda done, total: None, cancelled=lambda: False
    )


def test_found_verbatim_after_folding(model) -> None:
    model.answers = [claims(GOOD)]

    found = run(model)

    (candidate,) = found.candidates
    (content,) = candidate.content
    assert TEXT[content.start : content.end] == "“We won the cup,”"
    assert candidate.mode == "direct"
    assert candidate.speakers[0].name == "Ann Roe"
    assert found.dropped == 0
    assert "11 asked, 7 answered" in found.notes[0]


def test_what_is_sent(model) -> None:
    model.answers = [claims()]

    run(model)

    (request,) = model.requests
    assert request["model"] == "small"
    assert request["response_format"]["type"] == "json_schema"
    assert request["messages"][1]["content"] == TEXT
    assert model.keys == [f"Bearer {KEY}"]


LIES = {
    "invented content": GOOD | {"content": ["“We lost the cup,”"]},
    "invented source": GOOD | {"source": "Bob Low"},
    "invented cue": GOOD | {"cue": "shouted"},
    "half invented": GOOD | {"content": ['"We won the cup,"', "and the league"]},
    "ambiguous": GOOD | {"content": ["Nobody laughed."]},
    "no content": GOOD | {"content": []},
    "empty content": GOOD | {"content": [""]},
    "wrong types": GOOD | {"content": [1, 2]},
    "no object": "We won",
}


@pytest.mark.parametrize("lie", LIES.values(), ids=LIES.keys())
def test_lies_are_refused_and_counted(model, lie) -> None:
    model.answers = [claims(lie, GOOD)]

    found = run(model)

    assert len(found.candidates) == 1
    assert found.dropped == 1
    assert "refused" in found.notes[1]


def test_invented_speaker_stays_unresolved(model) -> None:
    model.answers = [claims(GOOD | {"speaker": "Zed Nobody"})]

    (candidate,) = run(model).candidates

    assert candidate.speakers[0].name == ""


def test_unknown_kind_and_polarity_fall_back(model) -> None:
    model.answers = [claims(GOOD | {"kind": "lie", "polarity": "maybe"})]

    (candidate,) = run(model).candidates

    assert (candidate.kind, candidate.polarity) == ("fact", "affirmed")


@pytest.mark.parametrize("status", [429, 500, 503])
def test_tries_again(model, status) -> None:
    model.answers = [sends(status, b"busy"), claims(GOOD)]

    found = run(model)

    assert len(found.candidates) == 1
    assert len(model.requests) == 2


BROKEN = {
    "refused": sends(401, b"no"),
    "always busy": sends(503, b"busy"),
    "truncated": says('{"claims": [{"source": "Ann'),
    "no json": sends(200, b"<html>"),
    "no choices": sends(200, b"{}"),
    "no list": says('{"claims": 5}'),
    "null content": sends(200, b'{"choices": [{"message": {"content": null}}]}'),
}


@pytest.mark.parametrize("answer", BROKEN.values(), ids=BROKEN.keys())
def test_gives_up_without_telling_the_key(model, answer) -> None:
    model.answers = [answer]

    with pytest.raises(LlmError) as caught:
        run(model)

    assert KEY not in str(caught.value)
    assert KEY not in repr(Endpoint(model.url, "small", KEY))


def test_stalling_server_times_out(model) -> None:
    waited = threading.Event()

    def stalls(handler: BaseHTTPRequestHandler) -> None:
        waited.wait(5)

    model.answers = [stalls]

    with pytest.raises(LlmError, match="no answer"):
        run(model, llm_timeout=0.05, llm_attempts=2)
    waited.set()

    assert len(model.requests) == 2


def test_dropped_connection_is_tried_again(model) -> None:
    model.answers = [lambda handler: handler.connection.close(), claims(GOOD)]

    assert len(run(model).candidates) == 1


def test_long_text_in_overlapping_pieces_without_doubles(model) -> None:
    filler = "\n\n".join(f"Line {n} of the long report says nothing at all." for n in range(300))
    text = filler[:5700] + "\n\n“We won the cup,” Ann Roe said.\n\n" + filler[5700:]
    model.answers = [claims(GOOD)]

    found = run(model, text)

    assert len(model.requests) > 2
    assert len(found.candidates) == 1


def test_cancelled_between_pieces(model) -> None:
    model.answers = [claims()]
    text = "A line of text. " * 2000
    asked = iter([False, False, True])
    options = Options(settings={"llm_url": model.url, "llm_model": "small"})

    with pytest.raises(Cancelled):
        load_engine("llm").extract(
            text, options, progress=lambda done, total: None, cancelled=lambda: next(asked)
        )

    assert len(model.requests) < 3


@pytest.mark.parametrize("url", ["", "file:///etc/passwd", "ftp://host/v1"])
def test_address_must_be_http(model, url) -> None:
    with pytest.raises(LlmError):
        run(model, llm_url=url)


def test_overlapping_pieces_cover_the_text() -> None:
    text = "word " * 5000

    spans = list(overlapping(text))

    assert spans[0].start == 0
    assert spans[-1].end == len(text)
    assert all(b.start < a.end for a, b in pairwise(spans))


def test_fold_keeps_places() -> None:
    text = "He\u200b said:\u00a0 “It’s – fine…”"

    span = only(fold(text), '"It\'s - fine..."')

    assert span is not None
    assert text[span.start : span.end] == "“It’s – fine…”"
