"""What people type about claims, turned into what the services take."""

from dataclasses import replace
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from actors.models import Actor
from claims import vocabularies
from claims.models import Claim
from claims.vocabularies import (
    CLAIM_POLARITIES,
    ClaimAccess,
    Confidence,
    Holds,
    Kind,
    Polarity,
    Priority,
    Said,
    holds_label,
)
from common.numbers import row_number
from documents.forms import AccessForm
from documents.models import Document
from documents.vocabularies import DatePrecision
from review import citing
from review.judging import ReviewDraft, has_unidentified_speaker
from review.models import Evidence, KeptDraft, Review
from review.selectors.people import reviewers
from review.services import EvidenceDraft
from review.vocabularies import Axis, Credibility, Duty, EvidenceKind, ReplyOutcome, Stance
from teams.editing import EditingForm
from teams.models import Team, User
from teams.vocabularies import Access, Grading

OFFERED = 200  # rows that a list of documents or actors shows


def day(label: Any, help_text: Any = "", *, required: bool = False) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, help_text=help_text, widget=widget)


# Fields that only some reviews have.
ONLY_FOR = {
    "stands_alone": {Duty.FIRST},
    "settled_by": {Duty.JOINT, Duty.THIRD},
    "override_why": {Duty.OVERRIDE},
}


class CitedField(forms.MultipleChoiceField):
    """Ticked items of evidence as they were read: id → version. The service looks at the rest."""

    def to_python(self, value: Any) -> dict[int, int]:
        return citing.read_from(super().to_python(value))

    def validate(self, value: dict[int, int]) -> None:
        """What is withdrawn or changed by now comes back from the service, in words."""

    def has_changed(self, initial: Any, data: Any) -> bool:
        return self.to_python(data) != dict(initial or {})


class ReviewForm(forms.Form):
    """A review in the making. `judging.what_is_missing` says what it needs.

    duty: decides which fields there are, and what the button will do. It begins with the draft
    that is `kept`, of which what no longer fits counts as open; else with what the person had
    sealed before it was `given_back`; else blank.
    """

    use_required_attribute = False
    # What the page saw when it was drawn, not what the person says.
    SEEN = frozenset({"row_version", "seen"})

    row_version = forms.IntegerField(widget=forms.HiddenInput)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    stands_alone = forms.BooleanField(
        label=_("The statement stands alone: it can be read without the article."), required=False
    )
    said = forms.ChoiceField(choices=Said.choices, required=False)
    said_confidence = forms.ChoiceField(choices=Confidence.choices, required=False)
    holds = forms.ChoiceField(choices=Holds.choices, required=False)
    holds_confidence = forms.ChoiceField(choices=Confidence.choices, required=False)
    rationale = forms.CharField(
        label=_("Reasons"),
        widget=forms.Textarea,
        help_text=_("Sealed with the verdict. Name the part that holds."),
    )
    as_of = day(_("As of"), _("The day up to which you looked."), required=True)
    recheck_on = day(_("Look again on"), _("For what cannot be verified yet."))
    recheck_never = forms.BooleanField(label=_("Never"), required=False)
    no_reply_why = forms.CharField(
        label=_("Why nobody was asked for a reply"),
        required=False,
        max_length=500,
        help_text=_("For a verdict against somebody named, without a cited reply."),
    )
    settled_by = forms.CharField(label=_("What settled it"), max_length=500, widget=forms.Textarea)
    override_why = forms.CharField(
        label=_("Why you override the policy"),
        max_length=500,
        widget=forms.Textarea,
        help_text=_("Sealed with the review and shown with the decision."),
    )
    cited = CitedField(required=False)

    def __init__(
        self,
        *args: Any,
        claim: Claim,
        evidence: list[Evidence],
        duty: str,
        kept: KeptDraft | None = None,
        given_back: Review | None = None,
        **kwargs: Any,
    ) -> None:
        before = _as_typed(given_back) if given_back and not kept else {}
        kwargs["initial"] = {**_blank_review(claim), **before, **kwargs.get("initial", {})}
        super().__init__(*args, auto_id="f-%s", **kwargs)
        self.claim = claim
        for name, duties in ONLY_FOR.items():
            if duty not in duties:
                del self.fields[name]
        self.live = {item.pk: item for item in evidence if item.is_live()}
        self.kept, self.given_back = kept, given_back
        if kept:
            self.initial |= self._restored(MultiValueDict(kept.typed))

    def _restored(self, typed: MultiValueDict) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for name, field in self.fields.items():
            if name in self.SEEN:
                continue
            try:
                values[name] = field.clean(field.widget.value_from_datadict(typed, {}, name))
            except ValidationError:
                values[name] = field.to_python("")
        here = {pk: version for pk, version in values["cited"].items() if pk in self.live}
        return values | {"cited": here}

    def seen_before(self) -> str:
        """The statement that the draft was written on, where the claim's is another one now."""
        seen = (self.kept.typed.get("seen") or [""])[0] if self.kept else ""
        return seen if seen and seen != self.claim.statement else ""

    def is_touched(self) -> bool:
        """Whether anything was typed that the form did not begin with."""
        return bool(set(self.changed_data) - self.SEEN)

    def draft(self) -> ReviewDraft:
        """What was filled in so far; faulty fields count as open."""
        values = self.cleaned_data if self.is_bound else self.initial
        names = ReviewDraft.__dataclass_fields__
        return ReviewDraft(**{name: values[name] for name in names if name in values})

    def seen_draft(self) -> ReviewDraft:
        """`draft` without citations of what was changed since it was read: their boxes are open."""
        draft = self.draft()
        fresh = {pk: version for pk, version in draft.cited.items() if not self._is_stale(pk)}
        return replace(draft, cited=fresh)

    def cited_ids(self) -> set[str]:
        """Of the evidence whose boxes are ticked: it stands as it was read."""
        return {str(pk) for pk in self._read() if pk in self.live and not self._is_stale(pk)}

    def stale(self) -> list[citing.Stale]:
        """What was ticked and changed since. One query for each."""
        return citing.stale_among(self._read(), self.live.values())

    def _is_stale(self, pk: int) -> bool:
        return pk in self.live and self._read()[pk] != self.live[pk].row_version

    def _read(self) -> dict[int, int]:
        value = self["cited"].value() or {}
        return value if isinstance(value, dict) else citing.read_from(value)

    def said_options(self) -> list[dict[str, Any]]:
        unidentified = has_unidentified_speaker(self.claim)
        reason = _("Not open here: the speaker is not identified.")
        closed = {Said.SAID: reason} if unidentified else {}
        return self._options("said", Said, closed)

    def holds_options(self) -> list[dict[str, Any]]:
        options = self._options("holds", Holds, {}, without=Holds.NOT_APPLICABLE)
        if self.claim.polarity == Polarity.DENIED:
            for option in options:
                option["label"] = holds_label(option["code"], Polarity.DENIED)
        return options

    def _options(
        self, name: str, choices: Any, closed: dict[str, Any], without: str = ""
    ) -> list[dict[str, Any]]:
        chosen = self[name].value()
        return [
            {
                "code": code,
                "label": label,
                "definition": vocabularies.DEFINITIONS[choices(code)],
                "checked": code == chosen,
                "reason": closed.get(code, ""),
            }
            for code, label in choices.choices
            if code != without
        ]


