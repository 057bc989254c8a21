"""Everything that changes mentions and claims, but for verdicts and the way to them (review)."""

from claims.services.claims import create_claim, edit_claim, set_claim_speakers
from claims.services.curation import (
    accept_mention,
    attach_mention,
    reject_mention,
    set_aside_mention,
    set_aside_rest,
    split_mention,
)
from claims.services.links import confirm_link, refuse_link
from claims.services.mentions import add_mention, edit_mention, set_mention_speakers
from claims.services.speakers import SpeakerDraft
from claims.services.taking_back import undo_last
from claims.services.undoing import undo_mention, undo_set_aside_rest

__all__ = [
    "SpeakerDraft",
    "accept_mention",
    "add_mention",
    "attach_mention",
    "confirm_link",
    "create_claim",
    "edit_claim",
    "edit_mention",
    "refuse_link",
    "reject_mention",
    "set_aside_mention",
    "set_aside_rest",
    "set_claim_speakers",
    "set_mention_speakers",
    "split_mention",
    "undo_last",
    "undo_mention",
    "undo_set_aside_rest",
]
