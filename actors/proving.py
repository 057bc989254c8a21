"""How actors are held against the history."""

from actors.models import Actor, Alias, ReliabilityAssessment
from history.registry import prove

prove(Actor)
prove(Alias, team="actor__team_id")
prove(ReliabilityAssessment, team="actor__team_id")
