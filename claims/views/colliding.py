"""Corrections of a mention that somebody else corrected meanwhile."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from claims import services, spans
from claims.access import get_mention
from claims.forms import MentionForm
from claims.models import Mention
from claims.services.mentions import SPAN_FIELDS
from claims.vocabularies import Kind, Mode, Polarity
from common.errors import ConflictError
from common.merging import merge
from teams.editing import PICK, Conflict, Differing, Saved, changed_by, opened
from teams.models import User

LABELS = {
    "source_spans": lazy("Source"),
    "cue_spans": lazy("Cue"),
    "content_spans": lazy("Content"),
    "mode": lazy("Speech"),
    "kind": lazy("Kind"),
    "polarity": lazy("Polarity"),
    "dates": lazy("Dates"),
}
CODES = {"mode": Mode, "kind": Kind, "polarity": Polarity}


class Colliding(ConflictError):
    """Both changed the same: `values` is what was typed on top of what the other saved alone."""

    def __init__(self, message: str, mention: Mention, values: Any, conflict: Conflict) -> None:
        super().__init__(message, current=mention)
        self.values, self.conflict = values, conflict


def picked_of(request: HttpRequest) -> set[str]:
    """The parts for which the person chose what the other saved."""
    return {
        name.removeprefix(PICK)
        for name, value in request.POST.items()
        if name.startswith(PICK) and value == "theirs"
    }


def correct(form: MentionForm, *, by: User, picked: Collection[str] = ()) -> str:
    """Write a valid `form`, put together with what others wrote since; says so in words.

    Raises Colliding where both changed one part, and what `services.edit_mention` raises.
    """
    base, since = opened(form.cleaned_data["base"])
    mine = form.changes() | {name: base[name] for name in picked if name in base}
    seen = form.cleaned_data["row_version"]
    done = _("Corrected")
    try:
        services.edit_mention(mention=form.mention, by=by, row_version=seen, changes=mine)
    except ConflictError:
        fresh = get_mention(by, form.mention.team.slug, form.mention.pk)
        merged = merge(base, MentionForm.held(fresh), mine, same=_same)
        conflict = _told(fresh, since, base, mine, merged.clashes, merged.taken)
        if merged.clashes:
            words = _("Somebody else changed this meanwhile. Nothing of yours was written.")
            raise Colliding(words, fresh, merged.values, conflict) from None
        changes, seen = merged.values, fresh.row_version
        services.edit_mention(mention=fresh, by=by, row_version=seen, changes=changes)
        return Saved(form, merged=conflict).told(f"{done}.")
    return done


def _same(name: str, one: Any, other: Any) -> bool:
    """Of a date counts what is typed; what else is known of it follows from that."""
    if name != "dates":
        return one == other
    typed = [
        [(d.get("role"), d.get("words"), d.get("value")) for d in rows] for rows in (one, other)
    ]
    return typed[0] == typed[1]


def _told(
    mention: Mention,
    since: datetime | None,
    base: dict[str, Any],
    mine: dict[str, Any],
    clashes: list[str],
    taken: list[str],
) -> Conflict:
    held, authors = MentionForm.held(mention), changed_by(mention, since)

    def differing(name: str) -> Differing:
        text = mention.version.text
        before = _in_words(text, name, base[name]) if name in base else _("Not known")
        theirs, yours = (_in_words(text, name, side[name]) for side in (held, mine))
        label, who = str(LABELS[name]), authors.of(name)
        return Differing(name, who, label, "", before, theirs, yours)

    both = [[differing(name) for name in names] for names in (clashes, taken)]
    return Conflict(authors.names, mention.updated_at, *both)


def _in_words(text: str, name: str, value: Any) -> str:
    if name in SPAN_FIELDS:
        return spans.words(text, value) or "–"
    if name in CODES:
        return str(dict(CODES[name].choices).get(value, value))
    dates = (" ".join(filter(None, (each.get("words"), each.get("value")))) for each in value)
    return "; ".join(dates) or "–"
