"""python -m extraction: lines in, lines out."""

import io
import json

import pytest

from extraction.__main__ import main

TEXT = "In June Ann Roe told the Brenn Courier that the bridge fell on May 5."


def run_main(monkeypatch, capsys, lines: str, *arguments: str) -> list[dict]:
    monkeypatch.setattr("sys.stdin", io.StringIO(lines))
    assert main(list(arguments)) == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_lines(monkeypatch, capsys) -> None:
    lines = json.dumps({"id": "a", "text": TEXT}) + "\n\n" + json.dumps({"id": "b", "text": ""})

    first, second = run_main(monkeypatch, capsys, lines, "--engine", "rules")

    assert (first["id"], second["id"]) == ("a", "b")
    assert first["text"] == TEXT
    assert second["attributions"] == []


def test_attribution_format(monkeypatch, capsys) -> None:
    lines = json.dumps({"id": "a", "text": TEXT})

    (document,) = run_main(monkeypatch, capsys, lines, "--published-on", "2022-11-09")
    (found,) = document["attributions"]

    (start, end) = found["source"][0]
    assert TEXT[start:end] == "Ann Roe"
    assert found["type"] == "indirect"
    assert found["cue_class"] == "communication"
    assert found["polarity"] == "positive"
    assert found["source_canonical"] == "Ann Roe"
    assert found["medium"]["canonical"] == "Brenn Courier"
    assert found["addressee"]["text"] == "the Brenn Courier"
    assert found["via"][0]["source_canonical"] == "Brenn Courier"
    assert {d["role"]: d["value"] for d in found["date_expr"]} == {
        "event": "2022-05-05",
        "utterance": "2022-06",
    }


def test_pipeline_from_the_environment(monkeypatch, capsys) -> None:
    monkeypatch.setenv("CORROBORATE_SPACY_MODEL", "no_such_pipeline")

    with pytest.raises(OSError, match="no_such_pipeline"):
        run_main(monkeypatch, capsys, json.dumps({"id": "a", "text": TEXT}), "--engine", "syntax")


def test_unknown_engine(monkeypatch, capsys) -> None:
    with pytest.raises(SystemExit):
        main(["--engine", "none"])
