"""Score every engine of extraction/ on data marked by hand, and show what it gets wrong.

    python bench/extraction.py --scorer score_attribution.py GOLD.jsonl [GOLD.jsonl …]
        [--engine NAME …] [--page errors.html] [--speed] [--long]

The scorer and the data are not part of this repository; their format is that of
`python -m extraction`. Prints one table row per engine and file, then the errors by kind. With
--page, writes a page that shows the texts with gold and found spans in two colours.
"""

import argparse
import html
import importlib.util
import json
import resource
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from extraction import Engine, Extraction, Options, engine_names, load_engine  # noqa: E402
from extraction.records import document_record  # noqa: E402
from extraction.syntax.parsing import Parser  # noqa: E402

Document = dict[str, Any]
COLUMNS = ("content_exact", "content_iou50", "source_head_given_content", "whole")


def main() -> int:
    """Print the table for the chosen engines and files."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("gold", nargs="+", type=Path)
    parser.add_argument("--scorer", type=Path, required=True)
    parser.add_argument("--engine", action="append", choices=engine_names())
    parser.add_argument("--cue-class", default="communication", help="or all")
    parser.add_argument("--page", type=Path)
    parser.add_argument("--speed", action="store_true", help="beside the bare spaCy pipeline")
    parser.add_argument("--long", action="store_true", help="memory over a text of 1 MB")
    chosen = parser.parse_args()
    scorer = load_scorer(chosen.scorer)
    sections: list[str] = []
    print(HEADER)
    for path in chosen.gold:
        gold = scorer.read(str(path))
        for name in chosen.engine or ("syntax", "rules"):
            found, seconds = run_engine(name, gold)
            wanted = None if chosen.cue_class == "all" else chosen.cue_class
            result = scorer.score(gold, found, cue_class=wanted)
            print(table_row(name, path, gold, result, seconds))
            errors = [*errors_of(scorer, gold, found, wanted)]
            print("    " + ", ".join(f"{n} {kind}" for kind, n in count(errors).most_common()))
            sections += [section(name, document, found[document["id"]]) for document in gold]
    texts = [document["text"] for path in chosen.gold for document in scorer.read(str(path))]
    if chosen.speed:
        print_speed(texts)
    if chosen.long:
        print_long("\n\n".join(texts))
    if chosen.page:
        chosen.page.write_text(PAGE.format(body="\n".join(sections)), encoding="utf-8")
    return 0


HEADER = (
    f"{'engine':<8} {'gold':<24} {'whole P':>8} {'R':>6} {'F1':>6} {'direct':>7} {'indir.':>7} "
    f"{'mixed':>6} {'exact':>6} {'who':>6} {'kB/s':>6}"
)


def print_speed(texts: list[str]) -> None:
    """Print characters a second of the bare pipeline and of the engine around it, and memory."""
    nlp, engine = Parser().nlp, load_engine("syntax")
    bare = timed(nlp, texts)
    whole = timed(lambda text: extract(engine, text), texts)
    print(f"bare pipeline {bare:.0f} characters/s, engine {whole:.0f} ({whole / bare:.2f})")
    print(f"memory at most {peak()} MB")


def print_long(text: str) -> None:
    """Print the memory after texts of 100 kB and 1 MB, made of the gold texts over and over."""
    engine = load_engine("syntax")
    for size in (100_000, 1_000_000):
        long = (text * (size // len(text) + 1))[:size]
        started = time.perf_counter()
        found = len(extract(engine, long).candidates)
        seconds = time.perf_counter() - started
        print(f"{size} characters: {found} found in {seconds:.0f} s, {peak()} MB at most so far")


def peak() -> int:
    """Return the most memory this process has had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def timed(read: Callable[[str], object], texts: list[str]) -> float:
    """Return characters a second of processor time: what else the machine does counts little.

    The first text is read once before the clock starts.
    """
    read(texts[0])
    started = time.process_time()
    for text in texts:
        read(text)
    return sum(map(len, texts)) / (time.process_time() - started)


def extract(engine: Engine, text: str) -> Extraction:
    """Run one engine without anybody watching."""
    return engine.extract(
        text, Options(), progress=lambda done, total: None, cancelled=lambda: False
    )


