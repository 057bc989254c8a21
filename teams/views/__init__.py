"""Pages of people and teams, by what they show."""
