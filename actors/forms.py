"""Forms of actors and their names."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from actors.models import Actor
from actors.vocabularies import DEFINITIONS, RELIABILITY, ActorKind, Reliability
from common.names import NameField
from teams.editing import EditingForm
from teams.forms import Defined, VersionedForm
from teams.models import Membership, Team, User
from teams.roles import Role


class ActorForm(forms.Form):
    """A new actor."""

    name = NameField(label=_("Name"), max_length=200)
    kind = forms.ChoiceField(
        label=_("Kind"), choices=ActorKind.choices, widget=Defined(DEFINITIONS)
    )
    description = forms.CharField(
        label=_("Description"),
        max_length=500,
        required=False,
        help_text=_("Who they are, in a line: office, place, what sets them apart."),
    )


class EditForm(EditingForm, ActorForm):
    """An actor as it is, to be edited by several people at once."""

    @classmethod
    def of(cls, actor: Actor) -> "EditForm":
        return cls(initial=cls.begun(cls.filled_with(actor), actor.row_version))

    @staticmethod
    def filled_with(actor: Actor) -> dict[str, Any]:
        return {name: getattr(actor, name) for name in ActorForm.base_fields}

    def values(self) -> dict[str, Any]:
        """What the person wants the actor to be."""
        return {name: self.cleaned_data[name] for name in ActorForm.base_fields}


class AliasForm(forms.Form):
    name = NameField(label=_("Another name"), max_length=200)
    language = forms.CharField(
        label=_("Language"),
        max_length=10,
        required=False,
        widget=forms.TextInput(attrs={"placeholder": "de"}),
    )


class ProtectForm(VersionedForm):
    public_label = NameField(
        label=_("Public label"),
        max_length=200,
        help_text=_("What everybody else reads, such as “a resident of the Lower Quay”."),
    )
    readers = forms.ModelMultipleChoiceField(
        label=_("Who may read the name, besides leads"),
        queryset=User.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, team: Team, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        here = User.objects.filter(memberships__in=Membership.objects.active().filter(team=team))
        readers = here.exclude(
            memberships__in=Membership.objects.filter(team=team, role=Role.LEAD)
        ).order_by("name", "pk")
        self.fields["readers"].queryset = readers
        if not readers.exists():
            del self.fields["readers"]

    def values(self) -> dict[str, Any]:
        return {"readers": [], **self.cleaned_data}

    @classmethod
    def of(cls, actor: Actor) -> "ProtectForm":
        initial = {
            "public_label": actor.public_label,
            "readers": list(actor.readers.values_list("pk", flat=True)),
            "row_version": actor.row_version,
        }
        return cls(initial=initial, team=actor.team)


class AssessmentForm(forms.Form):
    """A letter for a source, and why."""

    letter = forms.ChoiceField(
        label=_("How reliable is this source?"),
        choices=[(code, f"{code} – {label}") for code, label in Reliability.choices],
        widget=Defined(RELIABILITY),
    )
    subject = forms.CharField(
        label=_("On which subject"),
        max_length=100,
        required=False,
        help_text=_("Only if the letter is meant for one subject: “water levels”."),
    )
    reason = forms.CharField(
        label=_("Why"),
        widget=forms.Textarea,
        help_text=_("What you know of this source. It is never edited; a newer letter counts."),
    )
