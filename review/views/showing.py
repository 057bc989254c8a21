"""The page of a claim, whole or one section of it, as GET and refused POSTs answer with it."""

from typing import Any
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from claims.models import Claim
from claims.vocabularies import ClaimState, Priority
from common.numbers import row_number
from history.models import Event
from review import judging, services
from review.access import get_claim
from review.citing import Stale
from review.differences import differences
from review.forms import EvidenceForm, ReviewForm, StepForm
from review.models import Evidence
from review.selectors import drafts, grades, page, places, primary, since, talk, timeline
from review.selectors.naming import names_of
from review.selectors.people import names_to_call
from review.services import seconds
from review.services.evidence import fixed_among
from review.services.judgements import others_of_blind
from review.talk_forms import CommentForm
from review.vocabularies import CREDIBILITY, Credibility, Duty
from teams import policy
from teams.access import may
from teams.models import User
from teams.roles import Permission
from teams.vocabularies import Grading

SHOWN_EVENTS = 12


def claim_page(
    request: HttpRequest, claim: Claim, *, status: int = 200, **given: Any
) -> HttpResponse:
    """The whole page. given: bound forms and notices that replace the blank ones."""
    user = request.user
    actions, of = page.offered(claim, user)
    evidence = page.evidence_of(claim, user)
    kept = drafts.drafts_of(claim, user)
    wish = given.pop("wish", "") or request.GET.get("judge", "") or drafts.wished(kept)
    duty = page.form_for(actions, of, user, wish=wish)
    seen = places.places_of(claim, user)
    rounds, said = stories_of(claim, user), comments_section(claim, user)
    judged = review_form(claim, user, evidence, duty)
    context = {
        "claim": claim,
        "actions": actions,
        "duties": page.duties(of, user),
        "places": seen,
        "others": page.others_of_speaker(claim, user),
        "seeks_contradicting": "contradicting" in request.GET,
        "contradicting": (
            page.contradicting(claim, user) if "contradicting" in request.GET else []
        ),
        "step_form": StepForm(claim=claim, initial={"due_on": claim.due_on}),
        "priorities": Priority.choices,
        "may_edit": may(user, Permission.EDIT_CLAIM, claim.team) and not claim.is_sealed(),
        "may_triage": may(user, Permission.TRIAGE, claim.team),
        "may_protect": may(user, Permission.PROTECT, claim.team),
        "since": since.since_decision(
            claim,
            rounds["decision"],
            evidence=evidence,
            places=seen,
            comments=said["comments"],
        ),
        **rounds,
        "nobody_left": may(user, Permission.ASSIGN, claim.team) and seconds.are_gone(claim, of),
        "stray": drafts.stray(kept, claim, duty),
        **judged,
        **evidence_section(claim, user, evidence),
        **cited_section(judged.get("form"), user),
        **said,
        **history_section(claim, user),
        **given,
    }
    return render(request, "review/claim.html", context, status=status)


def again(request: HttpRequest, claim: Claim, *, status: int, **given: Any) -> HttpResponse:
    """The page with what was refused in it, on the row as it stands now."""
    fresh = get_claim(request.user, claim.team.slug, claim.pk)
    return claim_page(request, fresh, status=status, **given)


def stories_of(claim: Claim, user: User) -> dict[str, Any]:
    """Current and earlier rounds, and the decision in force."""
    current, *earlier = page.stories(claim, user)
    rounds = {story.number: story for story in (current, *earlier)}
    force = rounds.get(claim.decided_round or 0)
    standing = [sealed for sealed in current.reviews if sealed.ended is None]
    return {
        "current": current,
        "earlier": earlier,
        "decision": force.decision if force else None,
        "standing": standing,
        "given_back": [sealed for sealed in current.reviews if sealed.ended is not None],
        "apart": page.where_apart(standing, claim) if claim.state == ClaimState.DIFFERING else [],
        "joint": next((s for s in standing if s.review.duty == Duty.JOINT), None),
    }


def form_of(
    claim: Claim, user: User, evidence: list[Evidence], duty: str, *, typed: Any = None
) -> ReviewForm:
    """The form for `duty`: with what was just `typed`, else with the draft that is kept.

    Without a draft it begins with what the person wrote before their review was given back.
    """
    kept = services.draft_of(claim, duty, user)
    before = None if kept else drafts.given_back(claim, user, duty)
    return ReviewForm(
        typed, claim=claim, evidence=evidence, duty=duty, kept=kept, given_back=before
    )


def review_form(
    claim: Claim,
    user: User,
    evidence: list[Evidence],
    duty: str,
    form: ReviewForm | None = None,
    *,
    is_drawn: bool = True,
) -> dict[str, Any]:
    """The review form for `duty` with what it still misses; nothing without a duty.

    is_drawn: its boxes are drawn anew, so those of evidence that changed since are open again. On
    a page that stays as it is they are ticked, and sealing shows what changed.
    """
    if not duty:
        return {"form": None, "duty": ""}
    form = form or form_of(claim, user, evidence, duty)
    form.is_valid()
    live = [item for item in evidence if item.is_live()]
    draft = form.seen_draft() if is_drawn else form.draft()
    conditions = judging.what_is_missing(claim, draft, user, duty=duty, evidence=live)
    mode = claim.second_review or policy.second_review(
        claim.team, is_high=claim.priority == Priority.HIGH
    )
    return {
        "form": form,
        "duty": duty,
        "conditions": conditions,
        "missing": [condition for condition in conditions if not condition.done],
        "mode": mode,
        "seal_label": page.seal_label(duty, mode),
        "adverse": judging.is_adverse(judging.settled(draft, claim)),
    }


