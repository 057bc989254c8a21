"""The steps of people in the demo: services, called with what the demo needs of them."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from actors import services as actors
from actors.models import Actor
from claims import services as claims
from claims.models import Claim, Mention
from claims.services import SpeakerDraft
from claims.vocabularies import Confidence, Kind, Priority
from common.models import Versioned
from documents.models import Document
from review import services as review
from review.models import Evidence
from review.services import EvidenceDraft, ReviewDraft
from teams.models import User


def in_days(number: int) -> date:
    return timezone.localdate() + timedelta(days=number)


def seen(row: Versioned) -> int:
    """The version that somebody who opens the row now sees."""
    row.refresh_from_db()
    return row.row_version


def correct(mention: Mention, content: str, *, by: User) -> None:
    """Set the content to the words `content` of the text, if the engine cut them otherwise."""
    start = mention.version.text.index(content)
    spans = [[start, start + len(content)]]
    claims.edit_mention(
        mention=mention, by=by, row_version=seen(mention), changes={"content_spans": spans}
    )


def say_who(mention: Mention, speaker: Actor, *, by: User) -> None:
    """Set the speaker, if the engine did not know them."""
    rows = list(mention.speakers.all())
    if [row.actor_id for row in rows] == [speaker.pk]:
        return
    words = rows[0].words if rows else mention.source_words
    claims.set_mention_speakers(
        mention=mention,
        by=by,
        row_version=seen(mention),
        speakers=[SpeakerDraft(actor=speaker, words=words)],
    )


def accept(
    mention: Mention,
    statement: str,
    speaker: Actor,
    *,
    by: User,
    kind: str = Kind.FACT,
    to_check: bool = True,
    priority: str = Priority.NORMAL,
    due: int | None = None,
) -> Claim:
    """Make a claim of a mention, corrected where the engine went wrong. due: in days from now."""
    say_who(mention, speaker, by=by)
    if mention.kind != kind:
        claims.edit_mention(
            mention=mention, by=by, row_version=seen(mention), changes={"kind": kind}
        )
    claim = claims.accept_mention(
        mention=mention,
        by=by,
        row_version=seen(mention),
        to_check=to_check,
        priority=priority,
        statement=statement,
    )
    if due is not None:
        review.set_due(claim=claim, due_on=in_days(due), by=by, row_version=seen(claim))
    return claim


def attach(mention: Mention, claim: Claim, speaker: Actor, *, by: User) -> None:
    say_who(mention, speaker, by=by)
    claims.attach_mention(mention=mention, claim=claim, by=by, row_version=seen(mention))


def reject(mention: Mention, reason: str, *, by: User) -> None:
    claims.reject_mention(mention=mention, by=by, row_version=seen(mention), reason=reason)


def unnamed(document: Document, words: str, *, by: User) -> Actor:
    return actors.create_unnamed(team=document.team, document_id=document.pk, words=words, by=by)


def found(
    claim: Claim, axis: str, stance: str, kind: str, title: str, *, by: User, **values: Any
) -> Evidence:
    """Add one item of evidence. values: the other fields of `EvidenceDraft`."""
    item = EvidenceDraft(axis=axis, stance=stance, kind=kind, title=title, **values)
    return review.add_evidence(claim=claim, item=item, by=by)


def verdicts(
    said: str,
    holds: str,
    rationale: str,
    cited: Sequence[Evidence],
    *,
    sure: tuple[str, str] = (Confidence.HIGH, Confidence.MODERATE),
    **values: Any,
) -> ReviewDraft:
    """A review as of today. values: the other fields of `ReviewDraft`."""
    return ReviewDraft(
        said=said,
        said_confidence=sure[0],
        holds=holds,
        holds_confidence=sure[1],
        rationale=rationale,
        as_of=timezone.localdate(),
        cited={item.pk: item.row_version for item in cited},
        stands_alone=True,
        **values,
    )


def seal(claim: Claim, draft: ReviewDraft, *, by: User) -> None:
    """Take the claim, unless `by` has it, and seal the first review."""
    if claim.state == "to_check":
        take(claim, by=by)
    review.submit_review(claim=claim, draft=draft, by=by, row_version=seen(claim))


def take(claim: Claim, *, by: User) -> None:
    review.take(claim=claim, by=by, row_version=seen(claim))


def sign(claim: Claim, *, by: User) -> None:
    """Read the first review as its second person, and sign it."""
    review.begin_second(claim=claim, by=by, row_version=seen(claim))
    review.sign(claim=claim, by=by, row_version=seen(claim))


def seal_blind(claim: Claim, draft: ReviewDraft, *, by: User) -> None:
    """Review a second time without having seen the first."""
    review.begin_second(claim=claim, by=by, row_version=seen(claim))
    review.submit_second(claim=claim, draft=draft, by=by, row_version=seen(claim))
