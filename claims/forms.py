"""What people type about mentions and claims."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actors.vocabularies import ActorKind
from claims import spans as spanning
from claims.models import Mention
from claims.services.mentions import SPAN_FIELDS
from claims.vocabularies import CLAIM_POLARITIES, Kind, Mode, Polarity, Priority
from common.errors import RuleError
from teams.editing import EditingForm, sealed

PARTS = ("source", "cue", "content")
NAMED_KINDS = [(kind.value, kind.label) for kind in ActorKind if kind != ActorKind.UNNAMED]


class SpanForm(forms.Form):
    """One stretch of the text: exact words, and where they stand.

    Without scripts: the words and which time they occur. A selection fills start and end as well.
    """

    words = forms.CharField(required=False, strip=True, max_length=5000)
    nth = forms.IntegerField(required=False, min_value=1, initial=1)
    start = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    end = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, text: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.text = text

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        words = data.get("words") or ""
        if words and not self.errors:
            start, end = data.get("start"), data.get("end")
            same = start is not None and end is not None and _same(self.text[start:end], words)
            try:
                nth = data.get("nth") or 1
                data["span"] = [start, end] if same else spanning.place_of(self.text, words, nth)
            except RuleError as error:
                self.add_error("words", str(error))
        return data


def _same(one: str, other: str) -> bool:
    return one.split() == other.split()


class DateForm(forms.Form):
    words = forms.CharField(required=False, max_length=200, label=gettext_lazy("Words"))
    role = forms.ChoiceField(
        choices=[("event", gettext_lazy("Event")), ("utterance", gettext_lazy("Said"))],
        label=gettext_lazy("Date of"),
    )
    value = forms.RegexField(
        r"^\d{4}(-\d\d(-\d\d)?)?(/\d{4}(-\d\d(-\d\d)?)?)?$",
        required=False,
        label=gettext_lazy("Date"),
        help_text=gettext_lazy("2026, 2026-10 or 2026-10-15; two parted by / for a stretch."),
    )


SpanFormSet = forms.formset_factory(SpanForm, extra=1, max_num=12)
DateFormSet = forms.formset_factory(DateForm, extra=1, max_num=12)


class MentionForm(EditingForm):
    """Corrections of a mention: where its parts stand, what it is, when.

    values: what to begin with instead of what the mention holds, as `changes` gives it.
    """

    mode = forms.ChoiceField(choices=Mode, label=gettext_lazy("Speech"))
    kind = forms.ChoiceField(choices=Kind, label=gettext_lazy("Kind"))
    polarity = forms.ChoiceField(choices=Polarity, label=gettext_lazy("Polarity"))

    def __init__(
        self, data: Any = None, *, mention: Mention, values: dict[str, Any] | None = None
    ) -> None:
        self.mention = mention
        held = self.held(mention)
        values = values or held
        initial = {**values, "row_version": mention.row_version, "base": sealed(held)}
        super().__init__(data, initial=initial)
        text = mention.version.text
        self.spans = {
            part: SpanFormSet(
                data,
                prefix=part,
                initial=_initial(text, values[f"{part}_spans"]),
                form_kwargs={"text": text},
            )
            for part in PARTS
        }
        self.dates = DateFormSet(data, prefix="dates", initial=values["dates"])

    @staticmethod
    def held(mention: Mention) -> dict[str, Any]:
        """What the fields show of `mention`, by the names of `changes`."""
        names = (*SPAN_FIELDS, "mode", "kind", "polarity", "dates")
        return {name: getattr(mention, name) for name in names}

    def is_valid(self) -> bool:
        sets = [*self.spans.values(), self.dates]
        return (
            all([super().is_valid(), *(each.is_valid() for each in sets)]) and self._has_content()
        )

    def _has_content(self) -> bool:
        if not self._spans("content"):
            self.add_error(None, _("A mention needs content: the words that are claimed."))
            return False
        return True

    def _spans(self, part: str) -> list[list[int]]:
        return [form["span"] for form in self.spans[part].cleaned_data if form.get("span")]

    def changes(self) -> dict[str, Any]:
        """What `services.edit_mention` takes, of a valid form."""
        found = {f"{part}_spans": sorted(self._spans(part)) for part in PARTS}
        codes = {name: self.cleaned_data[name] for name in ("mode", "kind", "polarity")}
        return {name: found[name] for name in SPAN_FIELDS} | codes | {"dates": self._dates()}

    def _dates(self) -> list[dict[str, Any]]:
        """The dates as typed; what a row does not show is kept of the date it stood for."""
        kept = []
        for at, form in enumerate(self.dates.cleaned_data):
            if not (form.get("words") or form.get("value")):
                continue
            before = self.mention.dates[at] if at < len(self.mention.dates) else {}
            same_words = before.get("words") == form["words"]
            spans = before.get("spans", []) if same_words else []
            same = {name: before.get(name) for name in form} == form
            inferred = before.get("inferred", False) if same else False
            note = before.get("note", "")
            kept.append({**form, "spans": spans, "inferred": inferred, "note": note})
        return kept


def _initial(text: str, spans: spanning.Spans) -> list[dict[str, Any]]:
    return [
        {"words": " ".join(text[start:end].split()), "start": start, "end": end, "nth": 1}
        for start, end in spans
    ]


class SplitForm(forms.Form):
    statement = forms.CharField(
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        label=gettext_lazy("Statement"),
        max_length=2000,
    )
    start = forms.IntegerField(required=False, widget=forms.HiddenInput)
    end = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def part(self) -> tuple[str, list[list[int]]] | None:
        data = self.cleaned_data
        start, end = data.get("start"), data.get("end")
        spans = [[start, end]] if start is not None and end is not None else []
        return (data["statement"], spans) if data.get("statement") else None


SplitFormSet = forms.formset_factory(SplitForm, extra=2, max_num=12)


class ActForm(forms.Form):
    """What every single step on a mention sends."""

    row_version = forms.IntegerField(min_value=1)
    to_check = forms.BooleanField(required=False)
    priority = forms.ChoiceField(choices=Priority, required=False)
    claim = forms.IntegerField(required=False)
    reason = forms.CharField(required=False)


class SpeakerForm(forms.Form):
    """One speaker more, and which of those there are stay.

    Of actor, name and words the first given counts.
    """

    row_version = forms.IntegerField(widget=forms.HiddenInput)
    keep = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    actor = forms.IntegerField(required=False)
    words = forms.CharField(required=False, max_length=300, label=gettext_lazy("Words"))
    is_unnamed = forms.BooleanField(
        required=False, label=gettext_lazy("An unnamed source of this document")
    )
    name = forms.CharField(required=False, max_length=200, label=gettext_lazy("Name"))
    kind = forms.ChoiceField(choices=NAMED_KINDS, required=False, label=gettext_lazy("Kind"))
    anyway = forms.BooleanField(required=False)
    speaks_for = forms.CharField(required=False, max_length=300)

    def __init__(self, data: Any = None, *, mention: Mention) -> None:
        rows = list(mention.speakers.all())
        initial = {"row_version": mention.row_version, "keep": [str(row.pk) for row in rows]}
        super().__init__(data, initial=initial)
        self.fields["keep"].choices = [(str(row.pk), row.shown_name) for row in rows]


class ClaimForm(forms.Form):
    """A claim written down by hand."""

    statement = forms.CharField(
        label=gettext_lazy("Statement"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("One checkable sentence that stands alone: who, what, where, when."),
    )
    polarity = forms.ChoiceField(
        choices=CLAIM_POLARITIES,
        initial=Polarity.AFFIRMED,
        label=gettext_lazy("Polarity"),
        help_text=gettext_lazy("Denied: the speaker says that it is not so. Write that, too."),
    )
    actor = forms.ModelChoiceField(queryset=None, required=False, label=gettext_lazy("Speaker"))
    words = forms.CharField(
        required=False,
        max_length=300,
        label=gettext_lazy("Speaker in words"),
        help_text=gettext_lazy("Where nobody knows yet who it is."),
    )
    kind = forms.ChoiceField(choices=Kind, label=gettext_lazy("Kind"))
    priority = forms.ChoiceField(
        choices=Priority, initial=Priority.NORMAL, label=gettext_lazy("Priority")
    )
    topic_words = forms.CharField(
        required=False,
        max_length=300,
        label=gettext_lazy("Topic words"),
        help_text=gettext_lazy("Parted by commas."),
    )
    to_check = forms.BooleanField(required=False, label=gettext_lazy("Somebody should check it"))
    anyway = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, actors: Any) -> None:
        super().__init__(data)
        self.fields["actor"].queryset = actors

    def clean_topic_words(self) -> list[str]:
        words = [word.strip() for word in self.cleaned_data["topic_words"].split(",")]
        return list(dict.fromkeys(word for word in words if word))

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not data.get("actor") and not data.get("words"):
            self.add_error("words", _("Say who states it: an actor, or words."))
        return data
