"""Statement, speakers and time of a claim, until a review seals them."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from actors.resolving import resolve_all
from claims import services as claims
from claims.models import Claim
from claims.services import SpeakerDraft
from review.access import get_claim
from review.forms import ClaimForm
from teams import editing
from teams.roles import Permission

COLUMNS = (
    "statement",
    "polarity",
    "kind",
    "about_words",
    "about_start",
    "about_end",
    "about_precision",
)


@login_required
@require_http_methods(["GET", "POST"])
def edit_statement(request: HttpRequest, team: str, pk: int) -> HttpResponse:
    """Saved from an old version, what does not collide is merged and the rest comes back."""
    claim = get_claim(request.user, team, pk, permission=Permission.EDIT_CLAIM)
    if request.method != "POST":
        form = ClaimForm(initial=ClaimForm.begun(_initial(claim), claim.row_version))
        return _page(request, claim, editing.Saved(form))
    saved = editing.save(
        request.POST,
        make=ClaimForm,
        read=lambda: get_claim(request.user, team, pk),
        shown=_initial,
        write=lambda row, form: save(request, row, form.cleaned_data),
    )
    if not saved.done:
        return _page(request, get_claim(request.user, team, pk), saved)
    messages.success(request, saved.told(_("The claim is saved.")))
    return redirect(claim)


def _page(request: HttpRequest, claim: Claim, saved: editing.Saved) -> HttpResponse:
    context = {"claim": claim, "form": saved.form, "conflict": saved.shown_conflict()}
    return render(request, "review/claim_edit.html", context, status=saved.status)


@transaction.atomic
def save(request: HttpRequest, claim: Claim, values: dict[str, Any]) -> None:
    """Write both parts or neither: a conflict in the speakers leaves the statement as it was."""
    before = _names(claim)
    changes = {name: values[name] for name in (*COLUMNS, "topic_words")}
    claims.edit_claim(
        claim=claim,
        by=request.user,
        row_version=values["row_version"],
        changes=changes,
        confirm=values["confirm"]
        and (claim.confirmed_by_id is None or values["statement"] != claim.statement),
        why=values["why"],
    )
    if values["speakers"] != before:
        claims.set_claim_speakers(
            claim=claim,
            by=request.user,
            row_version=claim.row_version,
            speakers=_speakers(request, claim, values["speakers"]),
            why=values["why"],
        )


def _speakers(request: HttpRequest, claim: Claim, names: list[str]) -> list[SpeakerDraft]:
    """Who is meant by each line: the speaker so called now, the one actor it fits, or the words."""
    now = {str(each): SpeakerDraft(each.actor, each.words) for each in claim.speakers.all()}
    fits = resolve_all(claim.team, names, by=request.user)
    return [now.get(name) or _draft(name, fits[name]) for name in names]


def _draft(name: str, fits: list[Any]) -> SpeakerDraft:
    return SpeakerDraft(actor=fits[0]) if len(fits) == 1 else SpeakerDraft(words=name)


def _names(claim: Claim) -> list[str]:
    return [str(speaker) for speaker in claim.speakers.all()]


def _initial(claim: Claim) -> dict[str, Any]:
    return {
        **{name: getattr(claim, name) for name in COLUMNS},
        "topic_words": ", ".join(claim.topic_words),
        "speakers": "\n".join(_names(claim)),
        "confirm": claim.confirmed_by_id is not None,
    }
