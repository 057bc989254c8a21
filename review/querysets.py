"""Who may read what of a round: the one place where blindness is decided."""

from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Value, When
from django.db.models.functions import Coalesce, NullIf, Substr

from claims.models import Claim
from common.models import RecordedQuerySet
from documents.models import Document
from teams.querysets import Has, RestrictableQuerySet, is_visible

if TYPE_CHECKING:
    from teams.models import User


def in_concealed_round() -> Exists:
    """Whether the row's (`claim`, `round`) is a round whose first review is concealed now."""
    rounds = Claim.objects.concealing()
    return Exists(rounds.filter(pk=OuterRef("claim_id"), round=OuterRef("round")))


class OfClaimQuerySet(RecordedQuerySet):
    """For models that hang on a claim and are read by who may read the claim."""

    def of_visible_claims(self, user: "User") -> Self:
        return self.filter(is_visible(Claim, user, "claim_id"))


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


class OfReviewQuerySet(RecordedQuerySet):
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

    def readable_beside_claim(self, user: "User") -> Self:
        """Those that neither their own access nor their document keeps from who may read the claim.

        Where the claim itself is asked about anyhow: nested once more, SQLite refuses the query.
        """
        seen = super().visible_to(user)
        return seen.filter(Q(document=None) | Q(is_visible(Document, user, "document_id")))

    def visible_to(self, user: "User") -> Self:
        seen = self.readable_beside_claim(user).filter(is_visible(Claim, user, "claim_id"))
        hidden = Q(in_concealed_round()) & ~Q(added_by_id=user.pk)
        concealed = seen.annotate(
            is_concealed=Case(When(hidden, then=Value(True)), default=Value(False))
        )
        return concealed.annotate(
            shown_stance=Case(When(is_concealed=True, then=Value("")), default=F("stance")),
            shown_credibility=Case(
                When(is_concealed=True, then=Value(None)),
                default=F("credibility"),
                output_field=models.PositiveSmallIntegerField(null=True),
            ),
        )


def is_readable_item(user: "User", column: str) -> Has:
    """Condition, beside one on the claim: the evidence that `column` holds may be read."""
    return Has(column, _readable_items, user)


def _readable_items(user: "User") -> models.QuerySet[Any]:
    evidence: Any = Claim._meta.apps.get_model("review", "Evidence").objects
    return evidence.readable_beside_claim(user).values("pk")


class CommentQuerySet(RecordedQuerySet):
    def visible_to(self, user: "User") -> Self:
        """Comments on visible claims, evidence and documents; in a concealed round not those by
        its first reviewer.
        """
        get = self.model._meta.apps.get_model
        first = get("review", "Review").objects.filter(
            claim_id=OuterRef("claim_id"), round=OuterRef("round"), reviewer_id=OuterRef("by_id")
        )
        hidden = Q(in_concealed_round()) & Q(Exists(first)) & ~Q(by_id=user.pk)
        of_claims = Q(is_visible(Claim, user, "claim_id")) & ~hidden
        of_evidence = Q(evidence=None) | Q(is_readable_item(user, "evidence_id"))
        of_documents = Q(is_visible(Document, user, "document_id"))
        return self.filter((of_claims & of_evidence) | of_documents)

    def with_anchor(self) -> Self:
        """`anchor`: the words that it hangs on: evidence's, a mention's, the text's; or ""."""
        words = Substr("version__text", F("start") + 1, F("end") - F("start"))
        passage = NullIf("evidence__passage", Value(""))
        parts = (passage, "evidence__title", "mention__content_words", words, Value(""))
        return self.annotate(anchor=Coalesce(*parts, output_field=models.TextField()))

    def threads(self) -> Self:
        """The first comments of threads."""
        return self.filter(reply_to=None)


class WatchQuerySet(models.QuerySet[Any]):
    def of(self, user: "User") -> Self:
        """What `user` watches and may still read."""
        of_claims = Q(is_visible(Claim, user, "claim_id"))
        of_documents = Q(is_visible(Document, user, "document_id"))
        return self.filter(of_claims | of_documents, person=user.pk)
