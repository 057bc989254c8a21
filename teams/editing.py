"""Saving a form on a row that somebody else may have saved meanwhile, without losing a word.

A form carries what stood in its fields when the person began. If the row has moved on by the time
it is sent, what only one of the two changed is put together and saved; what both changed comes
back with all three texts and a choice for each field. Nothing here needs to be trusted: what the
form carries decides only what is merged, and the service judges the result as it does any other.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, ClassVar

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from common.errors import ConflictError, DomainError
from common.merging import merge
from history.models import Event
from teams.forms import VersionedForm
from teams.models import User

# How often a save is tried on the newest row before the person is asked to press the button again.
TRIES = 3
PICK = "pick-"


class EditingForm(VersionedForm):
    """A form that edits one row. Start it with `begun`, save it with `save`.

    together: groups of its fields that mean something only side by side.
    """

    together: ClassVar[tuple[tuple[str, ...], ...]] = ()

    base = forms.CharField(required=False, widget=forms.HiddenInput)

    @classmethod
    def begun(cls, shown: Mapping[str, Any], row_version: int) -> dict[str, Any]:
        """The `initial` of a form on a row whose fields hold `shown`."""
        fields = {name: cls.base_fields[name] for name in shown if name in cls.base_fields}
        held = {name: _as_sent(field, shown[name]) for name, field in fields.items()}
        return {**shown, "row_version": row_version, "base": sealed(held)}


def sealed(held: Mapping[str, Any]) -> str:
    """What stood there, and now: to be carried by a form and read by `opened`."""
    seal = {"at": timezone.now().timestamp(), "held": dict(held)}
    return signing.dumps(seal, salt="editing", compress=True)


def opened(base: str) -> tuple[dict[str, Any], datetime | None]:
    """What a form carries and since when; nothing for a form that carries none, or a broken one."""
    try:
        seal = signing.loads(base, salt="editing")
    except signing.BadSignature:
        return {}, None
    return seal["held"], datetime.fromtimestamp(seal["at"], tz=UTC)


# Fields of forms whose columns have another name.
COLUMNS = {"published": "published_on", "confirm": "confirmed_by", "restricted": "access"}


@dataclass(frozen=True)
class Authors:
    """Who changed a row: all their names, and whose word stands in each column they changed."""

    names: str
    by_column: dict[str, str]

    def of(self, field: str) -> str:
        return self.by_column.get(COLUMNS.get(field, field), self.names)


@dataclass(frozen=True)
class Differing:
    """One field, in words: before, as others saved it and who did, as the person typed it."""

    name: str
    who: str
    label: str
    control: str
    before: str
    theirs: str
    yours: str


@dataclass(frozen=True)
class Conflict:
    """What components/_conflict.html shows. who: names; "" if nobody knows."""

    who: str
    at: datetime | None
    fields: list[Differing]
    taken: list[Differing]


@dataclass(frozen=True)
class Saved:
    """What became of a form. form: as it is to be shown again unless `done`."""

    form: Any
    done: bool = False
    status: int = 200
    conflict: Conflict | None = None
    merged: Conflict | None = None

    def shown_conflict(self) -> Conflict | None:
        """What stands above the form: what collides, or what was merged before it was refused."""
        return self.conflict or self.merged

    def told(self, done: str) -> str:
        """`done`, and what others changed meanwhile that was kept beside it."""
        if not self.merged or not self.merged.taken:
            return done
        fields = ", ".join(each.label for each in self.merged.taken)
        who = ", ".join(dict.fromkeys(each.who for each in self.merged.taken if each.who))
        words = {"done": done, "who": who or _("Somebody else"), "fields": fields}
        return _("%(done)s %(who)s changed meanwhile: %(fields)s. That is kept too.") % words


def save(
    data: QueryDict,
    *,
    make: Callable[[QueryDict], Any],
    read: Callable[[], Any],
    shown: Callable[[Any], Mapping[str, Any]],
    write: Callable[[Any, Any], Any],
) -> Saved:
    """Save what was typed on the row, together with what others saved since the form was opened.

    make: the form of some data. read: the row as it stands now. shown: the `initial` values of a
    form on it, without more than the person may read. write: calls the service with the row and
    the valid form; its ConflictError leads to a merge, other errors of the domain to the form.
    """
    form = make(_as_picked(data, make))
    merged = None
    for _try in range(TRIES):
        if not form.is_valid():
            return Saved(form, status=422, merged=merged)
        try:
            write(read(), form)
        except ConflictError as error:
            row = read()
            stands = shown(row)
            form, conflict = _on_top(make, form, stands, row, merged)
            if conflict.fields:
                return Saved(form, status=error.http_status, conflict=conflict)
            merged = conflict
            if _says_nothing_new(form, stands):
                return Saved(form, done=True, merged=merged)
        except DomainError as error:
            for line in getattr(error, "missing", None) or [str(error)]:
                form.add_error(None, line)
            return Saved(form, status=error.http_status, merged=merged)
        else:
            return Saved(form, done=True, merged=merged)
    form.add_error(None, _("Others save this at the same moment. Yours is below: save it again."))
    return Saved(form, status=ConflictError.http_status, merged=merged)


def changed_by(row: Any, since: datetime | None = None) -> Authors:
    """Who changed `row` since then, or who did last. At most two queries."""
    events = Event.objects.filter(
        team_id=row.team_id, object_type=row._meta.model_name, object_id=row.pk, by_id__gt=0
    ).select_related("payload")
    lately = list(events.filter(at__gte=since).order_by("-seq")[:20]) if since else []
    found = lately or list(events.order_by("-seq")[:1])
    people = User.objects.in_bulk({event.by_id for event in found})
    names = {event.pk: str(people.get(event.by_id, "")) for event in found}
    # The newest event that names a field says who wrote what stands there.
    by_column = {column: names[event.pk] for event in reversed(found) for column in _columns(event)}
    return Authors(", ".join(sorted({name for name in names.values() if name})), by_column)


def _columns(event: Event) -> list[str]:
    after = (event.payload.content or {}).get("after", {})
    return [*after, *after.get("changed", [])]


# --- Parts of the above ---------------------------------------------------------------------------
def _on_top(
    make: Callable[[QueryDict], Any],
    form: Any,
    shown: Mapping[str, Any],
    row: Any,
    earlier: Conflict | None,
) -> tuple[Any, Conflict]:
    """The form on the row as it stands now, and what became of each field on the way."""
    base, since = opened(form.data.get(form.add_prefix("base"), ""))
    names = [name for name in shown if name in form.fields]
    theirs = {name: _as_sent(form.fields[name], shown[name]) for name in names}
    mine = {name: _typed(form, name) for name in names}
    result = merge(
        base, theirs, mine, same=lambda name, *two: _same(form, name, *two), together=form.together
    )
    fresh = form.data.copy()
    for name in result.taken:
        _put(fresh, form, name, theirs[name])
    fresh[form.add_prefix("row_version")] = str(row.row_version)
    fresh[form.add_prefix("base")] = sealed(theirs)
    again = make(fresh)

    authors = changed_by(row, since)

    def told(names: list[str]) -> list[Differing]:
        return [_differing(again, name, authors.of(name), base, theirs, mine) for name in names]

    taken = [*(earlier.taken if earlier else []), *told(result.taken)]
    who = authors.names or (earlier.who if earlier else "")
    return again, Conflict(who, row.updated_at, told(result.clashes), taken)


def _says_nothing_new(form: Any, shown: Mapping[str, Any]) -> bool:
    """Whether the form holds what stands there: sent twice, it is saved once."""
    fields = {name: form.fields[name] for name in shown if name in form.fields}
    return all(
        _same(form, name, _as_sent(field, shown[name]), _typed(form, name))
        for name, field in fields.items()
    )


def _as_picked(data: QueryDict, make: Callable[[QueryDict], Any]) -> QueryDict:
    """`data`, with what others had saved in the fields for which the person chose that."""
    picked = {key.removeprefix(PICK) for key in data if data[key] == "theirs"}
    if not picked:
        return data
    data, form = data.copy(), make(data)
    base, _since = opened(data.get(form.add_prefix("base"), ""))
    for name in picked & base.keys() & form.fields.keys():
        _put(data, form, name, base[name])
    return data


def _as_sent(field: forms.Field, value: Any) -> Any:
    """`value` as a browser would send it back: a text, or a truth for a tick."""
    if isinstance(field, forms.BooleanField):
        return bool(value)
    sent = field.widget.format_value(field.prepare_value(value))
    if isinstance(sent, list | tuple):
        sent = next(iter(sent), "")
    return _in_lines(sent)


def _typed(form: Any, name: str) -> Any:
    sent = form.fields[name].widget.value_from_datadict(
        form.data, form.files, form.add_prefix(name)
    )
    return bool(sent) if isinstance(form.fields[name], forms.BooleanField) else _in_lines(sent)


def _in_lines(text: Any) -> str:
    return str(text or "").replace("\r\n", "\n").strip()


def _same(form: Any, name: str, one: Any, other: Any) -> bool:
    """Whether two sent values say the same: "a,b" and "a, b" do."""
    if one == other:
        return True
    try:
        return form.fields[name].to_python(one) == form.fields[name].to_python(other)
    except ValidationError:
        return False


def _put(data: QueryDict, form: Any, name: str, value: Any) -> None:
    key = form.add_prefix(name)
    if value is False:
        data.pop(key, None)
    else:
        data[key] = "on" if value is True else value


def _differing(
    form: Any, name: str, who: str, base: Mapping[str, Any], theirs: Any, mine: Any
) -> Differing:
    field, bound = form.fields[name], form[name]
    before = _in_words(field, base[name]) if name in base else _("Not known")
    return Differing(
        name=name,
        who=who,
        label=str(bound.label),
        control=bound.id_for_label or bound.auto_id,
        before=before,
        theirs=_in_words(field, theirs[name]),
        yours=_in_words(field, mine[name]),
    )


def _in_words(field: forms.Field, value: Any) -> str:
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(field, forms.ModelChoiceField):
        try:
            return str(field.to_python(value) or "–")
        except ValidationError:
            return "–"
    if isinstance(field, forms.ChoiceField):
        return str(dict(field.choices).get(_coded(field, value), value) or "–")
    return value or "–"


def _coded(field: forms.ChoiceField, value: str) -> Any:
    """`value` as the choices have it: a number for a number."""
    return next((code for code, _label in field.choices if str(code) == value), value)
