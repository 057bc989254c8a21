"""Vocabularies of teams, each code with its definition."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Access(models.TextChoices):
    TEAM = "team", _("Team")
    RESTRICTED = "restricted", _("Restricted")


class SecondReview(models.TextChoices):
    NONE = "none", _("None")
    SIGN_OFF = "sign_off", _("Sign-off")
    BLIND = "blind", _("Blind")


class Grading(models.TextChoices):
    OFF = "off", _("Off")
    ASKED = "asked", _("Asked")
    REQUIRED = "required", _("Required")


class NewsMail(models.TextChoices):
    """When news of what a person watches goes out by e-mail."""

    AT_ONCE = "at_once", _("At once")
    DAILY = "daily", _("Once a day")
    NEVER = "never", _("Never")


DEFINITIONS = {
    Access.TEAM: _("Every member of the team may read it."),
    Access.RESTRICTED: _("Leads, whoever added it and the people named on it may read it."),
    SecondReview.NONE: _("One person decides; every output says so."),
    SecondReview.SIGN_OFF: _("A second person reads all of it and signs, or returns it."),
    SecondReview.BLIND: _("A second person reviews without seeing the first verdict."),
    Grading.OFF: _("Credibility and source letters are not asked for."),
    Grading.ASKED: _("Credibility is asked for and may be left open."),
    Grading.REQUIRED: _("Cited evidence needs a credibility."),
    NewsMail.AT_ONCE: _("Within two minutes, several at a time."),
    NewsMail.DAILY: _("In the morning, if there is something that you have not read."),
    NewsMail.NEVER: _("You find it under Notifications."),
}
