"""How long each engine reads texts that nobody writes, of 10 kB, 100 kB and 1 MB.

    python bench/pathological.py [--engine syntax|rules] [--only WORDS …] [--sizes SIZE …]

Prints seconds of processor time for each kind of bench/awkward.py (so that a busy machine counts
little), how many times longer the longest took than the one before, what was found and how much was
passed over. Exits with 1 where a text ten times as long takes more than 13 times as long, or one
takes more than three minutes.
"""

import argparse
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench.awkward import KINDS  # noqa: E402
from extraction import Engine, Extraction, Options, load_engine  # noqa: E402

SIZES = (10_000, 100_000, 1_000_000)
MOST_RATIO, MOST_SECONDS = 13, 180
SOON = 1.0  # seconds; what takes less is no measure of how time grows


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--engine", choices=("syntax", "rules"), default="syntax")
    parser.add_argument("--only", nargs="*", default=[], help="kinds with one of these words")
    parser.add_argument("--sizes", nargs="+", type=int, default=SIZES)
    chosen = parser.parse_args()
    engine = load_engine(chosen.engine)
    read(engine, KINDS["prose"](10_000))  # what is loaded at first use is loaded
    kinds = [k for k in KINDS if not chosen.only or any(words in k for words in chosen.only)]
    print(
        f"{'':<36}" + "".join(f"{size:>11,}" for size in chosen.sizes) + "   ratio   found  passed"
    )
    worst, slow = 0.0, []
    for kind in kinds:
        seconds, found = [], Extraction((), 0, ())
        for size in chosen.sizes:
            started = time.process_time()
            found = read(engine, KINDS[kind](size))
            seconds.append(time.process_time() - started)
        ratio = seconds[-1] / seconds[-2] if len(seconds) > 1 and seconds[-1] > SOON else 0.0
        worst = max(worst, *seconds)
        if ratio > MOST_RATIO or seconds[-1] > MOST_SECONDS:
            slow.append(kind)
        figures = "".join(f"{each:>11.2f}" for each in seconds)
        passed = sum(span.end - span.start for span in found.passed)
        print(f"{kind:<36}{figures}{ratio:>8.1f}{len(found.candidates):>8}{passed:>8}", flush=True)
    print(f"{len(kinds)} kinds, {chosen.engine}: at most {worst:.0f} s; too slow: {slow or 'none'}")
    return 1 if slow else 0


def read(engine: Engine, text: str) -> Extraction:
    return engine.extract(
        text,
        Options(include_asserted=True),
        progress=lambda done, total: None,
        cancelled=lambda: False,
    )


if __name__ == "__main__":
    sys.exit(main())
