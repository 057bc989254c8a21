"""Find the claims that were made from denials, and give what is still open its denial back.

Until now "Arn Waterworks denied that the pipes had burst" became "The pipes had burst.", said by
Arn Waterworks. Where no review has sealed such a claim its polarity becomes denied, and a statement
that affirms is put into a sentence that denies it, word by word and in quotation marks: nothing is
guessed. What a review has judged stays as it was judged. All of them are flagged for a look, and
each change writes its event, as a task.
"""

import re
import secrets
import uuid

from django.db import migrations, transaction
from django.utils import timezone

from history.chain import content_digest, link, stamp

BATCH = 500
TASK = "claims.polarity_of_claims"
FOUND, LEFT = "claim.polarity_found", "claim.polarity_left"
SEALED = frozenset({"second_review", "differing", "decided"})
FRAMED = "Made from a mention that denies: the statement was given the denial. See that it is right"
KEPT = "Made from a mention that denies. See that the statement says so"
JUDGED = (
    "Made from a mention that denies, but judged as a statement that affirms. Reopen it if that "
    "turned it round"
)
MIXED = (
    "Mentions that affirm and mentions that deny are attached to it. Say of each whether it is a "
    "place of this claim"
)
# Of one, of several, marks around what is denied, somebody.
FRAMES = {
    "de": ("bestreitet", "bestreiten", ": „", "“", "Jemand"),
    "fr": ("nie", "nient", " : « ", " »", "Quelqu’un"),
    "es": ("niega", "niegan", ": «", "»", "Alguien"),
    "ru": ("отрицает", "отрицают", ": «", "»", "Кто-то"),
    "uk": ("заперечує", "заперечують", ": «", "»", "Хтось"),
}
ENGLISH = ("denies", "deny", ": “", "”", "Somebody")
TURNING = re.compile(
    r"\b(?:not|never|no|none|nothing|nobody|neither|cannot|untrue|false|den(?:y|ies|ied|ying|ial)|"
    r"reject\w*|refut\w*|disput\w*|dismiss\w*|nicht|kein\w*|nie|niemals|nichts|niemand|bestr\w+|"
    r"leugn\w*|dement\w*|pas|jamais|aucune?|nient|nié|nunca|niega\w*|neg[óo]|не|нет|отриц\w+|"
    r"ні|запереч\w+)\b|n['’]t\b",
    re.IGNORECASE,
)


def find(apps, schema_editor):
    """Flag the claims that a mention which denies was accepted for, some hundreds at a time."""
    Claim = apps.get_model("claims", "Claim")
    places = _links(apps).filter(mention__polarity="denied")
    ids = places.order_by("claim_id").values_list("claim_id", flat=True).distinct()
    last = 0
    while batch := list(ids.filter(claim_id__gt=last)[:BATCH]):
        last = batch[-1]
        _found(apps, list(Claim.objects.filter(pk__in=batch).order_by("pk")))


def _links(apps):
    ClaimMention = apps.get_model("claims", "ClaimMention")
    return ClaimMention.objects.filter(state="confirmed", mention__curation="accepted")


def _found(apps, claims):
    links = {}
    rows = _links(apps).filter(claim__in=claims).select_related("mention__document")
    for row in rows.order_by("pk"):
        links.setdefault(row.claim_id, []).append(row)
    speakers = _speakers(apps, claims)
    changes = [
        (claim, _values(claim, links[claim.pk], speakers.get(claim.pk, []))) for claim in claims
    ]
    _write(apps, FOUND, changes)


def _values(claim, links, speakers):
    polarities = {each.mention.polarity for each in links}
    origin = next((each.mention for each in links if each.is_origin), links[0].mention)
    if claim.state in SEALED:
        return {"needs_look": _joined(JUDGED if len(polarities) == 1 else MIXED, claim.needs_look)}
    if origin.polarity != "denied":
        return {"needs_look": _joined(MIXED, claim.needs_look)}
    values = {"polarity": "denied"}
    affirms = claim.statement == _old_draft(origin.content_words)
    if affirms or not TURNING.search(claim.statement):
        framed = _framed(claim.statement, speakers, origin.document.language)
        values |= {"statement": framed, "confirmed_by_id": None}
    why = MIXED if len(polarities) > 1 else FRAMED if "statement" in values else KEPT
    return values | {"needs_look": _joined(why, claim.needs_look)}


def _joined(why, before):
    return f"{why}; {before}"[:200] if before else why


def _old_draft(words):
    """What accepting made of the words of a mention, when this was written."""
    said = " ".join(re.sub('[“”„‟«»"‹›]', "", words.replace(" … ", " ")).split())
    said = re.sub(r"^[‘‚'](.*)[’']$", r"\1", said.strip(" ,;:–—-"), flags=re.DOTALL)
    said = re.sub(r"^that\s+", "", said.strip(" ,;:–—-"), flags=re.IGNORECASE)[:2000]
    said = said[:1].upper() + said[1:]
    return said if said[-1:] in ".!?…" else f"{said}."


