"""What actors tell the apps below: what of theirs is searched, and under which names."""

from actors import searching
from actors.models import Actor, Alias
from search.registry import Source, add_source, set_namer

add_source(
    Source(searching.NAMES, 0, Actor, searching.names, {Alias: lambda alias: [alias.actor_id]})
)
add_source(Source(searching.LABELS, 1, Actor, searching.labels))
set_namer(searching.marks_for)
