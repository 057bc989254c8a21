"""How the rows of teams are held against the history, and what writes none."""

from history.registry import leave_out, prove
from teams.models import ApiToken, Invitation, Mail, Membership, Team, User

prove(Team, team="pk")
prove(Membership)
prove(Invitation)
prove(
    ApiToken,
    untold={"last_used_at": "a note of use, at most once a minute, that changes no right"},
)
leave_out(
    User,
    "an account belongs to no team, and the history of a team names people by id: what a person "
    "may do hangs on the membership, which is proven",
)
leave_out(Mail, "an e-mail on its way out belongs to no team, and is gone once a server took it")