def cited_section(form: ReviewForm | None, user: User) -> dict[str, Any]:
    """Ids, as text, of the evidence whose boxes are ticked, and what was ticked but changed."""
    if form is None:
        return {"cited": set(), "stale": []}
    return {"cited": form.cited_ids(), "stale": stale_shown(form.stale(), user)}


def stale_shown(stale: list[Stale], user: User) -> list[dict[str, Any]]:
    """Each with what was read and what stands there now, field by field, in words."""
    contents = [{"before": each.before, "after": each.now} for each in stale]
    names = names_of(user, contents)
    return [
        {"item": each.evidence, "differences": differences(content, names)}
        for each, content in zip(stale, contents, strict=True)
    ]


def evidence_section(claim: Claim, user: User, evidence: list[Evidence]) -> dict[str, Any]:
    live = [item for item in evidence if item.is_live()]
    may_add = may(user, Permission.ADD_EVIDENCE, claim.team)
    correctable = _correctable(live, claim, user) if may_add else set()
    letters = grades.letters_for(claim, live, user)
    return {
        "lanes": page.lanes(live, letters, question=claim.holds_question),
        "live_count": len(live),
        "withdrawn": [item for item in evidence if not item.is_live()],
        "may_add_evidence": may_add,
        "evidence_form": blank_evidence(claim, user) if may_add else None,
        "correctable": correctable,
        "gradable": _gradable(live, claim) & correctable,
        "credibilities": credibilities(),
        "offers": primary.offers(claim, live, user) if may_add and _is_open(claim) else [],
        "is_concealing": claim.is_concealing(),
    }


def _correctable(items: list[Evidence], claim: Claim, user: User) -> set[int]:
    """Ids of the items whose links to correct and withdraw are shown; the service decides."""
    fixed = fixed_among(items, claim)
    return {item.pk for item in items} - fixed - others_of_blind(items, claim, user)


def _is_open(claim: Claim) -> bool:
    return claim.state not in {ClaimState.DECIDED, ClaimState.NOT_PURSUED}


def _gradable(items: list[Evidence], claim: Claim) -> set[int]:
    """Ids of the items whose credibility nobody has given, where the team asks for it."""
    if claim.team.grading == Grading.OFF:
        return set()
    return {item.pk for item in items if not item.is_concealed and not item.shown_credibility}


def credibilities() -> list[tuple[int, str, str]]:
    """Each grade with its word and definition, in order."""
    return [(each.value, str(each.label), str(CREDIBILITY[each])) for each in Credibility]


def blank_evidence(claim: Claim, user: User) -> EvidenceForm:
    return EvidenceForm(
        team=claim.team,
        by=user,
        may_restrict=may(user, Permission.PROTECT, claim.team),
        initial={"once": uuid4()},
    )


def comments_section(claim: Claim, user: User) -> dict[str, Any]:
    threads = talk.threads_of(claim, user)
    return {
        "threads": threads,
        "comments": [saying.comment for thread in threads for saying in thread.sayings()],
        "comment_form": comment_form(claim, user),
        "names": names_to_call(claim),
        "watch": talk.watch_of(claim, user),
        "may_triage": may(user, Permission.TRIAGE, claim.team),
    }


def comment_form(claim: Claim, user: User, evidence: str = "") -> CommentForm:
    """A blank one; about the item of evidence with this key, if it is one that `user` may read."""
    initial: dict[str, Any] = {"once": uuid4()}
    items = Evidence.objects.visible_to(user).filter(claim=claim.pk)
    item = items.filter(pk=row_number(evidence)).first()
    if item:
        initial["evidence"] = item.pk
    form = CommentForm(claim=claim, by=user, initial=initial)
    form.about = (item.passage or item.title) if item else ""
    return form


def history_section(claim: Claim, user: User) -> dict[str, Any]:
    entries, _more = timeline.of_claim(user, claim, limit=SHOWN_EVENTS)
    return {"entries": entries}


def conflict(claim: Claim, *, before: str, yours: str, merge: str = "") -> dict[str, Any]:
    """What components/_conflict.html shows: who changed the claim last, and both texts."""
    events = Event.objects.filter(team_id=claim.team_id, claim_id=claim.pk)
    last = events.order_by("-seq").first()
    who = User.objects.filter(pk=last.by_id).first() if last and last.by_id else None
    return {
        "who": str(who or ""),
        "at": last.at if last else None,
        "before": before,
        "theirs": claim.statement,
        "state": claim.state,
        "yours": yours,
        "merge": merge,
    }
