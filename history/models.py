"""The append-only history: who changed what, why and when, in one hash chain per team.

History holds ids, not foreign keys, so that every app above can write to it.
"""

import uuid

from django.db import models

from common import triggers
from common.constraints import known_values
from common.models import AppendOnly


class Event(AppendOnly):
    """One changed row that a person can open, hashed onto the event before it.

    The content is a row of its own (`EventPayload`): blanking it leaves the chain whole.
    """

    team_id = models.PositiveBigIntegerField()
    seq = models.PositiveBigIntegerField()
    kind = models.CharField(max_length=60)
    object_type = models.CharField(max_length=40)
    object_id = models.PositiveBigIntegerField()
    # Where the event shows besides its own object, and what decides who may read it.
    claim_id = models.PositiveBigIntegerField(null=True)
    document_id = models.PositiveBigIntegerField(null=True)
    actor_id = models.PositiveBigIntegerField(null=True)
    round = models.PositiveIntegerField(null=True)
    # The content would show a first review: hidden while the round's blind second review runs.
    is_concealable = models.BooleanField(default=False)
    by_id = models.PositiveBigIntegerField(null=True)
    by_task = models.CharField(max_length=80, blank=True)
    action = models.UUIDField(default=uuid.uuid4)
    at = models.DateTimeField()
    content_digest = models.CharField(max_length=64)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["team_id", "seq"]
        constraints = [
            models.UniqueConstraint(fields=["team_id", "seq"], name="event_seq_once"),
            models.CheckConstraint(
                condition=models.Q(by_id__isnull=False) | ~models.Q(by_task=""),
                name="event_by_somebody",
            ),
        ]
        indexes = [
            models.Index(fields=["team_id", "claim_id", "-seq"], name="event_of_claim"),
            models.Index(fields=["team_id", "document_id", "-seq"], name="event_of_document"),
            models.Index(fields=["object_type", "object_id", "-seq"], name="event_of_object"),
        ]

    def __str__(self) -> str:
        return f"{self.seq} {self.kind}"


class EventPayload(AppendOnly):
    """What an event says: before, after and why, with the salt of its digest.

    `imprints` in it is the digest of the event's imprints, `proves` names the fields that are told
    of from this event on.
    """

    event = models.OneToOneField(
        Event, on_delete=models.PROTECT, primary_key=True, related_name="payload"
    )
    content = models.JSONField(null=True)
    salt = models.CharField(max_length=32)

    def __str__(self) -> str:
        return f"content of {self.event_id}"


class Act(models.TextChoices):
    MADE = "made", "made"
    # There already when the history began to tell of such rows.
    FOUND = "found", "found"
    CHANGED = "changed", "changed"
    GONE = "gone", "gone"


class Imprint(AppendOnly):
    """What one row held right after an event: what the row can be held against later.

    `fields` are those that were written: ids, codes, numbers, times as they are, texts as digests
    salted with the salt of the event's payload. A row that was made has the empty ones left out.
    """

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="imprints")
    row_type = models.CharField(max_length=40)
    row_id = models.PositiveBigIntegerField()
    act = models.CharField(max_length=8, choices=Act)
    fields = models.JSONField(default=dict)

    class Meta:
        constraints = [
            known_values("act", Act, name="imprint_act_known"),
            models.UniqueConstraint(
                fields=["row_type", "row_id", "event"], name="imprint_once_per_event"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.row_type} {self.row_id} {self.act}"


class ChainHead(models.Model):
    """The last event of a team's chain; its row is the lock that puts events in line."""

    team_id = models.PositiveBigIntegerField(primary_key=True)
    seq = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="0" * 64)

    def __str__(self) -> str:
        return f"{self.seq} {self.hash[:12]}"


for table in ("history_event", "history_eventpayload", "history_imprint"):
    triggers.append_only(table)
triggers.declare(
    triggers.Trigger(
        "chain_head_starts",
        "history_chainhead",
        "INSERT",
        "a chain begins with nothing",
        "NEW.seq <> 0",
    ),
    triggers.Trigger(
        "chain_head_forward",
        "history_chainhead",
        "UPDATE",
        "the head of a chain only moves on to an event that is there",
        "NEW.team_id <> OLD.team_id OR NEW.seq <= OLD.seq OR NEW.hash = OLD.hash "
        "OR NOT EXISTS (SELECT 1 FROM history_event e WHERE e.team_id = NEW.team_id "
        "AND e.seq = NEW.seq AND e.hash = NEW.hash)",
    ),
)
triggers.kept("history_chainhead", "the head of a chain is kept")
