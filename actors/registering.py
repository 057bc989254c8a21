"""What actors tell the apps below: which words they use, and what of theirs is searched."""

from django.utils.translation import gettext_lazy as _

from actors import searching
from actors.models import Actor, Alias
from actors.vocabularies import DEFINITIONS, RELIABILITY, ActorKind, Reliability
from search.registry import Source, add_source, set_namer
from teams import registry

add_source(
    Source(searching.NAMES, 0, Actor, searching.names, {Alias: lambda alias: [alias.actor_id]})
)
add_source(Source(searching.LABELS, 1, Actor, searching.labels))
set_namer(searching.marks_for)
registry.add_vocabulary(_("Kind of actor"), ActorKind, DEFINITIONS)
registry.add_vocabulary(_("Reliability of a source"), Reliability, RELIABILITY)
