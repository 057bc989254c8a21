"""The admin's ground rules: whose rows, through which services, and nothing deleted.

Staff who are leads see their own teams, superusers no more than others, and of those only what is
`visible_to` them. A change form saves through the service that the page uses; what is append-only
is shown and nothing else.
"""

from collections.abc import Callable, Iterable
from typing import Any

from allauth.account.utils import get_next_redirect_url
from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ActionForm
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import DataError, transaction
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from common.errors import DomainError
from teams.models import Team, User
from teams.querysets import led_teams


class CurationSite(admin.AdminSite):
    """The admin, for staff who lead a team. Signing in is that of the product."""

    site_header = gettext_lazy("Corroborate: curation")
    site_title = gettext_lazy("Curation")
    index_title = gettext_lazy("What your teams hold")
    enable_nav_sidebar = True

    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """The sign-in of the product, and back. Django's own form is never shown and never read: it
        asks for no second factor and counts no wrong passwords.
        """
        here = get_next_redirect_url(request) or reverse("admin:index")
        if not request.user.is_authenticated:
            return redirect_to_login(here)
        if self.has_permission(request):
            return redirect(here)
        raise PermissionDenied(_("Curation is for staff who lead a team, and you lead none."))

    def password_change(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """On the account's own page, which counts wrong passwords."""
        return redirect("account_change_password")

    def password_change_done(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        return redirect("teams:account")

    def get_urls(self) -> list[Any]:
        """Without Django's redirect from any id to its page: it asks nobody whose row that is."""
        return [each for each in super().get_urls() if getattr(each, "name", "") != "view_on_site"]

    def has_permission(self, request: HttpRequest) -> bool:
        return may_curate(request.user)

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Only what keeps to the ground rules: the admins of libraries know nothing of teams."""
        if admin_class is not None and issubclass(admin_class, CuratedAdmin):
            super().register(model_or_iterable, admin_class, **options)


def may_curate(user: User) -> bool:
    """Staff who lead a team. Asked on every request: one query, kept on the person."""
    if not (user.is_active and user.is_staff):
        return False
    kept = user.__dict__
    if "_leads_a_team" not in kept:
        kept["_leads_a_team"] = led_teams(user).exists()
    return kept["_leads_a_team"]


class CuratedForm(forms.ModelForm):
    """A change form that knows which version of the row the person saw."""

    seen_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    # Why the service refused, once it has: see `CuratedAdmin.changeform_view`.
    refused: DomainError | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["seen_version"] = getattr(self.instance, "row_version", None)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.refused:
            self.add_error(None, [str(self.refused), *self.refused.details.get("missing", [])])
        return cleaned


# How filters and the hierarchy of dates ask, of a column that the list offers.
OFFERED = ("exact", "isnull", "id__exact", "in", "gte", "gt", "lte", "lt", "year", "month", "day")


class CuratedAdmin(admin.ModelAdmin):
    """Rows of the teams that the person leads. Subclasses name what is editable and the service.

    team_path: the lookup from the model to its team. `change_by_service` and `add_by_service` are
    given the cleaned form; a model without them is read-only.
    """

    form = CuratedForm
    team_path = "team"
    list_per_page = 50
    show_full_result_count = False
    save_as = False
    actions_on_top = True
    change_by_service: Callable[..., Any] | None = None
    add_by_service: Callable[..., Any] | None = None

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows = self.model._default_manager.all()
        if hasattr(rows, "visible_to"):
            rows = rows.visible_to(request.user)
        rows = rows.filter(**{f"{self.team_path}__in": led_teams(request.user)})
        return rows.order_by(*(self.get_ordering(request) or ["-pk"]))

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Only what the list offers as a filter. The rows that a column of an address finds would
        tell what is in it, concealed or not, and Django lets through every column of a model.
        """
        offered = [each if isinstance(each, str) else each[0] for each in self.list_filter]
        offered += [self.date_hierarchy] if self.date_hierarchy else []
        return any(lookup in {name, *(f"{name}__{how}" for how in OFFERED)} for name in offered)

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """A number in the address that no column can hold is a wrong look-up, not a failure: of
        relations Django compares all but equals as they come.
        """
        try:
            return super().get_changelist_instance(request)
        except (OverflowError, DataError) as error:
            raise IncorrectLookupParameters from error

    def has_module_permission(self, request: HttpRequest) -> bool:
        return may_curate(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return may_curate(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self.change_by_service is not None and may_curate(request.user)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.add_by_service is not None and may_curate(request.user)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Only rows that the person may read and that one of their teams holds can be chosen."""
        related = self.admin_site._registry.get(db_field.remote_field.model)
        if related is not None:
            kwargs.setdefault("queryset", related.get_queryset(request))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    formfield_for_manytomany = formfield_for_foreignkey

    def view_on_site(self, obj: Model) -> str | None:
        return obj.get_absolute_url() if hasattr(obj, "get_absolute_url") else None

    def get_form(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, **kwargs)
        return type(form.__name__, (form,), {"refused": getattr(request, "refused", None)})

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """A refusal of the service comes back in the form, with everything as it was typed."""
        try:
            with transaction.atomic():
                return super().changeform_view(request, *args, **kwargs)
        except DomainError as error:
            request.refused = error
            return super().changeform_view(request, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        service = self.change_by_service if change else self.add_by_service
        if service is None:
            raise PermissionDenied
        if change:
            # The form has written what was typed onto the row; the service compares with before.
            stored = self.get_queryset(request).get(pk=obj.pk)
            service(stored, form.cleaned_data, request.user)
        else:
            obj.pk = service(form.cleaned_data, request.user).pk

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Nothing: relations are the service's business as well."""

    def construct_change_message(self, *_args: Any, **_kwargs: Any) -> list[Any]:
        return []

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> None:
        """Nothing: the service wrote the event, and a second log would keep names."""

    log_change = log_addition


class OwnTeams(admin.RelatedFieldListFilter):
    """A filter by team that names the person's own teams alone."""

    def field_choices(self, field: Any, request: HttpRequest, model_admin: Any) -> Any:
        teams = Team.objects.filter(pk__in=led_teams(request.user)).order_by("name", "pk")
        return list(teams.values_list("pk", "name"))


class ReasonActionForm(ActionForm):
    """Bulk actions that need a reason take it from here; the others do not look."""

    why = forms.CharField(label=gettext_lazy("Why"), max_length=300, required=False)


class ReadOnlyAdmin(CuratedAdmin):
    """Rows that are shown and nothing else."""

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Iterable[str]:
        return self.fields or [field.name for field in self.model._meta.fields]


def each_by_service(
    modeladmin: admin.ModelAdmin,
    request: HttpRequest,
    rows: Iterable[Any],
    act: Callable[[Any], Any],
) -> HttpResponse | None:
    """Do `act` to each row, one transaction each; tell how many went through and why others not."""
    done, refused = 0, []
    for row in rows:
        try:
            act(row)
        except DomainError as error:
            refused.append(f"{row}: {error}")
        except PermissionDenied:
            refused.append(f"{row}: " + _("not allowed"))
        else:
            done += 1
    if done:
        said = ngettext("%(count)d row changed.", "%(count)d rows changed.", done)
        modeladmin.message_user(request, said % {"count": done}, messages.SUCCESS)
    for line in refused[:10]:
        modeladmin.message_user(request, line, messages.WARNING)
    if len(refused) > 10:
        more = ngettext("and %(count)d more.", "and %(count)d more.", len(refused) - 10)
        modeladmin.message_user(request, more % {"count": len(refused) - 10}, messages.WARNING)
    return None
