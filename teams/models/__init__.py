from teams.models.accounts import User
from teams.models.mails import Mail
from teams.models.teams import Invitation, Membership, Team
from teams.models.tokens import ApiToken

__all__ = ["ApiToken", "Invitation", "Mail", "Membership", "Team", "User"]
