from review.models.checks import HistoryCheck
from review.models.comments import Comment, Watch
from review.models.drafts import KeptDraft
from review.models.duties import Assignment, Sighting
from review.models.evidence import Evidence
from review.models.reviews import Decision, Review, ReviewCitation, ReviewReturn, Signature

__all__ = [
    "Assignment",
    "Comment",
    "Decision",
    "Evidence",
    "HistoryCheck",
    "KeptDraft",
    "Review",
    "ReviewCitation",
    "ReviewReturn",
    "Sighting",
    "Signature",
    "Watch",
]
