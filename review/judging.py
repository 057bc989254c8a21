"""What a review judges, and what it still needs: one list for form, API and submission alike."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _

from claims.models import Claim
from claims.vocabularies import Confidence, Holds, Said
from history.chain import canonical
from history.services import plain
from review.models import Evidence, Review
from review.models.evidence import JUDGED
from review.vocabularies import ADVERSE_HOLDS, ADVERSE_SAID, Duty, EvidenceKind
from teams.vocabularies import Grading

if TYPE_CHECKING:
    from teams.models import User

NO_CONFIDENCE = frozenset({Said.NOT_EXAMINED, Holds.NOT_EXAMINED, Holds.NOT_APPLICABLE})
SEALED_OF_EVIDENCE = tuple(name for name in JUDGED if name != "withdrawn_at")


@dataclass(frozen=True)
class ReviewDraft:
    """What a person has filled in so far: codes of the vocabularies, "" where open.

    `cited`: ids of evidence, each with the version of it that was read. `stands_alone`: whether
    the person confirms the statement; None leaves it as the claim has it. `settled_by` is for
    joint and third reviews, `override_why` for overrides.
    """

    said: str = ""
    said_confidence: str = ""
    holds: str = ""
    holds_confidence: str = ""
    rationale: str = ""
    as_of: date | None = None
    recheck_on: date | None = None
    recheck_never: bool = False
    no_reply_why: str = ""
    cited: Mapping[int, int] = field(default_factory=dict)
    stands_alone: bool | None = None
    settled_by: str = ""
    override_why: str = ""


@dataclass(frozen=True)
class Condition:
    """Something a review needs. `url` leads to its control on the claim's page."""

    key: str
    label: str
    done: bool
    url: str = ""


def settled(draft: ReviewDraft, claim: Claim) -> ReviewDraft:
    """`draft` with what follows by itself: no content axis, no confidence where none is due."""
    holds = draft.holds if claim.has_content_axis() else str(Holds.NOT_APPLICABLE)
    yet = holds == Holds.CANNOT_BE_VERIFIED_YET
    return replace(
        draft,
        holds=holds,
        said_confidence="" if draft.said in NO_CONFIDENCE else draft.said_confidence,
        holds_confidence="" if holds in NO_CONFIDENCE else draft.holds_confidence,
        rationale=draft.rationale.strip(),
        recheck_on=draft.recheck_on if yet else None,
        recheck_never=draft.recheck_never and yet and draft.recheck_on is None,
        no_reply_why=draft.no_reply_why.strip(),
        settled_by=draft.settled_by.strip(),
        override_why=draft.override_why.strip(),
    )


def citable(claim: Claim, by: "User") -> list[Evidence]:
    """The live evidence of `claim` that `by` may read. One query."""
    rows = Evidence.objects.visible_to(by).live().filter(claim=claim.pk)
    return list(rows.select_related("source").order_by("pk"))


def what_is_missing(
    claim: Claim,
    draft: ReviewDraft,
    by: "User",
    *,
    duty: str = Duty.FIRST,
    evidence: Sequence[Evidence] | None = None,
) -> list[Condition]:
    """Every condition of a review of `claim`, done or not, in the order of the form.

    evidence: what `citable` gives, where the caller has it already; else one query more. One query
    for the speakers, unless they were prefetched with their actors.
    """
    draft = settled(draft, claim)
    evidence = citable(claim, by) if evidence is None else evidence
    cited = [item for item in evidence if item.pk in draft.cited]
    return [
        *_of_statement(claim, draft),
        *_of_verdicts(claim, draft),
        *_of_reasons(draft, duty),
        *_of_evidence(claim, draft, cited),
    ]


def missing(conditions: Iterable[Condition]) -> list[str]:
    return [condition.label for condition in conditions if not condition.done]


def has_unidentified_speaker(claim: Claim) -> bool:
    """Whether one of the speakers is not known by name: then nobody can say that *they* said it."""
    return any(not speaker.is_identified() for speaker in _speakers(claim))


def _of_statement(claim: Claim, draft: ReviewDraft) -> list[Condition]:
    confirmed = claim.confirmed_by_id is not None
    alone = confirmed if draft.stands_alone is None else draft.stands_alone
    return [
        Condition("stands_alone", _("Statement stands alone"), alone, "#f-stands_alone"),
        Condition("speakers", _("Who states it"), bool(_speakers(claim)), "#h-statement"),
    ]


