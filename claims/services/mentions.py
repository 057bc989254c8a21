"""Mentions as people find and correct them."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from claims import spans as spanning
from claims.models import Mention, MentionSpeaker
from claims.services import speakers as speaking
from claims.services.moves import open_for, seen
from claims.services.speakers import SpeakerDraft
from claims.spans import Spans
from claims.vocabularies import Curation, Kind, LinkState, Mode, Polarity
from common.errors import DuplicateError, RuleError
from documents.models import Document, DocumentVersion
from history import services as history
from history.services import Change, Where

if TYPE_CHECKING:
    from teams.models import User

SPAN_FIELDS = ("source_spans", "cue_spans", "content_spans")
CODES = {"kind": Kind, "polarity": Polarity, "mode": Mode}
DETAILS = ("dates", "places", "addressee", "medium", "note")
EDITABLE = (*SPAN_FIELDS, *CODES, *DETAILS)
OPEN_TO_EDITS = frozenset({Curation.PROPOSED, Curation.ACCEPTED})


@transaction.atomic
def edit_mention(
    *, mention: Mention, by: "User", row_version: int, changes: Mapping[str, Any], why: str = ""
) -> Mention:
    """Write those of `EDITABLE` that `changes` names, and remember that a person set them.

    Words are cut anew from the version. Raises RuleError for spans that are no exact slices, for
    unknown fields or codes, and for a rejected, set aside or stale mention; ConflictError if it
    was changed since `row_version`.
    """
    open_for(by, mention.document_id)
    values = _checked(mention.version.text, changes)
    seen(mention, row_version)
    if mention.curation not in OPEN_TO_EDITS:
        raise RuleError(_("Take the decision about this mention back before correcting it."))
    values = {name: value for name, value in values.items() if getattr(mention, name) != value}
    if not values:
        return mention
    if values.get("polarity") == Polarity.NOT_SAID and mention.curation == Curation.ACCEPTED:
        raise RuleError(_("A claim came of this mention: take its acceptance back first."))
    if "polarity" in values:
        _refuse_turning(mention, values["polarity"])
    before = {name: getattr(mention, name) for name in values}
    after = dict(values)
    mention.change(row_version=row_version, **values | _drawn_from(mention, values))
    change = Change(
        "mention.edited", mention, before=before, after=after, why=why, where=_at(mention)
    )
    history.record(change, team_id=mention.team_id, by=by)
    return mention


@transaction.atomic
def set_mention_speakers(
    *,
    mention: Mention,
    by: "User",
    row_version: int,
    speakers: Sequence[SpeakerDraft],
    why: str = "",
) -> Mention:
    """Say who speaks in `mention`: actors, or words while nobody knows. None at all is allowed.

    Raises as `edit_mention`.
    """
    open_for(by, mention.document_id)
    drafts = speaking.checked(speakers, mention.team)
    seen(mention, row_version)
    if mention.curation not in OPEN_TO_EDITS:
        raise RuleError(_("Take the decision about this mention back before correcting it."))
    before = speaking.told(speaking.drafts_of(mention))
    mention.change(row_version=row_version, person_fields=_touched(mention, ["speakers"]))
    _give(mention, drafts)
    change = Change(
        "mention.speakers_set",
        mention,
        before={"speakers": before},
        after={"speakers": speaking.told(drafts)},
        why=why,
        where=_at(mention),
    )
    history.record(change, team_id=mention.team_id, by=by)
    return mention


@transaction.atomic
def add_mention(
    *,
    version: DocumentVersion,
    by: "User",
    content_spans: Spans,
    source_spans: Spans = (),
    cue_spans: Spans = (),
    speakers: Sequence[SpeakerDraft] = (),
    kind: str = Kind.FACT,
    polarity: str = Polarity.AFFIRMED,
    mode: str = "",
    note: str = "",
) -> Mention:
    """Propose what no engine found. Without `mode` the quotation marks tell.

    Raises RuleError for spans that are no exact slices, DuplicateError if the same words of the
    same source stand here already.
    """
    document = Document.objects.select_for_update(no_key=True).get(pk=version.document_id)
    open_for(by, document.pk)
    given: dict[str, Any] = {
        "source_spans": source_spans,
        "cue_spans": cue_spans,
        "content_spans": content_spans,
    }
    given |= {"kind": kind, "polarity": polarity, "note": note}
    values = _checked(version.text, given)
    drafts = speaking.checked(speakers, document.team)
    _refuse_equal(version, values)
    values["mode"] = mode or spanning.mode_of(version.text, values["content_spans"])
    mention = Mention.objects.create(
        team=document.team,
        document=document,
        version=version,
        made_by=by,
        person_fields=sorted([*values, "speakers"]),
        start=_first(values),
        **_words(version.text, values),
        **values,
    )
    _give(mention, drafts)
    after = values | {"speakers": speaking.told(drafts)}
    change = Change("mention.added", mention, after=after, where=_at(mention))
    history.record(change, team_id=mention.team_id, by=by)
    return mention


def _refuse_turning(mention: Mention, polarity: str) -> None:
    """The claim's page is where what it says is turned round; its places follow."""
    links = mention.claim_mentions.filter(state=LinkState.CONFIRMED)
    if links.exclude(claim__polarity=polarity).exists():
        raise RuleError(
            _(
                "The claim that came of this mention says the other. Change the polarity on the "
                "claim’s page, where its statement changes with it, or take the acceptance back."
            )
        )


