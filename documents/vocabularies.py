"""Vocabularies of documents, each code with its definition."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class DocumentKind(models.TextChoices):
    ARTICLE = "article", _("Article")
    STATEMENT = "statement", _("Statement")
    POST = "post", _("Post")
    TRANSCRIPT = "transcript", _("Transcript")
    INTERVIEW = "interview", _("Interview")
    IMAGE = "image", _("Image")
    VIDEO = "video", _("Video")
    AUDIO = "audio", _("Audio")
    REPORT = "report", _("Report")
    OTHER = "other", _("Other")


class Processing(models.TextChoices):
    QUEUED = "queued", _("Queued")
    FETCHING = "fetching", _("Fetching")
    EXTRACTING = "extracting", _("Finding claims")
    READY = "ready", _("Ready")
    STOPPED = "stopped", _("Stopped")
    FAILED = "failed", _("Failed")
    WITHDRAWN = "withdrawn", _("Withdrawn")

    @classmethod
    def working(cls) -> "frozenset[Processing]":
        """States that end by themselves."""
        return frozenset({cls.QUEUED, cls.FETCHING, cls.EXTRACTING})


class Triage(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    IN_TRIAGE = "in_triage", _("In triage")
    DONE = "done", _("Done")
    SKIPPED = "skipped", _("Skipped")


class DatePrecision(models.TextChoices):
    UNKNOWN = "unknown", _("Not known")
    YEAR = "year", _("Year")
    MONTH = "month", _("Month")
    DAY = "day", _("Day")


class VersionMade(models.TextChoices):
    PASTED = "pasted", _("Pasted")
    UPLOADED = "uploaded", _("Uploaded")


DEFINITIONS = {
    DocumentKind.ARTICLE: _("A report in an outlet."),
    DocumentKind.STATEMENT: _("What somebody published in their own name."),
    DocumentKind.POST: _("An entry on a social network or a channel."),
    DocumentKind.TRANSCRIPT: _("Spoken words written down."),
    DocumentKind.INTERVIEW: _("Questions and answers."),
    DocumentKind.IMAGE: _("A picture, with the words on it or about it."),
    DocumentKind.VIDEO: _("A film, with what is said in it."),
    DocumentKind.AUDIO: _("A recording, with what is said in it."),
    DocumentKind.REPORT: _("A longer account by an organisation or authority."),
    DocumentKind.OTHER: _("Anything else."),
    Processing.QUEUED: _("Waits for a worker."),
    Processing.FETCHING: _("Its text is being fetched."),
    Processing.EXTRACTING: _("A worker is reading it."),
    Processing.READY: _("It was read; its mentions can be triaged."),
    Processing.STOPPED: _("Somebody stopped its reading; it can be read when wanted."),
    Processing.FAILED: _("It could not be read; the reason is kept and it can be tried again."),
    Processing.WITHDRAWN: _("Taken out of the team's work; nothing of it was deleted."),
    Triage.WAITING: _("Nobody has begun."),
    Triage.IN_TRIAGE: _("Somebody is going through its mentions."),
    Triage.DONE: _("Each of its mentions was decided or set aside."),
    Triage.SKIPPED: _("Nobody needs to go through it."),
    DatePrecision.UNKNOWN: _("The day of publication is not known."),
    DatePrecision.YEAR: _("Only the year is known."),
    DatePrecision.MONTH: _("Only the month is known."),
    DatePrecision.DAY: _("The day is known."),
    VersionMade.PASTED: _("Somebody pasted the text."),
    VersionMade.UPLOADED: _("Somebody uploaded a text file."),
}
