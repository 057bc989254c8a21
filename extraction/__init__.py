"""From a text to candidates for mentions: plain Python on strings, knowing nothing of Django."""

from extraction.engines import DEFAULT_ENGINE, engine_names, load_engine
from extraction.model import (
    CancelCheck,
    Cancelled,
    Candidate,
    DateExpression,
    Engine,
    Extraction,
    Options,
    Party,
    Place,
    Progress,
    Span,
)

__all__ = [
    "DEFAULT_ENGINE",
    "CancelCheck",
    "Cancelled",
    "Candidate",
    "DateExpression",
    "Engine",
    "Extraction",
    "Options",
    "Party",
    "Place",
    "Progress",
    "Span",
    "engine_names",
    "load_engine",
]
