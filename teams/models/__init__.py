from teams.models.accounts import User
from teams.models.teams import Invitation, Membership, Team
from teams.models.tokens import ApiToken

__all__ = ["ApiToken", "Invitation", "Membership", "Team", "User"]