def load_scorer(path: Path) -> ModuleType:
    """Import the scorer from its file."""
    spec = importlib.util.spec_from_file_location("scorer", path)
    if spec is None or spec.loader is None:
        raise SystemExit(f"{path} is no Python file")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def run_engine(name: str, gold: list[Document]) -> tuple[dict[str, Document], float]:
    """Return what one engine finds in the gold texts, and the seconds it took."""
    engine = load_engine(name)
    started = time.perf_counter()
    found = {}
    for document in gold:
        record = document_record(
            document["id"], document["text"], extract(engine, document["text"])
        )
        found[document["id"]] = json.loads(json.dumps(record))
    return found, time.perf_counter() - started


def table_row(
    name: str, path: Path, gold: list[Document], result: dict[str, Any], seconds: float
) -> str:
    """Return one line of figures."""
    whole, types = result["whole"], result["by_type"]
    kilobytes = sum(len(document["text"]) for document in gold) / 1000
    who = result["canonical_accuracy"]
    return (
        f"{name:<8} {path.stem[:24]:<24} {whole['p']:>8.3f} {whole['r']:>6.3f} {whole['f1']:>6.3f} "
        f"{types['direct']['whole']['f1']:>7.3f} {types['indirect']['whole']['f1']:>7.3f} "
        f"{types['mixed']['whole']['f1']:>6.3f} {result['content_exact']['f1']:>6.3f} "
        f"{'-' if who is None else format(who, '.3f'):>6} {kilobytes / seconds:>6.0f}"
    )


def errors_of(
    scorer: ModuleType, gold: list[Document], found: dict[str, Document], cue_class: str | None
) -> list[tuple[str, str]]:
    """Return (kind of error, rule or type) for each gold one missed and each false one."""
    errors: list[tuple[str, str]] = []
    classes = (None, "none", cue_class or "communication", *([] if cue_class else ["other"]))
    for document in gold:
        text = document["text"]
        wanted = scorer.prepare(text, document["attributions"])
        got = scorer.prepare(text, found[document["id"]]["attributions"])
        got = [g for g in got if g["a"].get("cue_class") in classes and g["type"] != "asserted"]
        kept = [w for w in wanted if w["a"].get("cue_class") in classes and not is_ignored(w)]
        pairs = [(i, j) for i, j, share in scorer.pair(kept, got) if share >= 0.5]
        errors += [
            ("wrong source", got[j]["a"]["rule"])
            for i, j in pairs
            if not scorer.heads_agree(kept[i], got[j])
        ]
        missed = set(range(len(kept))) - {i for i, _ in pairs}
        errors += [("missed", kept[i]["type"]) for i in missed]
        extra = set(range(len(got))) - {j for _, j in pairs}
        errors += [("false or ignored", got[j]["a"]["rule"]) for j in extra]
    return errors


def is_ignored(wanted: dict[str, Any]) -> bool:
    """Tell whether the scorer leaves a gold item out."""
    return bool(wanted["a"].get("ignore")) or wanted["type"] == "asserted"


def count(errors: list[tuple[str, str]]) -> Counter[str]:
    """Count the errors by kind and rule."""
    return Counter(f"{kind} ({rule})" for kind, rule in errors)


def section(name: str, document: Document, found: Document) -> str:
    """Return one text with what should be and what was found."""
    text = document["text"]
    gold = {i for a in document["attributions"] for s, e in a["content"] for i in range(s, e)}
    mine = {i for a in found["attributions"] for s, e in a["content"] for i in range(s, e)}
    parts, at = [], 0
    while at < len(text):
        end = at
        state = (at in gold, at in mine)
        while end < len(text) and (end in gold, end in mine) == state:
            end += 1
        shown = html.escape(text[at:end])
        css = {(True, True): "both", (True, False): "gold", (False, True): "mine"}.get(state)
        parts.append(f'<mark class="{css}">{shown}</mark>' if css else shown)
        at = end
    title = html.escape(f"{document['id']} · {name}")
    return f"<h2>{title}</h2><pre>{''.join(parts)}</pre>"


PAGE = """<!doctype html><meta charset="utf-8"><title>Gold and found</title>
<style>pre{{white-space:pre-wrap;font:1rem/1.6 Georgia,serif;max-width:45rem}}
.both{{background:#cfe8cf}}.gold{{background:#f6d7a8}}.mine{{background:#c9d8f5}}</style>
<p><mark class="both">found</mark> <mark class="gold">missed</mark>
<mark class="mine">only found</mark></p>
{body}
"""


if __name__ == "__main__":
    sys.exit(main())
