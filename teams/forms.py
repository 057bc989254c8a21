"""Forms of accounts, invitations and team settings."""

from collections.abc import Mapping
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from common.names import NameField
from teams.models import Membership, Team, User
from teams.roles import GRANTS, Permission, Role, Scope
from teams.vocabularies import DEFINITIONS, Grading, NewsMail, SecondReview

FOLLOW_REVIEWERS = _("None with one reviewer. With more: sign-off, and blind for high priority.")
DAYS = [(30, _("30 days")), (90, _("90 days")), (365, _("A year"))]


class Defined(forms.RadioSelect):
    """Radios that know the definition of each code: `choice.data.definition` in templates."""

    def __init__(self, definitions: Mapping[Any, Any], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.definitions = definitions

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        return {**option, "definition": self.definitions.get(value, "")}


class DefinedBoxes(Defined, forms.CheckboxSelectMultiple):
    """The same with boxes."""

    input_type = "checkbox"
    allow_multiple_selected = True


class VersionedForm(forms.Form):
    """Carries the version of the row that the person saw."""

    row_version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)


def role_definitions() -> dict[str, str]:
    """What each role adds to the one before it, from the policy itself."""
    definitions, before = {}, frozenset[Permission]()
    for role in Role:
        added = [str(each.label) for each in Permission if each in GRANTS[role] - before]
        definitions[role.value] = "; ".join(added) + "."
        before = GRANTS[role]
    return definitions


class InvitationForm(forms.Form):
    email = forms.EmailField(label=_("E-mail address"), max_length=254)
    role = forms.ChoiceField(
        label=_("Role"), choices=Role.choices, initial=Role.CONTRIBUTOR, required=True
    )


class RoleForm(VersionedForm):
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)


class NameForm(VersionedForm):
    name = NameField(label=_("Name of the team"), max_length=120)

    @classmethod
    def of(cls, team: Team) -> "NameForm":
        return cls(initial={"name": team.name, "row_version": team.row_version})


class PolicyForm(VersionedForm):
    CHOICES = [("", _("By the number of reviewers")), *SecondReview.choices]
    SECOND = Defined({**DEFINITIONS, "": FOLLOW_REVIEWERS})

    second_review_normal = forms.ChoiceField(
        label=_("Claims of low and normal priority"), choices=CHOICES, required=False, widget=SECOND
    )
    second_review_high = forms.ChoiceField(
        label=_("Claims of high priority"), choices=CHOICES, required=False, widget=SECOND
    )
    grading = forms.ChoiceField(
        label=_("Grading of evidence"), choices=Grading.choices, widget=Defined(DEFINITIONS)
    )

    @classmethod
    def of(cls, team: Team) -> "PolicyForm":
        return cls(initial={name: getattr(team, name) for name in cls.base_fields})


class TokenForm(forms.Form):
    token_name = NameField(
        label=_("Name"), max_length=80, help_text=_("What will use it, such as “Nightly import”.")
    )
    scopes = forms.MultipleChoiceField(
        label=_("It may"),
        choices=Scope.choices,
        initial=[Scope.READ],
        widget=forms.CheckboxSelectMultiple,
    )
    days = forms.TypedChoiceField(label=_("It lasts"), choices=DAYS, coerce=int, initial=90)


class NewPersonForm(forms.Form):
    """Name and password of somebody who comes by an invitation."""

    name = NameField(label=_("Your name"), max_length=150)
    password = forms.CharField(
        label=_("Password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least 8 characters, and not a common word."),
    )

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if password := cleaned.get("password"):
            person = User(email=self.email, name=cleaned.get("name", ""))
            try:
                validate_password(password, person)
            except forms.ValidationError as error:
                self.add_error("password", error)
        return cleaned


class AccountForm(forms.Form):
    name = NameField(label=_("Name"), max_length=150)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=[(zone, zone.replace("_", " ")) for zone in sorted(available_timezones())],
        help_text=_("Hours on every page are those of this zone."),
    )
    news_mail = forms.ChoiceField(
        label=_("E-mail about what you watch"),
        choices=NewsMail.choices,
        help_text=_("You watch what you took, were asked about or spoke on."),
    )
    wants_heads = forms.BooleanField(
        label=_("A daily e-mail with the heads of the history"),
        required=False,
        help_text=_(
            "For teams that you lead. Held against a head that you kept, a database that was set "
            "back shows."
        ),
    )

    @classmethod
    def of(cls, user: User) -> "AccountForm":
        return cls(initial={name: getattr(user, name) for name in cls.base_fields})


def role_form(membership: Membership) -> RoleForm:
    """The row of the members' table in which a lead changes a role."""
    initial = {"role": membership.role, "row_version": membership.row_version}
    return RoleForm(initial=initial, auto_id=f"m{membership.pk}-%s")
