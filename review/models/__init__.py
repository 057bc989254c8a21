from review.models.comments import Comment, Watch
from review.models.drafts import KeptDraft
from review.models.duties import Assignment
from review.models.evidence import Evidence
from review.models.reviews import Decision, Review, ReviewCitation, ReviewReturn, Signature

__all__ = [
    "Assignment",
    "Comment",
    "Decision",
    "Evidence",
    "KeptDraft",
    "Review",
    "ReviewCitation",
    "ReviewReturn",
    "Signature",
    "Watch",
]
