"""The least of runs, mentions and claims that a test needs."""

from itertools import count

from django.utils import timezone

from claims.models import (
    Claim,
    ClaimMention,
    ClaimSpeaker,
    ExtractionRun,
    Mention,
    MentionHop,
    MentionSpeaker,
)
from claims.states import CLAIM_SEALED
from claims.vocabularies import ClaimState as S
from claims.vocabularies import Curation, LinkState, RejectReason, RunState
from teams.vocabularies import SecondReview

_numbers = count(1)

# How a claim comes to a state: the database refuses the leaps. Decided ones need a sealed review:
# tests/factories/review.py makes them.
WAYS = {
    S.ON_RECORD: [],
    S.TO_CHECK: [],
    S.IN_REVIEW: [S.IN_REVIEW],
    S.SECOND_REVIEW: [S.IN_REVIEW, S.SECOND_REVIEW],
    S.DIFFERING: [S.IN_REVIEW, S.SECOND_REVIEW, S.DIFFERING],
    S.NOT_PURSUED: [S.NOT_PURSUED],
}


def make_run(document, *, version=None, state=RunState.DONE, **fields):
    version = version or document.versions.last()
    values = {"engine": "rules", "engine_version": "1", "state": state, **fields}
    return ExtractionRun.objects.create(team_id=document.team_id, version=version, **values)


def make_mention(document, content=None, *, source="", cue="", speaker=None, by=None, **fields):
    """A proposed mention of a run; of a person if `by` is given.

    content, source, cue: words of the text of the newest version, the first place they stand;
    by default all of the text is content. speaker: an actor, or words.
    """
    version = fields.pop("version", None) or document.versions.last()
    spans = {
        name: _spans(version.text, words) for name, words in [("source", source), ("cue", cue)]
    }
    content = version.text if content is None else content
    content_spans = _spans(version.text, content)
    values = {
        "run": None if by else make_run(document, version=version),
        "made_by": by,
        "start": min(start for start, _ in sum(spans.values(), content_spans)),
        "source_spans": spans["source"],
        "source_words": source,
        "cue_spans": spans["cue"],
        "cue_words": cue,
        "content_spans": content_spans,
        "content_words": content,
        "mode": "indirect",
        "signature": "" if by else f"made-{next(_numbers)}",
        "score": None if by else 0.8,
        **fields,
    }
    mention = Mention.objects.create(
        team_id=document.team_id, document=document, version=version, **values
    )
    if speaker or source:
        add_speaker(mention, speaker or source)
    return mention


def make_decided_mention(document, content=None, *, by, curation=Curation.REJECTED, **fields):
    """A mention that `by` accepted, rejected or set aside; no claim comes with it."""
    reason = RejectReason.NOT_A_CLAIM if curation == Curation.REJECTED else ""
    return make_mention(
        document,
        content,
        curation=curation,
        reject_reason=reason,
        curated_by=by,
        curated_at=timezone.now(),
        **fields,
    )


def add_speaker(mention, speaker):
    who = {"words": speaker} if isinstance(speaker, str) else {"actor": speaker}
    return MentionSpeaker.objects.create(mention=mention, position=mention.speakers.count(), **who)


def make_hop(mention, words="the union"):
    return MentionHop.objects.create(mention=mention, position=0, words=words)


def make_claim(team, *, by, state=S.TO_CHECK, speaker="A resident", mention=None, **fields):
    """A claim of `team` in `state`, with no reviews, decisions or duties to go with it.

    speaker: an actor, words, or None; mention: one that it was accepted from.
    """
    begins = S.ON_RECORD if state == S.ON_RECORD else S.TO_CHECK
    fields.setdefault("statement", f"The bridge at Ostrel was closed {next(_numbers)} times.")
    if state in CLAIM_SEALED:
        fields = {"second_review": SecondReview.NONE, "confirmed_by": by, **fields}
    made_in = mention.document if mention else None
    claim = Claim.objects.create(team=team, added_by=by, state=begins, made_in=made_in, **fields)
    if speaker:
        who = {"words": speaker} if isinstance(speaker, str) else {"actor": speaker}
        ClaimSpeaker.objects.create(claim=claim, **who)
    if mention:
        link_mention(claim, mention, by=by, is_origin=True)
    for step in WAYS[state]:
        Claim.objects.filter(pk=claim.pk).update(state=step, **_needed(step, claim))
    claim.refresh_from_db()
    return claim


def link_mention(claim, mention, *, by=None, state=LinkState.CONFIRMED, **fields):
    return ClaimMention.objects.create(claim=claim, mention=mention, by=by, state=state, **fields)


def _needed(step, claim):
    return {"not_pursued_why": claim.not_pursued_why or "Too old"} if step == S.NOT_PURSUED else {}


def _spans(text, words):
    if not words:
        return []
    start = text.index(words)
    return [[start, start + len(words)]]
