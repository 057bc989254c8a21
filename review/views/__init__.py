from review.views.access import access
from review.views.agreement import agreement
from review.views.checks import history_check, history_checks
from review.views.claim import claim
from review.views.comments import (
    add_comment,
    add_document_comment,
    document_comments,
    edit_comment,
    reopen_comment,
    resolve_comment,
)
from review.views.editing import edit_statement
from review.views.evidence import add_evidence, edit_evidence, grade_evidence, withdraw_evidence
from review.views.histories import claim_history, document_history, team_history, undo_event
from review.views.judging import discard_draft, judge, keep_draft
from review.views.news import notifications, read_all, watch_claim, watch_document
from review.views.steps import step
from review.views.work import my_work, next_work, take_next

__all__ = [
    "access",
    "add_comment",
    "add_document_comment",
    "add_evidence",
    "agreement",
    "claim",
    "claim_history",
    "discard_draft",
    "document_comments",
    "document_history",
    "edit_comment",
    "edit_evidence",
    "edit_statement",
    "grade_evidence",
    "history_check",
    "history_checks",
    "judge",
    "keep_draft",
    "my_work",
    "next_work",
    "notifications",
    "read_all",
    "reopen_comment",
    "resolve_comment",
    "step",
    "take_next",
    "team_history",
    "undo_event",
    "watch_claim",
    "watch_document",
    "withdraw_evidence",
]
