"""Every step on a claim that is not a review: one button, one service."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_POST

from common.errors import ConflictError, DomainError
from review import services
from review.access import get_claim
from review.forms import StepForm
from review.views import showing
from review.views.claim import finished
from review.workflow import Action


@dataclass(frozen=True)
class Button:
    """A service, the fields of the form that it takes by which name, and what to say after it."""

    service: Callable[..., Any]
    said: Any
    takes: dict[str, str]


NOTE, PERSON = {"note": "note"}, {"person": "person"}
BUTTONS: dict[str, Button] = {
    Action.MARK_TO_CHECK: Button(
        services.mark_to_check, lazy("It is to be checked."), {"priority": "priority"}
    ),
    Action.PUT_ON_RECORD: Button(services.put_on_record, lazy("Back on record."), {}),
    Action.TAKE: Button(services.take, lazy("It is yours."), {}),
    Action.ASSIGN: Button(services.assign, lazy("Assigned."), PERSON | NOTE | {"due_on": "due_on"}),
    Action.HAND_BACK: Button(services.hand_back, lazy("Handed back."), NOTE),
    Action.REASSIGN: Button(
        services.reassign, lazy("Given on."), PERSON | NOTE | {"with_draft": "with_draft"}
    ),
    Action.WITHDRAW_REVIEW: Button(
        services.withdraw_review, lazy("Your review is withdrawn."), {"comment": "note"}
    ),
    Action.ASSIGN_SECOND: Button(
        services.assign_second, lazy("Asked."), PERSON | NOTE | {"due_on": "due_on"}
    ),
    Action.BEGIN_SECOND: Button(services.begin_second, lazy("The second review is yours."), {}),
    Action.RELEASE_SECOND: Button(services.release_second, lazy("Given back."), NOTE),
    Action.SIGN: Button(services.sign, lazy("Signed. The decision is in force."), {}),
    Action.RETURN_REVIEW: Button(
        services.return_review, lazy("Returned to its author."), {"comment": "note"}
    ),
    Action.SIGN_JOINT: Button(services.sign_joint, lazy("Signed. The decision is in force."), {}),
    Action.DECLINE_JOINT: Button(
        services.decline_joint, lazy("The joint review is off the table."), {"comment": "note"}
    ),
    Action.STOP_PURSUING: Button(
        services.stop_pursuing, lazy("Not pursued any more."), {"why": "note"}
    ),
    Action.REOPEN: Button(services.reopen, lazy("A new round has begun."), {"why": "note"}),
    Action.STILL_STANDS: Button(
        services.still_stands,
        lazy("The decision still stands."),
        NOTE | {"recheck_on": "due_on"},
    ),
    "set_priority": Button(
        services.set_priority, lazy("The priority is set."), {"priority": "priority"}
    ),
    "set_due": Button(services.set_due, lazy("The date is set."), {"due_on": "due_on"}),
}
# After these the person has done their part: the page says what comes next for them.
FINISHING = {
    Action.HAND_BACK,
    Action.REASSIGN,
    Action.RELEASE_SECOND,
    Action.SIGN,
    Action.RETURN_REVIEW,
    Action.SIGN_JOINT,
    Action.STOP_PURSUING,
    Action.STILL_STANDS,
}
NEEDS_PERSON = {Action.ASSIGN, Action.REASSIGN, Action.ASSIGN_SECOND}


@login_required
@require_POST
def step(request: HttpRequest, team: str, pk: int, action: str) -> HttpResponse:
    """Take one step; refused, the page comes back with the reason and what was typed."""
    if action not in BUTTONS:
        raise Http404
    claim = get_claim(request.user, team, pk)
    button, form, status = BUTTONS[action], StepForm(request.POST, claim=claim), 422
    if form.is_valid() and _person_given(form, action):
        values = {name: form.cleaned_data[field] for name, field in button.takes.items()}
        seen = form.cleaned_data["row_version"]
        try:
            button.service(claim=claim, by=request.user, row_version=seen, **values)
        except DomainError as error:
            form.add_error(None, str(error))
            status = error.http_status
        else:
            messages.success(request, button.said)
            return redirect(finished(claim) if action in FINISHING else claim)
    faults = [fault for faults in form.errors.values() for fault in faults]
    form.refused_step = action
    given: dict[str, Any] = {"refused": faults, "step_form": form, "refused_step": action}
    given["typed_note"] = request.POST.get("note", "")
    if status == ConflictError.http_status:
        given["step_conflict"] = True
    return showing.again(request, claim, status=status, **given)


def _person_given(form: StepForm, action: str) -> bool:
    if action in NEEDS_PERSON and form.cleaned_data["person"] is None:
        form.add_error("person", _("Choose somebody."))
        return False
    return True
