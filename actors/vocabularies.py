"""Kinds of actors, each with its definition."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ActorKind(models.TextChoices):
    PERSON = "person", _("Person")
    ORGANISATION = "organisation", _("Organisation")
    GOVERNMENT = "government", _("Government body")
    ARMED_GROUP = "armed_group", _("Armed group")
    OUTLET = "outlet", _("Outlet")
    GROUP = "group", _("Group of people")
    UNNAMED = "unnamed", _("Unnamed source")


DEFINITIONS = {
    ActorKind.PERSON: _("A human being known by name."),
    ActorKind.ORGANISATION: _("A company, party, association or institution."),
    ActorKind.GOVERNMENT: _("A government, ministry, authority, court or police force."),
    ActorKind.ARMED_GROUP: _("An organised group that fights, of a state or of none."),
    ActorKind.OUTLET: _("A newspaper, broadcaster, agency, portal or channel."),
    ActorKind.GROUP: _("People who speak together without an organisation."),
    ActorKind.UNNAMED: _("Somebody whom the document does not name; belongs to that document."),
}
