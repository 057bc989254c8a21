"""Train the English pipeline: python -m extraction.training TREEBANK [--out FOLDER] [--steps N]."""

import argparse
import json
from pathlib import Path
from tempfile import TemporaryDirectory

import spacy

from extraction.training import corpus, pipeline

OUT = Path(__file__).parent.parent / "models" / "en"


def main() -> None:
    """Train, finish, score, save; the scores are printed as JSON at the end."""
    parser = argparse.ArgumentParser(prog="python -m extraction.training", description=__doc__)
    parser.add_argument("treebank", type=Path, help="folder with the .conllu.gz files")
    parser.add_argument("--out", type=Path, default=OUT, help="where the pipeline is written")
    parser.add_argument("--steps", type=int, default=5000, help="batches of up to 1,000 words")
    options = parser.parse_args()
    with TemporaryDirectory() as folder:
        trained = pipeline.train(options.treebank, steps=options.steps, folder=Path(folder))
    words = corpus.training_words(options.treebank)
    pipeline.finish(trained, words, out=options.out, steps=options.steps)
    measured = pipeline.scores(spacy.load(options.out), options.treebank)
    pipeline.record(measured, out=options.out)
    print(json.dumps(measured, indent=2))


if __name__ == "__main__":
    main()
