"""The registry of engines: names to dotted paths, imported at first use.

Importing late is what keeps a heavy engine out of the web process; nowhere else in the product
may a module be imported inside a function.
"""

from functools import cache
from importlib import import_module
from typing import cast

from extraction.exact import Gated
from extraction.model import Engine

DEFAULT_ENGINE = "syntax"
ENGINES = {
    "syntax": "extraction.engines.syntax:SyntaxEngine",
    "rules": "extraction.engines.rules:RulesEngine",
    "llm": "extraction.engines.llm:LlmEngine",
}


def engine_names() -> tuple[str, ...]:
    """Return the names `load_engine` knows, the default first."""
    return tuple(sorted(ENGINES, key=lambda name: (name != DEFAULT_ENGINE, name)))


@cache
def load_engine(name: str = DEFAULT_ENGINE) -> Engine:
    """Return the engine called `name`, made once per process, behind the exact gate.

    Raises ValueError for a name that is not in the registry.
    """
    if name not in ENGINES:
        raise ValueError(f"Unknown engine {name!r}; known are {', '.join(engine_names())}")
    module, _, attribute = ENGINES[name].partition(":")
    engine = cast(Engine, getattr(import_module(module), attribute)())
    return Gated(engine)
