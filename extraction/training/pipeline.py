"""Training, finishing and scoring of the pipeline."""

import json
import sys
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from time import perf_counter
from typing import Any, cast

import spacy
from spacy import util
from spacy.language import Language
from spacy.pipeline import AttributeRuler, Lemmatizer
from spacy.training import Example
from spacy.training.initialize import init_nlp
from spacy.training.loop import train as run_training

from extraction.training import attributes, corpus, lemmas, readers
from extraction.training.conllu import Word

util.registry.readers.register("corroborate.training.v1", func=readers.training_reader)
util.registry.readers.register("corroborate.scoring.v1", func=readers.scoring_reader)

CONFIG = Path(__file__).with_name("config.cfg")
SOURCES = [
    ("UD English EWT", "https://github.com/UniversalDependencies/UD_English-EWT", "CC BY-SA 4.0"),
    ("GUM", "https://github.com/amir-zeldes/gum", "CC BY 4.0; texts CC BY, CC BY-SA 3.0, public"),
    ("UD English PUD", "https://github.com/UniversalDependencies/UD_English-PUD", "CC BY-SA 3.0"),
    ("Universal NER", "https://www.universalner.org", "CC BY-SA 3.0"),
]
_SCORES = ("tag_acc", "lemma_acc", "dep_uas", "dep_las", "sents_f", "ents_p", "ents_r", "ents_f")


def train(treebank: Path, *, steps: int, folder: Path) -> Language:
    """Train in `folder` and return the pipeline with the best dev score.

    A small teacher learns names first, in three tenths of the steps, and guesses those of EWT. The
    same treebank, steps and library versions give the same weights on the same kind of machine.
    """
    shared: dict[str, Any] = {"paths.treebank": str(treebank)}
    fewer = max(1, 3 * steps // 10)
    names = {"nlp.pipeline": ["tok2vec", "ner"], "training.max_steps": fewer}
    names |= {"training.optimizer.learn_rate.total_steps": fewer}
    teacher = _run(folder / "teacher", shared | names)
    whole = {"paths.teacher": str(teacher), "training.max_steps": steps}
    return spacy.load(_run(folder / "pipeline", shared | whole))


def _run(folder: Path, overrides: dict[str, Any]) -> Path:
    config = util.load_config(CONFIG, overrides=overrides)
    folder.mkdir(parents=True, exist_ok=True)
    run_training(init_nlp(config), folder, stdout=sys.stdout, stderr=sys.stderr)
    return folder / "model-best"


def finish(nlp: Language, words: Iterable[Word], *, out: Path, steps: int) -> None:
    """Add what is not trained, parts of speech and base forms, and write the pipeline to `out`.

    Its vocabulary holds the labels only: the treebanks' words are not given out with it.
    """
    ruler = cast(AttributeRuler, nlp.add_pipe("attribute_ruler", after="parser"))
    ruler.add_patterns(attributes.patterns())
    lemmatizer = cast(Lemmatizer, nlp.add_pipe("lemmatizer", after="attribute_ruler"))
    lemmatizer.initialize(lookups=lemmas.tables(words))
    nlp.config["paths"] |= dict.fromkeys(nlp.config["paths"])  # they name this machine's folders
    nlp.meta |= {"name": "corroborate", "version": "1.0.0", "license": "CC BY-SA 4.0"}
    nlp.meta["description"] = f"Tags, syntax and names of English; {steps} steps on open treebanks."
    nlp.meta["sources"] = [{"name": n, "url": u, "license": terms} for n, u, terms in SOURCES]
    out.mkdir(parents=True, exist_ok=True)
    nlp.to_disk(out, exclude=["vocab"])
    bare = spacy.load(out)
    for label in sorted(_labels(nlp)):
        bare.vocab.strings.add(label)
    bare.to_disk(out)


def scores(nlp: Language, treebank: Path) -> dict[str, float]:
    """Scores from 0 to 1 on the parts that were not trained on, and the speed on one core."""
    named: dict[str, float] = {}
    parts = [("ewt_test", "test", 0), ("news", "news", 0), ("ewt_dev", "dev", 0)]
    for name, part, at in [*parts, ("gum_dev", "dev", 1)]:
        sentences = corpus.scoring_sentences(treebank, part)[at]
        found = nlp.evaluate(list(examples(nlp, sentences)))
        named |= {f"{name}_{key}": round(found[key], 4) for key in _SCORES if found.get(key)}
    named["characters_per_second"] = speed(nlp, treebank)
    return named


def examples(nlp: Language, sentences: list[corpus.Annotated]) -> Iterator[Example]:
    """The sentences as examples, eight at most in each."""
    return (corpus.example(nlp, stretch) for stretch in corpus.texts([sentences]))


def speed(nlp: Language, treebank: Path) -> int:
    """Characters read in a second, on texts of the size of an article's."""
    sentences = corpus.scoring_sentences(treebank, "dev")[0]
    texts = [example.text for example in islice(examples(nlp, sentences), 200)]
    articles = ["\n\n".join(texts[at : at + 4]) for at in range(0, len(texts), 4)]
    nlp(articles[0])
    start = perf_counter()
    for article in articles:
        nlp(article)
    return round(sum(map(len, articles)) / (perf_counter() - start))


def record(measured: dict[str, float], *, out: Path) -> None:
    """Put the scores into the meta.json of the pipeline in `out`."""
    path = out / "meta.json"
    meta = json.loads(path.read_text(encoding="utf-8")) | {"performance": measured}
    path.write_text(json.dumps(meta, indent=2) + "\n", encoding="utf-8")


def _labels(nlp: Language) -> set[str]:
    labels = {label for labels in nlp.pipe_labels.values() for label in labels}
    return labels | {v for pattern in attributes.patterns() for v in pattern["attrs"].values()}
