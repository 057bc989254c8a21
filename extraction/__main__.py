"""python -m extraction [--engine NAME] < docs.jsonl > found.jsonl

Reads {"id", "text"} lines and writes each with its "attributions". CORROBORATE_SPACY_MODEL names
another installed pipeline for the syntax engine; CORROBORATE_LLM_URL, _MODEL and _KEY the server of
the llm engine.
"""

import argparse
import json
import os
import sys
from datetime import date

from extraction.engines import DEFAULT_ENGINE, engine_names, load_engine
from extraction.model import Options
from extraction.records import document_record

SETTINGS = {
    "spacy_model": "CORROBORATE_SPACY_MODEL",
    "llm_url": "CORROBORATE_LLM_URL",
    "llm_model": "CORROBORATE_LLM_MODEL",
    "llm_key": "CORROBORATE_LLM_KEY",
}


def main(arguments: list[str] | None = None) -> int:
    """Run one engine over standard input. Returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m extraction", description=__doc__)
    parser.add_argument("--engine", default=DEFAULT_ENGINE, choices=engine_names())
    parser.add_argument("--language", default="en")
    parser.add_argument("--published-on", type=date.fromisoformat, metavar="YYYY-MM-DD")
    parser.add_argument("--asserted", action="store_true", help="the text's own statements too")
    chosen = parser.parse_args(arguments)
    engine = load_engine(chosen.engine)
    options = Options(
        language=chosen.language,
        published_on=chosen.published_on,
        include_asserted=chosen.asserted,
        settings={key: os.environ[name] for key, name in SETTINGS.items() if name in os.environ},
    )
    for line in sys.stdin:
        if line.strip():
            document = json.loads(line)
            found = engine.extract(
                document["text"],
                options,
                progress=lambda done, total: None,
                cancelled=lambda: False,
            )
            record = document_record(document["id"], document["text"], found)
            sys.stdout.write(json.dumps(record, ensure_ascii=False) + "\n")
            sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
