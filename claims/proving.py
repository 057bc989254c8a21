"""How what was said is held against the history."""

from django.db.models import Q

from claims import verifying
from claims.models import (
    Claim,
    ClaimMention,
    ClaimSpeaker,
    ExtractionRun,
    Mention,
    MentionHop,
    MentionSpeaker,
)
from claims.vocabularies import RunState
from history.registry import add_check, prove

prove(
    ExtractionRun,
    unless=(Q(state=RunState.FAILED), "a run that failed wrote nothing; its job says why"),
)
prove(Mention)
prove(MentionSpeaker, team="mention__team_id")
prove(MentionHop, team="mention__team_id")
prove(Claim)
prove(ClaimSpeaker, team="claim__team_id")
prove(ClaimMention, team="claim__team_id")
add_check("words", verifying.words)
