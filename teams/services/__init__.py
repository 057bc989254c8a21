"""Everything that changes a team, who is in it, and what opens it.

`by` is the person who acts. Where it may be None, whoever runs the installation acts by a
command, which `task` names.
"""

from teams.services.accounts import make_person, remove_second_factor, reset_link, update_account
from teams.services.invitations import (
    Handover,
    accept_as_new_person,
    accept_invitation,
    invite,
    revoke_invitation,
)
from teams.services.members import change_role, deactivate_member, reactivate_member
from teams.services.teams import close_team, create_team, rename_team, update_policy
from teams.services.tokens import end_tokens_of, make_token, revoke_token

__all__ = [
    "Handover",
    "accept_as_new_person",
    "accept_invitation",
    "change_role",
    "close_team",
    "create_team",
    "deactivate_member",
    "end_tokens_of",
    "invite",
    "make_person",
    "make_token",
    "reactivate_member",
    "remove_second_factor",
    "rename_team",
    "reset_link",
    "revoke_invitation",
    "revoke_token",
    "update_account",
    "update_policy",
]
