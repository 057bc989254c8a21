"""The readers that claims copied from their documents go: who may read these decides by itself.

A claim keeps its own access where that is narrower than its document's: nothing is opened here
that was closed. Each change is an event, of a task; the way back copies the readers again.
"""

import secrets
import uuid
from collections import defaultdict

from django.db import migrations
from django.utils import timezone

from history import chain

BATCH = 500
TASK = "migration"
# As hashed at the time of this migration.
HASHED = (
    "team_id",
    "seq",
    "kind",
    "object_type",
    "object_id",
    "claim_id",
    "document_id",
    "actor_id",
    "round",
    "is_concealable",
    "by_id",
    "by_task",
    "content_digest",
)


def follow(apps, _schema_editor):
    """Restricted claims of which everybody who may read the document may read them anyhow."""
    of_claims, of_documents = _readers(apps, "claim"), _readers(apps, "document")
    members, leads = _members(apps)
    for batch in _claims(apps, access="restricted"):
        readers = of_claims([claim.pk for claim in batch])
        named = of_documents([claim.made_in_id for claim in batch])
        freed = []
        for claim in batch:
            document = claim.made_in
            wider = members[claim.team_id] - leads[claim.team_id]
            if document.access == "restricted":
                wider &= named[document.pk] | {document.added_by_id}
            if wider <= readers[claim.pk] | {claim.added_by_id}:
                freed.append((claim, "team", sorted(readers[claim.pk]), []))
        _write(apps, freed)


def copy_again(apps, _schema_editor):
    """As before: restricted for whom the document names, where it is restricted."""
    of_documents = _readers(apps, "document")
    for batch in _claims(apps, access="team", made_in__access="restricted"):
        named = of_documents([claim.made_in_id for claim in batch])
        copied = [
            (claim, "restricted", [], sorted({*named[claim.made_in_id], claim.made_in.added_by_id}))
            for claim in batch
        ]
        _write(apps, copied)


def _claims(apps, **where):
    rows = apps.get_model("claims", "Claim").objects.filter(made_in__isnull=False, **where)
    rows, last = rows.select_related("made_in").order_by("pk"), 0
    while batch := list(rows.filter(pk__gt=last)[:BATCH]):
        last = batch[-1].pk
        yield batch


def _readers(apps, model):
    app = {"claim": "claims", "document": "documents"}[model]
    through = apps.get_model(app, model).readers.through

    def of(ids):
        found = defaultdict(set)
        rows = through.objects.filter(**{f"{model}__in": ids})
        for pk, person in rows.values_list(f"{model}_id", "user_id"):
            found[pk].add(person)
        return found

    return of


def _members(apps):
    members, leads = defaultdict(set), defaultdict(set)
    active = apps.get_model("teams", "Membership").objects.filter(ended_at=None)
    for team, person, role in active.values_list("team_id", "user_id", "role"):
        members[team].add(person)
        if role == "lead":
            leads[team].add(person)
    return members, leads


def _write(apps, changes):
    """changes: claim, new access, readers before and after."""
    Claim = apps.get_model("claims", "Claim")
    through = Claim.readers.through
    ids = [claim.pk for claim, *_rest in changes]
    through.objects.filter(claim__in=ids).delete()
    through.objects.bulk_create(
        through(claim_id=claim.pk, user_id=person)
        for claim, _access, _before, after in changes
        for person in after
    )
    action, by_team = uuid.uuid4(), defaultdict(list)
    for claim, access, before, after in changes:
        Claim.objects.filter(pk=claim.pk).update(access=access)
        was, now = {"access": claim.access, "readers": before}, {"access": access, "readers": after}
        by_team[claim.team_id].append((claim, {"before": was, "after": now, "why": ""}))
    for team_id, told in by_team.items():
        _record(apps, team_id, told, action)


def _record(apps, team_id, told, action):
    """Events of the claims, at the end of the team's chain."""
    Event = apps.get_model("history", "Event")
    EventPayload = apps.get_model("history", "EventPayload")
    head, _made = apps.get_model("history", "ChainHead").objects.get_or_create(team_id=team_id)
    at = timezone.now()
    for claim, content in told:
        salt = secrets.token_hex(16)
        event = Event(
            team_id=team_id,
            seq=head.seq + 1,
            kind="claim.restricted",
            object_type="claim",
            object_id=claim.pk,
            claim_id=claim.pk,
            round=claim.round,
            by_task=TASK,
            action=action,
            at=at,
            content_digest=chain.content_digest(content, salt),
            previous_hash=head.hash,
        )
        fields = {name: getattr(event, name) for name in HASHED}
        fields |= {"action": str(action), "at": chain.stamp(at)}
        event.hash = chain.link(fields, head.hash)
        event.save(force_insert=True)
        EventPayload.objects.create(event=event, content=content, salt=salt)
        head.seq, head.hash = event.seq, event.hash
    head.save()


class Migration(migrations.Migration):
    dependencies = [
        ("claims", "0005_fill_made_in"),
        ("history", "0001_initial"),
        ("teams", "0002_news_mail"),
    ]

    operations = [migrations.RunPython(follow, copy_again)]
