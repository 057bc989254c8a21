"""Kinds of actors and letters of sources, each with its definition."""

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


class Reliability(models.TextChoices):
    """The letters of the Admiralty code. Without one a source is not assessed, which is not F."""

    A = "A", _("Completely reliable")
    B = "B", _("Usually reliable")
    C = "C", _("Fairly reliable")
    D = "D", _("Not usually reliable")
    E = "E", _("Unreliable")
    F = "F", _("Reliability cannot be judged")


RELIABILITY = {
    Reliability.A: _("No doubt about it: what it told has always held."),
    Reliability.B: _("Little doubt: what it told has mostly held."),
    Reliability.C: _("Some doubt: what it told has held at times."),
    Reliability.D: _("Much doubt: what it told has seldom held."),
    Reliability.E: _("What it told has been shown to be wrong or made up, again and again."),
    Reliability.F: _("Somebody looked and found too little to say how reliable it is."),
}
DEFINITIONS = {
    ActorKind.PERSON: _("A human being known by name."),
    ActorKind.ORGANISATION: _("A company, party, association or institution."),
    ActorKind.GOVERNMENT: _("A government, ministry, authority, court or police force."),
    ActorKind.ARMED_GROUP: _("An organised group that fights, of a state or of none."),
    ActorKind.OUTLET: _("A newspaper, broadcaster, agency, portal or channel."),
    ActorKind.GROUP: _("People who speak together without an organisation."),
    ActorKind.UNNAMED: _("Somebody whom the document does not name; belongs to that document."),
}