def _blank_review(claim: Claim) -> dict[str, Any]:
    soon = claim.kind == Kind.PREDICTION and claim.about_end
    later = claim.about_end if soon and claim.about_end > timezone.localdate() else None
    return {
        "row_version": claim.row_version,
        "seen": claim.statement,
        "stands_alone": claim.confirmed_by_id is not None,
        "as_of": timezone.localdate(),
        "recheck_on": later,
        "cited": {},
    }


def _as_typed(review: Review) -> dict[str, Any]:
    """What a sealed review says, for a form to begin with."""
    names = set(ReviewDraft.__dataclass_fields__) - {"cited", "stands_alone"}
    rows = review.citations.all()
    cited = {citation.evidence_id: citation.evidence_version or 0 for citation in rows}
    return {**{name: getattr(review, name) for name in names}, "cited": cited}


class EvidenceForm(EditingForm):
    """One item of evidence, new or to be corrected. What each kind needs, the service says."""

    together = (("axis", "stance"),)

    once = forms.UUIDField(widget=forms.HiddenInput, required=False)
    row_version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=EvidenceKind.choices)
    axis = forms.ChoiceField(
        label=_("Question"), choices=Axis.choices, widget=forms.RadioSelect, initial=Axis.HOLDS
    )
    stance = forms.ChoiceField(
        label=_("Stance"), choices=Stance.choices, widget=forms.RadioSelect, initial=Stance.SUPPORTS
    )
    title = forms.CharField(
        label=_("What it is"),
        required=False,
        max_length=300,
        help_text=_("“Inspection register 2026, entry 118”. Left empty, it is named after itself."),
    )
    passage = forms.CharField(label=_("Passage"), required=False, widget=forms.Textarea)
    place = forms.CharField(
        label=_("Place in it"), required=False, max_length=200, help_text=_("Page, time code.")
    )
    url = forms.URLField(
        label=_("Web address"), required=False, max_length=2000, assume_scheme="https"
    )
    document = forms.ModelChoiceField(
        label=_("Library document"), queryset=Document.objects.none(), required=False
    )
    searched_where = forms.CharField(label=_("Where you looked"), required=False, max_length=300)
    searched_words = forms.CharField(label=_("With which words"), required=False, max_length=300)
    asked_whom = forms.CharField(label=_("Whom you asked"), required=False, max_length=300)
    asked_how = forms.CharField(label=_("How"), required=False, max_length=200)
    reply_by = day(_("Answer by"))
    reply_outcome = forms.ChoiceField(
        label=_("What came of it"),
        choices=[("", "–"), *ReplyOutcome.choices],
        required=False,
    )
    happened_on = day(_("On which day"), _("Of the search, the asking or the note."))
    source = forms.ModelChoiceField(
        label=_("Source"), queryset=Actor.objects.none(), required=False
    )
    credibility = forms.TypedChoiceField(
        label=_("Credibility"),
        choices=[("", "–"), *Credibility.choices],
        coerce=int,
        empty_value=None,
        required=False,
    )
    restricted = forms.BooleanField(label=_("Only leads and I may read it"), required=False)

    def __init__(
        self, *args: Any, team: Team, by: User, may_restrict: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, auto_id="e-%s", **kwargs)
        documents = Document.objects.visible_to(by).live().filter(team=team)
        self._offer("document", documents.order_by("-pk"))
        self._offer("source", Actor.objects.visible_to(by).filter(team=team).order_by("name"))
        if team.grading == Grading.OFF:
            del self.fields["credibility"]
        if not may_restrict:
            del self.fields["restricted"]

    def _offer(self, name: str, rows: Any) -> None:
        """Accept any of `rows` and list the first of them, and the one chosen."""
        field = self.fields[name]
        field.queryset = rows
        chosen = self[name].value()
        listed = list(rows[:OFFERED])
        number = row_number(str(chosen or ""))
        if number is not None and number not in {row.pk for row in listed}:
            listed += list(rows.filter(pk=number))
        field.widget.choices = [("", "–"), *((row.pk, str(row)) for row in listed)]

    def draft(self) -> EvidenceDraft:
        names = EvidenceDraft.__dataclass_fields__
        values = {name: value for name, value in self.cleaned_data.items() if name in names}
        restricted = self.cleaned_data.get("restricted")
        access = Access.RESTRICTED if restricted else Access.TEAM
        return EvidenceDraft(**{**values, "access": access})