def _framed(statement, speakers, language):
    one, several, opening, closing, somebody = FRAMES.get(language[:2].lower(), ENGLISH)
    who = ", ".join(speakers) or somebody
    verb = several if len(speakers) > 1 else one
    return f"{who[0].upper()}{who[1:]} {verb}{opening}{statement}{closing}"


def _speakers(apps, claims):
    """Names as everybody in the team may read them, by claim."""
    found = {}
    rows = apps.get_model("claims", "ClaimSpeaker").objects.filter(claim__in=claims)
    for row in rows.select_related("actor").order_by("claim_id", "position"):
        actor = row.actor
        name = row.words
        if actor:
            name = actor.public_label if actor.is_protected else actor.name
        found.setdefault(row.claim_id, []).append(name)
    return found


def forget(apps, schema_editor):
    """Give back what `find` changed, but where somebody has reworded it since; the events stay."""
    Claim, Event = apps.get_model("claims", "Claim"), apps.get_model("history", "Event")
    events = Event.objects.filter(kind=FOUND).select_related("payload").order_by("pk")
    last = 0
    while batch := list(events.filter(pk__gt=last)[:BATCH]):
        last = batch[-1].pk
        claims = Claim.objects.in_bulk([event.object_id for event in batch])
        changes = []
        for event in batch:
            claim, content = claims[event.object_id], event.payload.content or {}
            before, after = content.get("before", {}), content.get("after", {})
            if after.get("statement", claim.statement) != claim.statement:
                continue
            values = {
                _column(name): value
                for name, value in before.items()
                if getattr(claim, _column(name)) == after.get(name)
            }
            if values:
                changes.append((claim, values))
        _write(apps, LEFT, changes)


def _column(name):
    return "confirmed_by_id" if name == "confirmed_by" else name


def _write(apps, kind, changes):
    """Update each claim and append its event, one team after the other."""
    Claim = apps.get_model("claims", "Claim")
    with transaction.atomic():
        for claim, values in sorted(changes, key=lambda change: change[0].team_id):
            before = {name.removesuffix("_id"): getattr(claim, name) for name in values}
            after = {name.removesuffix("_id"): value for name, value in values.items()}
            version, now = claim.row_version + 1, timezone.now()
            rows = Claim.objects.filter(pk=claim.pk)
            rows.update(row_version=version, updated_at=now, **values)
            imprint = {**after, "row_version": version, "updated_at": stamp(now)}
            _record(apps, kind, claim, {"before": before, "after": after, "why": ""}, imprint)


def _record(apps, kind, claim, content, imprint):
    """As `history.services.append` did when this was written, on the tables as they are here."""
    ChainHead = apps.get_model("history", "ChainHead")
    ChainHead.objects.get_or_create(team_id=claim.team_id)
    head = ChainHead.objects.select_for_update(no_key=True).get(team_id=claim.team_id)
    salt = secrets.token_hex(16)
    for name in {"statement", "needs_look"} & imprint.keys():
        imprint[name] = imprint[name] and content_digest(imprint[name], salt)
    content["imprints"] = content_digest([["claim", claim.pk, "changed", imprint]], salt)
    fields = {
        "team_id": claim.team_id,
        "seq": head.seq + 1,
        "kind": kind,
        "object_type": "claim",
        "object_id": claim.pk,
        "claim_id": claim.pk,
        "document_id": None,
        "actor_id": None,
        "round": claim.round,
        "is_concealable": False,
        "by_id": None,
        "by_task": TASK,
        "content_digest": content_digest(content, salt),
    }
    action, at = uuid.uuid4(), timezone.now()
    hashed = link({**fields, "action": str(action), "at": stamp(at)}, head.hash)
    Event, Payload, Imprint = (
        apps.get_model("history", name) for name in ("Event", "EventPayload", "Imprint")
    )
    event = Event(**fields, action=action, at=at, previous_hash=head.hash, hash=hashed)
    event.save()
    Payload(event=event, content=content, salt=salt).save(force_insert=True)
    Imprint(event=event, row_type="claim", row_id=claim.pk, act="changed", fields=imprint).save(
        force_insert=True
    )
    head.seq, head.hash = event.seq, event.hash
    head.save(update_fields=["seq", "hash"])


class Migration(migrations.Migration):
    dependencies = [
        ("actors", "0002_reliability_assessment"),
        ("claims", "0008_claim_polarity"),
        ("history", "0002_imprints"),
    ]

    operations = [migrations.RunPython(find, forget)]
