"""How evidence, reviews and talk are held against the history, and what of them writes none."""

from history.registry import add_check, leave_out, prove
from review import verifying
from review.models import (
    Assignment,
    Comment,
    Decision,
    Evidence,
    HistoryCheck,
    KeptDraft,
    Review,
    ReviewCitation,
    ReviewReturn,
    Sighting,
    Signature,
    Watch,
)

prove(Evidence)
prove(Review)
prove(ReviewCitation, team="review__team_id")
prove(ReviewReturn, team="review__team_id")
prove(Signature, team="review__team_id")
prove(Decision)
prove(Assignment)
prove(Comment)
leave_out(HistoryCheck, "what a check has found: it reads, and changes nothing")
leave_out(KeptDraft, "nobody but its author knows of a draft; the sealed review is proven")
leave_out(Sighting, "says who was shown what and may not review blind; a trigger keeps it as it is")
leave_out(Watch, "says what somebody wants to be told and has seen, and changes nothing else")
add_check("seal", verifying.sealed)
add_check("ruling", verifying.decisions)
add_check("verdict", verifying.verdicts)
