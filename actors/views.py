"""Pages of actors: the list, one actor, and what changes it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from actors import selectors, services
from actors.access import get_actor
from actors.forms import ActorForm, AliasForm, AssessmentForm, EditForm, ProtectForm
from actors.models import Actor, Alias, ReliabilityAssessment
from actors.vocabularies import ActorKind
from common.errors import DomainError, DuplicateError
from common.numbers import number_in
from teams import access, editing
from teams.roles import Permission
from teams.vocabularies import Grading

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@login_required
def actor_list(request: HttpRequest, team: str) -> HttpResponse:
    here = access.get_team(request.user, team)
    q, kind = request.GET.get("q", "").strip()[:200], request.GET.get("kind", "")
    kind = kind if kind in ActorKind.values else ""
    page = selectors.actors_page(
        request.user,
        here,
        q=q,
        kind=kind,
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
    )
    context = {"team": here, "page": page, "q": q, "kind": kind, "kinds": ActorKind.choices}
    if request.htmx:
        return render(request, "actors/_rows.html", context)
    context["may_add"] = access.may(request.user, Permission.CURATE_ACTOR, here)
    return render(request, "actors/list.html", context)


@get_or_post
@login_required
def add(request: HttpRequest, team: str) -> HttpResponse:
    here = access.get_team(request.user, team, permission=Permission.CURATE_ACTOR)
    form = ActorForm(request.POST or None, initial={"name": request.GET.get("name", "")})
    context: dict[str, Any] = {"team": here, "form": form}
    status = 422 if request.method == "POST" else 200
    if form.is_bound and form.is_valid():
        try:
            actor = services.create_actor(
                team=here,
                by=request.user,
                even_if_known="even_if_known" in request.POST,
                **form.cleaned_data,
            )
        except DuplicateError as error:
            # The row found is one whose name the person may read.
            context["known"] = Actor.objects.visible_to(request.user).get(pk=error.existing.pk)
            context["why"] = str(error)
            status = error.http_status
        else:
            messages.success(request, _("%(name)s added.") % {"name": actor.name})
            return redirect("actors:detail", team=team, pk=actor.pk)
    return render(request, "actors/add.html", context, status=status)


@require_safe
@login_required
def detail(request: HttpRequest, team: str, pk: int) -> HttpResponse:
    return _detail(request, get_actor(request.user, team, pk))


def _detail(request: HttpRequest, actor: Actor, *, status: int = 200, **forms: Any) -> HttpResponse:
    """The actor's page, with `forms` as they were sent where one was refused."""
    readable, here = actor.may_read_name, actor.team
    may_protect = access.may(request.user, Permission.PROTECT, here)
    context = {
        "team": here,
        "actor": actor,
        "document": selectors.documents_of([actor], request.user).get(actor.pk),
        "aliases": selectors.aliases_of(actor),
        "namesakes": selectors.namesakes(actor, request.user) if readable else [],
        "may_edit": readable and access.may(request.user, Permission.CURATE_ACTOR, here),
        "may_alias": readable and access.may(request.user, Permission.EDIT_ALIAS, here),
        "may_protect": may_protect,
        "readers": actor.readers.order_by("name") if readable and actor.is_protected else [],
        "alias_form": AliasForm(),
        "protect_form": ProtectForm.of(actor) if may_protect else None,
        **_assessments(request, actor),
    }
    return render(request, "actors/detail.html", context | forms, status=status)


def _assessments(request: HttpRequest, actor: Actor) -> dict[str, Any]:
    """The letters of the actor, where the team grades and the person may read who it is."""
    graded = actor.may_read_name and actor.team.grading != Grading.OFF
    rows = list(selectors.assessments_of(actor, request.user)) if graded else []
    subjects: dict[str, ReliabilityAssessment] = {}
    for row in rows:
        subjects.setdefault(row.folded, row)
    may_assess = graded and access.may(request.user, Permission.ASSESS, actor.team)
    return {
        "is_graded": graded,
        "letters": [subjects[key] for key in sorted(subjects)],
        "earlier_letters": [row for row in rows if row not in subjects.values()],
        "assess_form": AssessmentForm(auto_id="a-%s") if may_assess else None,
    }


@require_POST
@login_required
def assess(request: HttpRequest, team: str, pk: int) -> HttpResponse:
    actor = get_actor(request.user, team, pk, permission=Permission.ASSESS, by_name=True)
    form, status = AssessmentForm(request.POST, auto_id="a-%s"), 422
    if form.is_valid():
        try:
            services.assess(actor=actor, by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, str(error))
            status = error.http_status
        else:
            messages.success(request, _("Assessed. This letter counts from now on."))
            return redirect("actors:detail", team=team, pk=pk)
    return _detail(request, actor, status=status, assess_form=form)


