"""Which evidence, reviews, decisions, duties, comments and events."""

import django_filters as filters
from django.db.models import QuerySet

from common.filters import IdFilter
from review.models import Assignment, Comment, Decision, Evidence, Review
from review.searching import COMMENT
from review.vocabularies import Axis, CommentKind, DecisionKind, Duty, EvidenceKind, Stance
from search.finding import matching
from teams.access import team_of


class OfClaim(filters.FilterSet):
    claim = IdFilter(field_name="claim_id")
    round = IdFilter()


class EvidenceFilters(OfClaim):
    """`stance` is the one that you may see: in a blind round there is none."""

    axis = filters.MultipleChoiceFilter(choices=Axis.choices, distinct=False)
    kind = filters.MultipleChoiceFilter(choices=EvidenceKind.choices, distinct=False)
    stance = filters.MultipleChoiceFilter(
        field_name="shown_stance", choices=Stance.choices, distinct=False
    )
    document = IdFilter(field_name="document_id")
    live = filters.BooleanFilter(method="is_live", label="Not withdrawn")

    class Meta:
        model = Evidence
        fields: list[str] = []

    def is_live(self, rows: QuerySet[Evidence], _name: str, wanted: bool) -> QuerySet[Evidence]:
        return rows.filter(withdrawn_at__isnull=wanted)


class ReviewFilters(OfClaim):
    duty = filters.MultipleChoiceFilter(choices=Duty.choices, distinct=False)
    reviewer = IdFilter(field_name="reviewer_id")

    class Meta:
        model = Review
        fields: list[str] = []


class DecisionFilters(OfClaim):
    kind = filters.MultipleChoiceFilter(choices=DecisionKind.choices, distinct=False)
    decided_from = filters.DateFilter(field_name="decided_at", lookup_expr="date__gte")
    decided_to = filters.DateFilter(field_name="decided_at", lookup_expr="date__lte")

    class Meta:
        model = Decision
        fields: list[str] = []


class AssignmentFilters(OfClaim):
    person = IdFilter(field_name="person_id")
    duty = filters.MultipleChoiceFilter(choices=Duty.choices, distinct=False)
    open = filters.BooleanFilter(field_name="ended_at", lookup_expr="isnull")

    class Meta:
        model = Assignment
        fields: list[str] = []


class CommentFilters(OfClaim):
    q = filters.CharFilter(method="of_words", label="Words of the comment")
    kind = filters.MultipleChoiceFilter(choices=CommentKind.choices, distinct=False)
    by = IdFilter(field_name="by_id")
    document = IdFilter(field_name="document_id")
    mention = IdFilter(field_name="mention_id")
    evidence = IdFilter(field_name="evidence_id")
    reply_to = IdFilter(field_name="reply_to_id")
    open = filters.BooleanFilter(
        field_name="resolved_at", lookup_expr="isnull", label="Not resolved"
    )

    class Meta:
        model = Comment
        fields: list[str] = []

    def of_words(self, rows: QuerySet[Comment], _name: str, typed: str) -> QuerySet[Comment]:
        team, user = team_of(self.request), self.request.user
        return rows.filter(matching(COMMENT, typed, team=team, user=user))
