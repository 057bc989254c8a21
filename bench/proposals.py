"""Documents full of mentions, as an engine would have proposed them: written in bulk."""

from typing import Any

from claims.models import Mention, MentionSpeaker
from documents.models import Document
from tests.factories.claims import make_run
from tests.factories.documents import make_document

NOUNS = ("gate", "bridge", "harbour", "tunnel", "ferry", "lock", "quay", "depot", "clinic", "dam")
VERBS = ("closed", "leaked", "opened", "burned", "flooded", "failed", "moved", "sold")


def fill(team: Any, person: Any, actors: list[Any], *, words: int, mentions: int) -> Document:
    """A document of about `words` words in paragraphs of about 80, mentions evenly spread."""
    sentences, places, at = [], [], 0
    every = max(1, words // 12 // mentions)
    for number in range(words // 12):
        noun, verb = NOUNS[number % len(NOUNS)], VERBS[number % len(VERBS)]
        content = f"the {noun} at pier {number} was {verb} by men of the"
        sentence = f"Mara Venn said {content}."
        if number % every == 0 and len(places) < mentions:
            places.append((at, at + 9, at + 10, at + 14, at + 15, at + 15 + len(content)))
        gap = "\n\n" if number % 6 == 5 else " "
        sentences.append(sentence + gap)
        at += len(sentence) + len(gap)
    document = make_document(team, by=person, text="".join(sentences))
    propose(document, places, actors)
    return document


def propose(document: Document, places: list[tuple[int, ...]], actors: list[Any]) -> None:
    version, run = document.versions.last(), make_run(document)
    rows = [
        Mention(
            team=document.team,
            document=document,
            version=version,
            run=run,
            start=a,
            source_spans=[[a, b]],
            source_words=version.text[a:b],
            cue_spans=[[c, d]],
            cue_words=version.text[c:d],
            content_spans=[[e, f]],
            content_words=version.text[e:f],
            mode="indirect",
            signature=f"{document.pk}-{a}",
            score=0.8,
            reasons=["a cue of speech", "a named source before it"],
            rule="cue",
        )
        for a, b, c, d, e, f in places
    ]
    Mention.objects.bulk_create(rows)
    MentionSpeaker.objects.bulk_create(
        MentionSpeaker(mention=row, actor=actors[number % len(actors)], words=row.source_words)
        for number, row in enumerate(rows)
    )
