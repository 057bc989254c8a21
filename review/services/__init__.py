"""Every write of the review: duties, reviews, decisions, evidence, comments.

Each service authorises, holds the claim's row, asks `review.workflow` whether the step is open and
writes its history last. All raise PermissionDenied, RuleError (422) or ConflictError (409), and
then have written nothing.
"""

from review.judging import ReviewDraft
from review.services.access import restrict_claim
from review.services.checking import ask_for_check
from review.services.closing import (
    flag_for_look,
    flag_rechecks_due,
    reopen,
    still_stands,
    stop_pursuing,
)
from review.services.comments import (
    Stretch,
    add_comment,
    ask_for_help,
    comment_on_document,
    edit_comment,
    reopen_comment,
    resolve_comment,
)
from review.services.drafts import discard_draft, draft_of, save_draft
from review.services.duties import (
    assign,
    assign_second,
    begin_second,
    hand_back,
    reassign,
    release_second,
    release_work_of,
    take,
)
from review.services.evidence import (
    add_evidence,
    edit_evidence,
    grade_evidence,
    restore_evidence,
    withdraw_evidence,
)
from review.services.judgements import EvidenceDraft, said_of
from review.services.keeping import look
from review.services.reviews import (
    override,
    return_review,
    sign,
    submit_review,
    submit_second,
    withdraw_review,
)
from review.services.settling import decline_joint, propose_joint, sign_joint, submit_third
from review.services.states import mark_to_check, put_on_record, set_due, set_priority
from review.services.undoing import undo_event
from review.services.watching import see, see_all, unwatch, watch

__all__ = [
    "EvidenceDraft",
    "ReviewDraft",
    "Stretch",
    "add_comment",
    "add_evidence",
    "ask_for_check",
    "ask_for_help",
    "assign",
    "assign_second",
    "begin_second",
    "comment_on_document",
    "decline_joint",
    "discard_draft",
    "draft_of",
    "edit_comment",
    "edit_evidence",
    "flag_for_look",
    "flag_rechecks_due",
    "grade_evidence",
    "hand_back",
    "look",
    "mark_to_check",
    "override",
    "propose_joint",
    "put_on_record",
    "reassign",
    "release_second",
    "release_work_of",
    "reopen",
    "reopen_comment",
    "resolve_comment",
    "restore_evidence",
    "restrict_claim",
    "return_review",
    "said_of",
    "save_draft",
    "see",
    "see_all",
    "set_due",
    "set_priority",
    "sign",
    "sign_joint",
    "still_stands",
    "stop_pursuing",
    "submit_review",
    "submit_second",
    "submit_third",
    "take",
    "undo_event",
    "unwatch",
    "watch",
    "withdraw_evidence",
    "withdraw_review",
]