def _of_verdicts(claim: Claim, draft: ReviewDraft) -> list[Condition]:
    holds_open = set(Holds.values) - {Holds.NOT_APPLICABLE}
    said_done = draft.said in Said.values
    found = [Condition("said", _("A verdict on “Was it said?”"), said_done, "#g-said")]
    if draft.said == Said.SAID and has_unidentified_speaker(claim):
        label = _("An unidentified speaker can be reported or single source, never said")
        found.append(Condition("unidentified", label, False, "#g-said"))
    if draft.said not in NO_CONFIDENCE:
        sure = draft.said_confidence in Confidence.values
        label = _("How sure you are that it was said so")
        found.append(Condition("said_confidence", label, sure, "#cf-said"))
    if claim.has_content_axis():
        done = draft.holds in holds_open
        found.append(Condition("holds", _holds_label(claim), done, "#g-holds"))
        if draft.holds not in NO_CONFIDENCE:
            sure = draft.holds_confidence in Confidence.values
            label = _("How sure you are that it holds so")
            found.append(Condition("holds_confidence", label, sure, "#cf-holds"))
    nothing = {Holds.NOT_EXAMINED, Holds.NOT_APPLICABLE}
    if draft.said == Said.NOT_EXAMINED and draft.holds in nothing:
        found.append(Condition("examined", _("At least one question examined"), False, "#g-said"))
    if draft.holds == Holds.CANNOT_BE_VERIFIED_YET:
        later = draft.recheck_on is not None and draft.recheck_on > timezone.localdate()
        label = _("A later day to look again, or “never”")
        found.append(Condition("recheck", label, later or draft.recheck_never, "#f-recheck_on"))
    return found


def _holds_label(claim: Claim) -> str:
    return _("A verdict on “%(question)s”") % {"question": claim.holds_question}


def _of_reasons(draft: ReviewDraft, duty: str) -> list[Condition]:
    looked = draft.as_of is not None and draft.as_of <= timezone.localdate()
    found = [
        Condition("rationale", _("Reasons"), bool(draft.rationale), "#f-rationale"),
        Condition("as_of", _("The day up to which you looked"), looked, "#f-as_of"),
    ]
    if duty in {Duty.JOINT, Duty.THIRD}:
        done = bool(draft.settled_by)
        found.append(Condition("settled_by", _("What settled it"), done, "#f-settled_by"))
    if duty == Duty.OVERRIDE:
        done = bool(draft.override_why)
        label = _("Why you override the policy")
        found.append(Condition("override_why", label, done, "#f-override_why"))
    return found


def _of_evidence(claim: Claim, draft: ReviewDraft, cited: list[Evidence]) -> list[Condition]:
    gone = len(draft.cited) - len(cited)
    label = _("Evidence cited, %(count)d") % {"count": len(cited)} if cited else _("Evidence cited")
    found = [Condition("cited", label, bool(cited), "#h-evidence")]
    if gone:
        label = _("Only evidence that is here: %(count)d cited is withdrawn or unknown")
        found.append(Condition("cited_here", label % {"count": gone}, False, "#h-evidence"))
    if is_adverse(draft) and any(speaker.is_identified() for speaker in _speakers(claim)):
        asked = any(item.kind == EvidenceKind.REPLY for item in cited)
        label = _("A reply cited, or why none was asked")
        found.append(
            Condition("reply", label, asked or bool(draft.no_reply_why), "#f-no_reply_why")
        )
    if claim.team.grading == Grading.REQUIRED:
        # Where the grade is concealed from this person, asking for it would show what it is.
        open_to_see = [item for item in cited if not item.is_concealed]
        graded = all(item.shown_credibility for item in open_to_see)
        found.append(Condition("graded", _("A credibility of all cited"), graded, "#h-evidence"))
    return found


def is_adverse(draft: ReviewDraft) -> bool:
    """Whether the verdicts go against somebody."""
    return draft.said in ADVERSE_SAID or draft.holds in ADVERSE_HOLDS


def _speakers(claim: Claim) -> list[Any]:
    prefetched = getattr(claim, "_prefetched_objects_cache", {})
    if "speakers" in prefetched:
        return list(claim.speakers.all())
    return list(claim.speakers.select_related("actor"))


# --- What is sealed -------------------------------------------------------------------------------
def snapshot(claim: Claim, evidence: Iterable[Evidence]) -> dict[str, Any]:
    """What a review of `claim` that cites `evidence` judges, as plain JSON.

    People and actors by id: names that are protected or redacted later do not stay behind in it.
    """
    return plain(
        {
            "statement": claim.statement,
            "polarity": claim.polarity,
            "kind": claim.kind,
            "about": {
                "words": claim.about_words,
                "start": claim.about_start,
                "end": claim.about_end,
                "precision": claim.about_precision,
            },
            "speakers": [
                {"actor": speaker.actor_id, "words": speaker.words} for speaker in _speakers(claim)
            ],
            "evidence": [
                {"id": item.pk, **{name: getattr(item, name) for name in SEALED_OF_EVIDENCE}}
                for item in sorted(evidence, key=lambda item: item.pk)
            ],
        }
    )


def digest(judged: dict[str, Any]) -> str:
    """SHA-256 (hex) of a snapshot in canonical JSON."""
    return hashlib.sha256(canonical(judged)).hexdigest()


def still_as_judged(review: Review) -> bool:
    """Whether claim and cited evidence are, character for character, what `review` judged."""
    evidence = Evidence.objects.filter(citations__review=review.pk, withdrawn_at=None)
    claim = Claim.objects.get(pk=review.claim_id)
    now = snapshot(claim, evidence)
    if "polarity" not in review.judged and not claim.is_denial():
        del now["polarity"]  # sealed before claims had one: it was read as it stands
    return digest(now) == review.judged_digest
