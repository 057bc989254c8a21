"""What this app tells libraries. Loaded at start."""

from teams.api import schema

__all__ = ["schema"]
