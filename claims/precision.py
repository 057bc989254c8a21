"""How often people agree with what an engine proposes."""

from dataclasses import dataclass

from django.db.models import Count, Q

from claims.models import Mention
from claims.vocabularies import Curation, RejectReason
from teams.models import Team, User

# Found rightly but not wanted counts neither for nor against the engine.
AGAINST = (RejectReason.NOT_A_CLAIM, RejectReason.BEYOND_REPAIR)


@dataclass(frozen=True)
class RulePrecision:
    """What people did with the proposals of one rule of one engine."""

    engine: str
    rule: str
    proposed: int
    accepted: int
    against: int
    corrected: int

    @property
    def judged(self) -> int:
        return self.accepted + self.against

    @property
    def percent(self) -> int | None:
        """Accepted among accepted and rejected as wrong, in per cent; None if nobody judged."""
        return round(100 * self.accepted / self.judged) if self.judged else None


def precision_by_rule(team: Team, user: User) -> list[RulePrecision]:
    """Of mentions that `user` may read, by engine and rule, most judged first. One query.

    `proposed` counts what was found at all, stale ones not; `corrected` those of the accepted in
    which a person set a field.
    """
    accepted = Q(curation=Curation.ACCEPTED)
    rows = (
        Mention.objects.visible_to(user)
        .filter(team=team, run__isnull=False)
        .standing()
        .order_by()
        .values("run__engine", "rule")
        .annotate(
            proposed=Count("pk"),
            accepted=Count("pk", filter=accepted),
            against=Count("pk", filter=Q(reject_reason__in=AGAINST)),
            corrected=Count("pk", filter=accepted & ~Q(person_fields=[])),
        )
    )
    found = [
        RulePrecision(
            row["run__engine"],
            row["rule"],
            row["proposed"],
            row["accepted"],
            row["against"],
            row["corrected"],
        )
        for row in rows
    ]
    return sorted(found, key=lambda each: (-each.judged, -each.proposed, each.engine, each.rule))
