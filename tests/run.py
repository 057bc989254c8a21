"""Run all tests, on SQLite and what is marked for it on PostgreSQL, and sum up: `make test`.

`--covered` also counts the lines and branches that they reach, in twice the time: `make coverage`.
"""

import os
import re
import subprocess
import sys
import time
from collections import Counter
from io import StringIO
from pathlib import Path

from coverage import Coverage

CANNOT_START = 77
# One more than there are processors: browsers and servers under test keep a worker waiting.
WORKERS = str((os.cpu_count() or 1) + 1)
NO_TESTS = 5
# Lines and branches that the tests reach, in per cent; each omission is in pyproject.toml.
COVERED = 90
MARKED = re.compile(r"\bmark\.(both_dbs|postgres)\b")
COUNT = re.compile(r"(\d+) (passed|failed|error|skipped)s?\b")


def main(arguments: list[str]) -> int:
    began, total, failed = time.monotonic(), Counter(), False
    counting = "--covered" in arguments
    arguments = [each for each in arguments if each != "--covered"]
    if counting:
        Coverage().erase()
        arguments += ["--cov", "--cov-report=", "--cov-append"]
    for name, variables, selection in parts(arguments):
        print(f"\n--- Tests on {name}", flush=True)
        code, counts = run(variables, [*selection, *arguments])
        total += counts
        if code == CANNOT_START:
            print(f"The tests marked for {name} were not repeated there: it cannot be started.")
        elif code not in {0, NO_TESTS}:
            failed = True
    if counting:
        failed = not covered() or failed
    sums = [f"{total[word]} {word}" for word in ("failed", "error", "passed", "skipped")]
    shown = ", ".join(part for part in sums if not part.startswith("0 ") or "passed" in part)
    print(f"\nAll tests: {shown} in {time.monotonic() - began:.0f} s", flush=True)
    return 1 if failed else 0


def parts(arguments: list[str]) -> list[tuple[str, dict[str, str], list[str]]]:
    """Name, environment and selection of each part.

    On PostgreSQL only modules with a marked test are looked through, which takes half the time.
    """
    marked = ["-m", "both_dbs or postgres"]
    if not any(Path(each.partition("::")[0]).exists() for each in arguments):
        modules = sorted(Path("tests").rglob("test_*.py"))
        marked += [str(each) for each in modules if MARKED.search(each.read_text("utf-8"))]
    return [("SQLite", {}, []), ("PostgreSQL", {"TEST_ON": "postgresql"}, marked)]


def run(variables: dict[str, str], arguments: list[str]) -> tuple[int, Counter]:
    """Run pytest, show what it says, and return its exit code with the counts it closes with."""
    command = [sys.executable, "-m", "pytest", "-q", "-n", WORKERS, "--dist", "worksteal"]
    command += arguments
    counts: Counter = Counter()
    with subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, **variables},
    ) as process:
        for line in process.stdout:
            print(line, end="", flush=True)
            if re.search(r" in \d+\.\d+s", line):
                counts = Counter({word: int(number) for number, word in COUNT.findall(line)})
    return process.returncode, counts


def covered() -> bool:
    """Whether the tests reach enough of the code; prints what they do not reach if it is not."""
    coverage, table = Coverage(), StringIO()
    coverage.load()
    reached = coverage.report(file=table)
    enough = reached >= COVERED
    print(f"\nCovered: {reached:.1f} % of lines and branches, at least {COVERED} % wanted.")
    if not enough:
        print(table.getvalue())
    return enough


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
