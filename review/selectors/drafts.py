"""What a person has typed and not sealed, and what they sealed and got back."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from claims.models import Claim
from review.models import KeptDraft, Review
from review.vocabularies import Duty

if TYPE_CHECKING:
    from teams.models import User


def given_back(claim: Claim, user: "User", duty: str) -> Review | None:
    """The newest review of `user` for `duty` in this round that was withdrawn or returned."""
    mine = Review.objects.filter(claim=claim.pk, round=claim.round, duty=duty, reviewer=user.pk)
    ended = mine.exclude(ended=None).select_related("ended__by").prefetch_related("citations")
    return ended.order_by("-pk").first()


def drafts_of(claim: Claim, user: "User") -> list[KeptDraft]:
    """All that `user` keeps unsealed of the claim, the newest first. One query."""
    return list(KeptDraft.objects.visible_to(user).filter(claim=claim.pk).order_by("-updated_at"))


def wished(drafts: Iterable[KeptDraft]) -> str:
    """The duty that only comes on request and that the person has begun to write, or ""."""
    on_request = {Duty.THIRD, Duty.OVERRIDE}
    return next((draft.duty for draft in drafts if draft.duty in on_request), "")


def stray(drafts: Iterable[KeptDraft], claim: Claim, duty: str) -> list[KeptDraft]:
    """Drafts without a form on the page, because their step is not open to the person now."""
    return [draft for draft in drafts if (draft.round, draft.duty) != (claim.round, duty)]
