"""Who may read what of a round: the one place where blindness is decided, field by field.

What is kept hangs on who wrote it, when, and under which duty: see `is_kept`.
"""

from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Value, When
from django.db.models.functions import Coalesce, NullIf, Substr

from claims.models import Claim
from claims.vocabularies import Priority
from common.models import RecordedQuerySet
from documents.models import Document
from teams.querysets import Has, RestrictableQuerySet, is_visible
from teams.vocabularies import SecondReview

if TYPE_CHECKING:
    from teams.models import User


def may_become_blind() -> Q:
    """Claims whose open round gets, as their priority stands now, a blind second review."""
    policy = {True: "claim__team__second_review_high", False: "claim__team__second_review_normal"}
    # Where a team chose nothing, high priority is for two, the second blind.
    high = Q(claim__priority=Priority.HIGH, **{f"{policy[True]}__in": ["", SecondReview.BLIND]})
    normal = ~Q(claim__priority=Priority.HIGH) & Q(**{policy[False]: SecondReview.BLIND})
    return high | normal


def open_to_witnesses() -> Q:
    """Duties of rounds that are not blind so far, though they could become it: what is written in
    them may be read, and whoever read it cannot be the blind second any more.
    """
    return Q(round=F("claim__round"), claim__second_review="") & ~may_become_blind()


def is_kept(author: str, *moments: str, user: "User | None" = None) -> Exists:
    """Condition: what `author` (a column) wrote in the row at one of `moments` (columns) is kept
    from `user`, without one from anybody.

    It is while the author has or had a concealing duty on the row's claim since before that
    moment; not from the author, nor, in a round open to witnesses, from those it was shown to.
    """
    duties = _rows("Assignment").filter(
        is_concealing=True, claim_id=OuterRef("claim_id"), person_id=OuterRef(author)
    )
    since = [Q(assigned_at__lte=OuterRef(moment)) for moment in moments]
    duties = duties.filter(reduce(or_, since))
    if user is None:
        return Exists(duties)
    shown = _rows("Sighting").filter(
        claim_id=OuterRef("claim_id"),
        round=OuterRef("round"),
        author_id=OuterRef("person_id"),
        person=user.pk,
    )
    return Exists(duties.filter(~Q(person=user.pk), ~(open_to_witnesses() & Q(Exists(shown)))))


def is_note_shown(user: "User") -> Exists:
    """Condition on an event: `user` was handed the claim by the one who wrote it."""
    return Exists(
        _rows("Sighting").filter(
            claim_id=OuterRef("claim_id"),
            round=OuterRef("round"),
            author_id=OuterRef("by_id"),
            person=user.pk,
        )
    )


def _rows(model: str) -> models.QuerySet[Any]:
    return apps.get_model("review", model)._default_manager.all()


class OfClaimQuerySet(RecordedQuerySet):
    """For models that hang on a claim and are read by who may read the claim."""

    def of_visible_claims(self, user: "User") -> Self:
        return self.filter(is_visible(Claim, user, "claim_id"))


class AssignmentQuerySet(OfClaimQuerySet):
    def visible_to(self, user: "User") -> Self:
        """`shown_note` is "" where a first reviewer's note to another person is kept."""
        kept = Q(is_kept("assigned_by_id", "assigned_at", user=user)) & ~Q(person=user.pk)
        shown = Case(When(kept, then=Value("")), default=F("note"))
        return self.of_visible_claims(user).annotate(shown_note=shown)

    def open(self) -> Self:
        return self.filter(ended_at=None)


class ReviewQuerySet(OfClaimQuerySet):
    def visible_to(self, user: "User") -> Self:
        kept = is_kept("reviewer_id", "sealed_at", user=user)
        return self.of_visible_claims(user).filter(~Q(kept))

    def standing(self) -> Self:
        """Reviews that were neither withdrawn nor returned nor declined."""
        return self.filter(ended=None)


class OfReviewQuerySet(RecordedQuerySet):
    """For rows of a review: read by who may read the review."""

    def visible_to(self, user: "User") -> Self:
        reviews = self.model._meta.get_field("review").related_model.objects.visible_to(user)
        return self.filter(review__in=reviews)


class EvidenceQuerySet(RestrictableQuerySet):
    """Passages and links stay visible in a blind round; what its reviewers made of them does not.

    `visible_to` annotates `shown_stance` and `shown_credibility`: where they are kept, what stood
    there before, "" and None if nothing did; and `shown_withdrawn_why`. Pages, API, admin and
    exports show, filter and order by these, never by the bare columns.
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
        kept = is_kept("judged_by_id", "judged_at", user=user)
        why_kept = is_kept("withdrawn_by_id", "withdrawn_at", user=user)
        concealed = seen.annotate(
            is_concealed=Case(When(kept, then=Value(True)), default=Value(False)),
            shown_withdrawn_why=Case(When(why_kept, then=Value("")), default=F("withdrawn_why")),
        )
        return concealed.annotate(
            shown_stance=Case(When(is_concealed=True, then=F("open_stance")), default=F("stance")),
            shown_credibility=Case(
                When(is_concealed=True, then=F("open_credibility")), default=F("credibility")
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
        """Comments on visible claims, evidence and documents, without those that are kept."""
        of_claims = Q(is_visible(Claim, user, "claim_id")) & ~_is_talk_kept(user)
        of_evidence = Q(evidence=None) | Q(is_readable_item(user, "evidence_id"))
        of_documents = Q(is_visible(Document, user, "document_id"))
        return self.filter((of_claims & of_evidence) | of_documents)

    def kept_from(self, user: "User") -> Self:
        """Comments on claims that `user` may not read though they may read the claim."""
        return self.filter(_is_talk_kept(user))

    def with_anchor(self) -> Self:
        """`anchor`: the words that it hangs on: evidence's, a mention's, the text's; or ""."""
        words = Substr("version__text", F("start") + 1, F("end") - F("start"))
        passage = NullIf("evidence__passage", Value(""))
        parts = (passage, "evidence__title", "mention__content_words", words, Value(""))
        return self.annotate(anchor=Coalesce(*parts, output_field=models.TextField()))

    def threads(self) -> Self:
        """The first comments of threads."""
        return self.filter(reply_to=None)


def _is_talk_kept(user: "User") -> Q:
    """What is kept, and what others answered to it; not from whom its author asked for help."""
    asked = Q(asked_id=user.pk) | Q(reply_to__asked_id=user.pk, reply_to__by_id=F("by_id"))
    kept = Q(is_kept("by_id", "at", "edited_at", user=user)) & ~asked
    thread = Q(is_kept("reply_to__by_id", "reply_to__at", "reply_to__edited_at", user=user))
    return kept | (thread & ~Q(by_id=user.pk) & ~Q(reply_to__asked_id=user.pk))


class WatchQuerySet(models.QuerySet[Any]):
    def of(self, user: "User") -> Self:
        """What `user` watches and may still read."""
        of_claims = Q(is_visible(Claim, user, "claim_id"))
        of_documents = Q(is_visible(Document, user, "document_id"))
        return self.filter(of_claims | of_documents, person=user.pk)
