"""Who may read what of a round: the one place where blindness is decided."""

from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Value, When

from claims.models import Claim
from documents.models import Document
from teams.querysets import RestrictableQuerySet

if TYPE_CHECKING:
    from teams.models import User


def in_concealed_round() -> Exists:
    """Whether the row's (`claim`, `round`) is a round whose first review is concealed now."""
    rounds = Claim.objects.concealing()
    return Exists(rounds.filter(pk=OuterRef("claim_id"), round=OuterRef("round")))


class OfClaimQuerySet(models.QuerySet[Any]):
    """For models that hang on a claim and are read by who may read the claim."""

    def of_visible_claims(self, user: "User") -> Self:
        return self.filter(claim__in=Claim.objects.visible_to(user))


class ConcealedQuerySet(OfClaimQuerySet):
    """For models of which any row shows the first review; `author_field` names its author."""

    author_field = "by"

    def visible_to(self, user: "User") -> Self:
        mine = Q(**{f"{self.author_field}_id": user.pk})
        return self.of_visible_claims(user).filter(mine | ~Q(in_concealed_round()))


class ReviewQuerySet(ConcealedQuerySet):
    author_field = "reviewer"

    def standing(self) -> Self:
        """Reviews that were neither withdrawn nor returned nor declined."""
        return self.filter(ended=None)


class OfReviewQuerySet(models.QuerySet[Any]):
    """For rows of a review: read by who may read the review."""

    def visible_to(self, user: "User") -> Self:
        reviews = self.model._meta.get_field("review").related_model.objects.visible_to(user)
        return self.filter(review__in=reviews)


class EvidenceQuerySet(RestrictableQuerySet):
    """Passages and links stay visible in a blind round; stance and credibility do not.

    `visible_to` annotates `shown_stance` ("" where concealed) and `shown_credibility` (None):
    pages, API, admin and exports show and filter these, never the bare columns.
    """

    def live(self) -> Self:
        return self.filter(withdrawn_at=None)

    def visible_to(self, user: "User") -> Self:
        seen = super().visible_to(user).filter(claim__in=Claim.objects.visible_to(user))
        seen = seen.filter(Q(document=None) | Q(document__in=Document.objects.visible_to(user)))
        hidden = Q(in_concealed_round()) & ~Q(added_by_id=user.pk)
        return seen.annotate(
            is_concealed=Case(When(hidden, then=Value(True)), default=Value(False)),
            shown_stance=Case(When(hidden, then=Value("")), default=F("stance")),
            shown_credibility=Case(
                When(hidden, then=Value(None)),
                default=F("credibility"),
                output_field=models.PositiveSmallIntegerField(null=True),
            ),
        )


class CommentQuerySet(OfClaimQuerySet):
    def visible_to(self, user: "User") -> Self:
        """Comments on visible claims; in a concealed round not those by its first reviewer."""
        reviews = self.model._meta.apps.get_model("review", "Review").objects
        first = reviews.filter(
            claim_id=OuterRef("claim_id"), round=OuterRef("round"), reviewer_id=OuterRef("by_id")
        )
        hidden = Q(in_concealed_round()) & Q(Exists(first)) & ~Q(by_id=user.pk)
        return self.of_visible_claims(user).filter(~hidden)
