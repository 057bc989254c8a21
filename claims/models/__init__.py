from claims.models.claims import Claim, ClaimMention, ClaimSpeaker
from claims.models.mentions import Mention, MentionHop, MentionSpeaker
from claims.models.runs import ExtractionRun

__all__ = [
    "Claim",
    "ClaimMention",
    "ClaimSpeaker",
    "ExtractionRun",
    "Mention",
    "MentionHop",
    "MentionSpeaker",
]