class GradeForm(forms.Form):
    """The credibility of one item, without its source's letter in sight."""

    row_version = forms.IntegerField()
    credibility = forms.TypedChoiceField(
        label=_("Credibility"), choices=Credibility.choices, coerce=int
    )


class StepForm(forms.Form):
    """What a step on a claim may come with: each step reads its own part."""

    # The step that was refused: its form comes back open.
    refused_step = ""

    row_version = forms.IntegerField(widget=forms.HiddenInput)
    note = forms.CharField(required=False, max_length=2000, widget=forms.Textarea)
    person = forms.ModelChoiceField(queryset=User.objects.none(), required=False)
    priority = forms.ChoiceField(choices=Priority.choices, required=False)
    with_draft = forms.BooleanField(required=False)
    due_on = day(_("Due"))

    def __init__(self, *args: Any, claim: Claim | None = None, **kwargs: Any) -> None:
        """claim: where a person can be chosen, the one that they have to be able to review."""
        super().__init__(*args, **kwargs)
        if claim:
            self.fields["person"].queryset = reviewers(claim)


class ClaimForm(EditingForm):
    """Statement, speakers and time of a claim that no review has sealed."""

    # Who says that a statement stands alone says it of these words.
    together = (
        ("statement", "polarity", "confirm"),
        ("about_words", "about_start", "about_end", "about_precision"),
    )

    statement = forms.CharField(label=_("Statement"), widget=forms.Textarea)
    confirm = forms.BooleanField(
        label=_("It stands alone: it can be read without the article."), required=False
    )
    speakers = forms.CharField(
        label=_("Who states it"),
        widget=forms.Textarea,
        help_text=_("One per line: the name of an actor, or the words of the text."),
    )
    polarity = forms.ChoiceField(
        label=_("Polarity"),
        choices=CLAIM_POLARITIES,
        help_text=_("Denied: the speaker says that it is not so. Write that, too."),
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=Kind.choices)
    about_words = forms.CharField(
        label=_("The time it is about, in words"), required=False, max_length=200
    )
    about_start = day(_("From"))
    about_end = day(_("To"))
    about_precision = forms.ChoiceField(label=_("How exact"), choices=DatePrecision.choices)
    topic_words = forms.CharField(
        label=_("Topic words"), required=False, help_text=_("Parted by commas.")
    )
    why = forms.CharField(label=_("Why you change it"), required=False, max_length=500)

    def clean_topic_words(self) -> list[str]:
        words = self.cleaned_data["topic_words"].split(",")
        return list(dict.fromkeys(word.strip() for word in words if word.strip()))

    def clean_speakers(self) -> list[str]:
        lines = self.cleaned_data["speakers"].splitlines()
        return list(dict.fromkeys(" ".join(line.split()) for line in lines if line.strip()))


class ClaimAccessForm(AccessForm):
    """How far a claim itself narrows who may read it."""

    row_version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, claim: Claim, **kwargs: Any) -> None:
        super().__init__(*args, team=claim.team, **kwargs)
        # One made by hand has no document that decides.
        codes = [c for c in ClaimAccess.choices if claim.made_in_id or c[0] != ClaimAccess.PLACES]
        self.fields["access"].choices = codes