@get_or_post
@login_required
def edit(request: HttpRequest, team: str, pk: int) -> HttpResponse:
    """Saved from an old version, what does not collide is merged and the rest comes back."""
    actor = get_actor(request.user, team, pk, permission=Permission.CURATE_ACTOR, by_name=True)
    if request.method != "POST":
        return _edit_page(request, actor, editing.Saved(EditForm.of(actor)))
    saved = editing.save(
        request.POST,
        make=EditForm,
        read=lambda: get_actor(request.user, team, pk, by_name=True),
        shown=EditForm.filled_with,
        write=lambda row, form: services.edit_actor(
            actor=row,
            row_version=form.cleaned_data["row_version"],
            by=request.user,
            **form.values(),
        ),
    )
    if not saved.done:
        return _edit_page(request, actor, saved)
    messages.success(request, saved.told(_("Saved.")))
    return redirect("actors:detail", team=team, pk=pk)


def _edit_page(request: HttpRequest, actor: Actor, saved: editing.Saved) -> HttpResponse:
    context = {
        "team": actor.team,
        "actor": actor,
        "form": saved.form,
        "conflict": saved.shown_conflict(),
    }
    return render(request, "actors/edit.html", context, status=saved.status)


@require_POST
@login_required
def add_alias(request: HttpRequest, team: str, pk: int) -> HttpResponse:
    actor = get_actor(request.user, team, pk, permission=Permission.EDIT_ALIAS, by_name=True)
    form, status = AliasForm(request.POST), 422
    if form.is_valid():
        try:
            services.add_alias(actor=actor, by=request.user, **form.cleaned_data)
            form, status = AliasForm(), 200
        except DomainError as error:
            form.add_error("name", str(error))
            status = error.http_status
    return _aliases(request, actor, form, status)


@require_POST
@login_required
def retire_alias(request: HttpRequest, team: str, pk: int, alias: int) -> HttpResponse:
    actor = get_actor(request.user, team, pk, permission=Permission.EDIT_ALIAS, by_name=True)
    row = get_object_or_404(Alias.objects.select_related("actor__team"), actor=actor, pk=alias)
    version = number_in(request.POST, "row_version") or row.row_version
    try:
        services.retire_alias(alias=row, row_version=version, by=request.user)
    except DomainError as error:
        messages.error(request, str(error))
        return _aliases(request, actor, AliasForm(), error.http_status)
    return _aliases(request, actor, AliasForm(), 200)


def _aliases(request: HttpRequest, actor: Actor, form: AliasForm, status: int) -> HttpResponse:
    """The list of names for htmx; else the page anew, or with what was refused."""
    if not request.htmx:
        if status == 200:
            return redirect("actors:detail", team=actor.team.slug, pk=actor.pk)
        return _detail(request, actor, status=status, alias_form=form)
    context = {
        "team": actor.team,
        "actor": actor,
        "aliases": selectors.aliases_of(actor),
        "alias_form": form,
        "may_alias": True,
    }
    return render(request, "actors/_aliases.html", context, status=status)


@require_POST
@login_required
def protect(request: HttpRequest, team: str, pk: int) -> HttpResponse:
    actor = get_actor(request.user, team, pk, permission=Permission.PROTECT)
    form, status = ProtectForm(request.POST, team=actor.team), 422
    if form.is_valid():
        try:
            services.protect_actor(actor=actor, by=request.user, **form.values())
        except DomainError as error:
            form.add_error(None, str(error))
            status = error.http_status
        else:
            messages.success(request, _("Protected: everybody else reads the public label."))
            return redirect("actors:detail", team=team, pk=pk)
    return _detail(request, actor, status=status, protect_form=form)


@require_POST
@login_required
def unprotect(request: HttpRequest, team: str, pk: int) -> HttpResponse:
    actor = get_actor(request.user, team, pk, permission=Permission.PROTECT)
    version = number_in(request.POST, "row_version") or actor.row_version
    try:
        services.unprotect_actor(actor=actor, row_version=version, by=request.user)
    except DomainError as error:
        messages.error(request, str(error))
        return _detail(request, actor, status=error.http_status)
    messages.success(request, _("No longer protected: the whole team reads the name."))
    return redirect("actors:detail", team=team, pk=pk)