def _checked(text: str, changes: Mapping[str, Any]) -> dict[str, Any]:
    unknown = sorted(set(changes) - set(EDITABLE))
    if unknown:
        raise RuleError(_("This cannot be edited: %(names)s.") % {"names": ", ".join(unknown)})
    values = dict(changes)
    for name in SPAN_FIELDS:
        if name in values:
            values[name] = spanning.checked(text, values[name])
    if not values.get("content_spans", True):
        raise RuleError(_("A mention needs content: the words that are claimed."))
    for name, codes in CODES.items():
        if name in values and values[name] not in codes.values:
            raise RuleError(_("There is no such value: %(value)s.") % {"value": values[name]})
    for detail in _details(values):
        _refuse_other_words(text, detail)
    return values


def _details(values: dict[str, Any]) -> list[dict[str, Any]]:
    lists = [*values.get("dates", []), *values.get("places", [])]
    return lists + [values[name] for name in ("addressee", "medium") if values.get(name)]


def _refuse_other_words(text: str, detail: dict[str, Any]) -> None:
    """Words that name spans are the text's own; words without spans are a person's."""
    found = spanning.checked(text, detail.get("spans") or [])
    if found and detail.get("words") != spanning.words(text, found):
        raise RuleError(_("These words are not in the text."))


def _drawn_from(mention: Mention, values: dict[str, Any]) -> dict[str, Any]:
    """The columns that follow from those that a person set."""
    followed: dict[str, Any] = {"person_fields": _touched(mention, list(values))}
    if any(name in values for name in SPAN_FIELDS):
        spans = {name: values.get(name, getattr(mention, name)) for name in SPAN_FIELDS}
        followed |= _words(mention.version.text, spans) | {"start": _first(spans)}
    return followed


def _words(text: str, spans: dict[str, Any]) -> dict[str, str]:
    return {
        name.replace("spans", "words"): spanning.words(text, spans[name]) for name in SPAN_FIELDS
    }


def _first(spans: dict[str, Any]) -> int:
    return min(start for name in SPAN_FIELDS for start, _end in spans[name])


def _touched(mention: Mention, names: list[str]) -> list[str]:
    return sorted({*mention.person_fields, *names})


def _give(mention: Mention, drafts: Sequence[SpeakerDraft]) -> None:
    mention.speakers.all().delete()
    MentionSpeaker.objects.bulk_create(
        MentionSpeaker(
            mention=mention,
            position=position,
            actor=draft.actor,
            words=draft.words[:500],
            speaks_for=draft.speaks_for[:300],
        )
        for position, draft in enumerate(drafts)
    )


def _refuse_equal(version: DocumentVersion, values: dict[str, Any]) -> None:
    here = Mention.objects.filter(version=version, start=_first(values)).counted()
    for other in here:
        if all(getattr(other, name) == values[name] for name in SPAN_FIELDS):
            raise DuplicateError(_("This mention is here already."), existing=other)


def _at(mention: Mention) -> Where:
    return Where(document=mention.document_id)
