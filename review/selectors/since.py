"""What became of a claim since the decision in force was made."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from claims.models import Claim
from review.models import Comment, Decision, Evidence
from review.selectors.places import Place


@dataclass(frozen=True)
class Since:
    """Ids of what came after `at`, and the statement as it was decided if it is another one now."""

    at: datetime
    added: set[int] = field(default_factory=set)
    withdrawn: set[int] = field(default_factory=set)
    mentions: set[int] = field(default_factory=set)
    comments: set[int] = field(default_factory=set)
    statement_then: str = ""

    def __bool__(self) -> bool:
        marks = (self.added, self.withdrawn, self.mentions, self.comments, self.statement_then)
        return any(marks)


def since_decision(
    claim: Claim,
    decision: Decision | None,
    *,
    evidence: Iterable[Evidence],
    places: Iterable[Place],
    comments: Iterable[Comment],
) -> Since | None:
    """What of the rows that the reader was given is newer than `decision`. No query."""
    if decision is None:
        return None
    at, then = decision.decided_at, decision.review.statement
    items = list(evidence)
    return Since(
        at,
        added={item.pk for item in items if item.is_live() and item.created_at > at},
        withdrawn={item.pk for item in items if item.withdrawn_at and item.withdrawn_at > at},
        mentions={place.mention.pk for place in places if place.link.updated_at > at},
        comments={comment.pk for comment in comments if comment.at > at},
        statement_then=then if then != claim.statement else "",
    )
