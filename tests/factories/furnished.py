"""A team with a row of every kind, in which each secret word betrays what it comes from.

For tests that walk the whole product: they name rows as "claim:decided" or "document:open", and
take for granted that `SECRETS` say to whom each word may be shown.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Model
from django.utils import timezone

from actors import services as actors
from claims import services as claims
from claims.models import Claim
from claims.vocabularies import ClaimState as S
from claims.vocabularies import LinkState
from documents.models import Document, Origin
from documents.vocabularies import Processing, Triage
from history.models import Event
from jobs.models import JobState
from review import services
from review.models import HistoryCheck, Review
from review.vocabularies import Duty
from search.services import save_view
from teams import services as teams
from teams.models import Membership, Team, User
from teams.vocabularies import Access, SecondReview
from tests.factories.actors import make_actor, make_alias, make_protected
from tests.factories.claims import link_mention, make_decided_mention, make_mention
from tests.factories.documents import make_document, make_version
from tests.factories.jobs import make_job
from tests.factories.review import (
    Desk,
    a_draft,
    differing,
    make_desk,
    make_evidence,
    reach,
    set_policy,
)
from tests.factories.teams import make_member

OURS = "Wexmarrow"  # in whatever the team reads
RESTRICTED = "Dornfelder"  # in what only leads and who added it read
PROTECTED = "Ilsevert"  # the name of a protected source
CONCEALED = "Zwiebelkuchen"  # what the first reviewer of a blind round concluded, or drafts
SECRETS = (OURS, RESTRICTED, PROTECTED, CONCEALED)
TEXT = (
    f"{OURS}: the pilots said that the north quay was closed. A diver said that the chain broke. "
    "The harbour office said that nobody was hurt. Ferries sailed on, the union said."
)
PARTS = (
    "the north quay was closed",
    "the chain broke",
    "nobody was hurt",
    "Ferries sailed on",
)


@dataclass
class Furnished:
    """The team's people and rows; `restricted` has those that members may not find."""

    desk: Desk
    rows: dict[str, Any] = field(default_factory=dict)
    restricted: dict[str, Model] = field(default_factory=dict)
    people: dict[str, User] = field(default_factory=dict)

    @property
    def team(self) -> Team:
        return self.desk.team

    def row(self, name: str) -> Model:
        """The row as it stands now."""
        kept = self.rows[name]
        return type(kept)._base_manager.get(pk=kept.pk)

    def twin(self, name: str) -> Model | None:
        """The restricted row of the same kind, if that kind can be restricted."""
        return self.restricted.get(name.partition(":")[0])


def furnish() -> Furnished:
    desk = make_desk(SecondReview.BLIND, name=f"{OURS} desk", grading="asked")
    here = Furnished(desk, rows={"team:own": desk.team})
    _people(here)
    _actors(here)
    _documents(here)
    _claims(here)
    _rounds(here)
    _small_rows(here)
    _restricted(here)
    return here


def _people(here: Furnished) -> None:
    desk, team = here.desk, here.team
    for name in ("lead", "first", "second", "third", "contributor", "viewer"):
        person = getattr(desk, name)
        User.objects.filter(pk=person.pk).update(
            name=f"{name.title()} {OURS}", email=f"{name}@{OURS}.example".lower()
        )
        person.refresh_from_db()
        here.people[name] = person
        here.rows[f"person:{name}"] = person
        here.rows[f"member:{name}"] = Membership.objects.get(user=person, team=team)
    gone = make_member(team, "contributor", name=f"Gone {OURS}")
    membership = Membership.objects.get(user=gone)
    teams.deactivate_member(
        membership=membership, row_version=membership.row_version, by=desk.lead, why=OURS
    )
    here.rows["member:gone"] = membership
    token = {"name": f"{OURS} import", "scopes": ["read"], "days": 30, "by": desk.lead}
    here.rows["token:open"] = teams.make_token(team=team, user=desk.lead, **token).row
    invited = teams.invite(
        team=team, email=f"guest@{OURS}.example".lower(), role="viewer", by=desk.lead
    )
    here.rows["invitation:open"] = invited.row


def _actors(here: Furnished) -> None:
    lead = here.desk.lead
    here.rows["actor:open"] = actor = make_actor(here.team, f"{OURS} Shipping", by=lead)
    here.rows["alias:open"] = make_alias(actor, f"{OURS} Lines", by=lead)
    label = {"label": "a dock worker", "by": lead}
    here.rows["actor:protected"] = hidden = make_protected(here.team, PROTECTED, **label)
    make_alias(hidden, f"{PROTECTED} the Younger", by=lead)
    for each, word in ((actor, OURS), (hidden, PROTECTED)):
        row = actors.assess(actor=each, letter="B", reason=f"{word} was there", by=lead)
        here.rows[f"assessment:{word}"] = row


def _documents(here: Furnished) -> None:
    desk, publisher = here.desk, here.rows["actor:open"]
    for name, fields in {
        "open": {"triage": Triage.WAITING, "content_warning": OURS},
        "failed": {"processing": Processing.FAILED, "failure": OURS},
        "running": {"processing": Processing.QUEUED},
        "withdrawn": {"processing": Processing.WITHDRAWN, "withdrawn_why": OURS},
    }.items():
        document = make_document(
            here.team,
            by=desk.lead,
            text=TEXT,
            title=f"{OURS} {name}",
            publisher=publisher,
            origin=Origin.objects.create(team=here.team, label=OURS, added_by=desk.lead),
            **fields,
        )
        here.rows[f"document:{name}"] = document
    work = {"kind": "claims.extract", "by": desk.contributor}
    for name, state in {"failed": JobState.FAILED, "running": JobState.QUEUED}.items():
        document = here.rows[f"document:{name}"]
        ends = {"finished_at": timezone.now()} if state == JobState.FAILED else {}
        here.rows[f"job:{name}"] = make_job(
            here.team, subject_id=document.versions.get().pk, document_id=document.pk,
            state=state, message=OURS, error=OURS, **ends, **work,
        )  # fmt: skip


def _claims(here: Furnished) -> None:
    """Mentions at every step of curation, with the claim that one of them became."""
    desk, document = here.desk, here.rows["document:open"]
    make_version(document, text=TEXT)
    speaker = here.rows["actor:protected"]
    here.rows["mention:proposed"] = make_mention(document, PARTS[0], speaker=speaker, note=OURS)
    rejected = make_decided_mention(document, PARTS[2], by=desk.contributor)
    here.rows["mention:rejected"] = rejected
    taken = make_mention(document, PARTS[1], speaker=here.rows["actor:open"], note=OURS)
    claims.accept_mention(
        mention=taken, by=desk.contributor, row_version=1, to_check=True, statement=f"{OURS} broke."
    )
    here.rows["mention:accepted"] = taken
    aside = make_document(here.team, by=desk.contributor, text=TEXT, title=f"{OURS} aside")
    make_mention(aside, PARTS[3])
    done = claims.set_aside_rest(document=aside, by=desk.contributor)
    here.rows["document:aside"], here.rows["action:aside"] = aside, done.action


def _claim(here: Furnished, name: str, **fields: Any) -> Claim:
    """A claim to check with a place, an item of evidence and a comment."""
    desk, document = here.desk, here.rows["document:open"]
    speaker = fields.pop("speaker", here.rows["actor:open"])
    claim = desk.claim(statement=f"{OURS} has {name} ferries.", speaker=speaker, **fields)
    mention = make_mention(document, PARTS[0], by=desk.contributor, speaker=speaker)
    link_mention(claim, mention, by=desk.contributor)
    make_evidence(claim, by=desk.contributor, title=f"{OURS} log", credibility=2)
    services.add_comment(claim=claim, text=f"{OURS}?", by=desk.contributor)
    here.rows[f"claim:{name}"] = claim
    return claim


ROUNDS = {
    "on_record": (S.ON_RECORD, SecondReview.SIGN_OFF),
    "to_check": (S.TO_CHECK, SecondReview.SIGN_OFF),
    "in_review": (S.IN_REVIEW, SecondReview.SIGN_OFF),
    "sign_off": (S.SECOND_REVIEW, SecondReview.SIGN_OFF),
    "begun": (S.SECOND_REVIEW, SecondReview.SIGN_OFF),
    "differing": (S.DIFFERING, SecondReview.BLIND),
    "joint": (S.DIFFERING, SecondReview.BLIND),
    "decided": (S.DECIDED, SecondReview.SIGN_OFF),
    "look": (S.DECIDED, SecondReview.SIGN_OFF),
    "not_pursued": (S.NOT_PURSUED, SecondReview.SIGN_OFF),
}


def _rounds(here: Furnished) -> None:
    desk = here.desk
    for name, (state, mode) in ROUNDS.items():
        speaker = here.rows["actor:protected" if name == "look" else "actor:open"]
        claim = reach(_claim(here, name, speaker=speaker), state, desk=desk, mode=mode)
        if name == "begun":
            services.begin_second(claim=claim, by=desk.second, row_version=claim.row_version)
        elif name == "joint":
            draft = a_draft(claim, by=desk.first, settled_by="The log of the north quay")
            services.propose_joint(
                claim=claim, draft=draft, by=desk.first, row_version=claim.row_version
            )
        elif name == "look":
            services.flag_for_look(claim=claim, why="The page has changed", task="tests")
    _blind(here)


def _blind(here: Furnished) -> None:
    """A round whose first review nobody but its author may see a trace of."""
    desk, claim = here.desk, _claim(here, "blind")
    set_policy(claim.team, SecondReview.BLIND)
    services.take(claim=claim, by=desk.first, row_version=claim.row_version)
    services.add_comment(claim=claim, text=f"It is {CONCEALED}", by=desk.first)
    draft = a_draft(
        claim, by=desk.first, rationale=f"{CONCEALED} says the log", no_reply_why=CONCEALED
    )
    services.submit_review(
        claim=claim, draft=differing(draft), by=desk.first, row_version=claim.row_version
    )
    assert claim.state == S.SECOND_REVIEW


def _small_rows(here: Furnished) -> None:
    desk, rows, claim = here.desk, here.rows, here.rows["claim:to_check"]
    rows["evidence:open"] = claim.evidence.get()
    rows["comment:own"] = services.add_comment(claim=claim, text=f"{OURS}!", by=desk.viewer)
    rows["comment:asked"] = services.ask_for_help(
        claim=claim, text=f"{OURS}, please?", asked=desk.first, by=desk.contributor
    )
    done = services.add_comment(claim=claim, text=f"{OURS}.", by=desk.viewer)
    rows["comment:resolved"] = services.resolve_comment(
        comment=done, by=desk.viewer, row_version=done.row_version
    )
    _talk(here)
    rows["place:open"] = claim.claim_mentions.get()
    rows["review:open"] = Review.objects.get(claim=rows["claim:decided"])
    rows["decision:open"] = rows["claim:decided"].decisions.get()
    rows["event:open"] = _event(claim)
    rows["view:shared"] = save_view(
        team=here.team, name=f"{OURS} view", query="sort=newest", by=desk.viewer, is_shared=True
    )
    rows["draft:own"] = services.save_draft(
        claim=rows["claim:differing"],
        duty=Duty.JOINT,
        typed={"rationale": [f"{CONCEALED}, but not yet"]},
        by=desk.first,
    )
    rows["check:done"] = HistoryCheck.objects.create(
        team=here.team, by=desk.lead, finished_at=timezone.now(), head=OURS
    )
    due = {"due_on": date(2031, 5, 6), "by": desk.contributor, "row_version": claim.row_version}
    services.set_due(claim=claim, **due)
    rows["event:undoable"] = _event(claim)


def _talk(here: Furnished) -> None:
    """Everybody watches: one claim that all may read, the one in blind review, and a document."""
    document, mention = here.rows["document:open"], here.rows["mention:proposed"]
    for person in here.people.values():
        for subject in (here.rows["claim:to_check"], here.rows["claim:blind"], document):
            services.watch(subject=subject, by=person)
    said = {"document": document, "text": f"{OURS} again?", "by": here.desk.contributor}
    services.comment_on_document(mention=mention, **said)
    version = document.versions.order_by("number").last()
    services.comment_on_document(stretch=services.Stretch(version, 0, len(PARTS[0])), **said)


def _event(claim: Claim) -> Event:
    return Event.objects.filter(team_id=claim.team_id, claim_id=claim.pk).order_by("-pk").first()


def _restricted(here: Furnished) -> None:
    """The same kinds of rows once more, added by a lead and for leads alone."""
    desk, secret = here.desk, {"access": Access.RESTRICTED}
    text = f"{RESTRICTED} said that {RESTRICTED} would sail."
    document = make_document(here.team, by=desk.lead, text=text, title=RESTRICTED, **secret)
    Document.objects.filter(pk=document.pk).update(failure=RESTRICTED)
    mention = make_mention(document, source=RESTRICTED, note=RESTRICTED)
    claim = desk.claim(
        statement=f"{RESTRICTED} sails.", speaker=RESTRICTED, mention=mention, **secret
    )
    Claim.objects.filter(pk=claim.pk).update(added_by=desk.lead)
    evidence = make_evidence(claim, by=desk.lead, title=RESTRICTED, passage=RESTRICTED)
    on_open = make_evidence(
        here.rows["claim:to_check"], by=desk.lead, title=RESTRICTED, passage=RESTRICTED, **secret
    )
    comment = services.add_comment(claim=claim, text=RESTRICTED, by=desk.lead)
    review = _decided(claim, desk)
    here.restricted = {
        "document": document,
        "mention": mention,
        "claim": claim,
        "evidence": evidence,
        "evidence on an open claim": on_open,
        "comment": comment,
        "place": claim.claim_mentions.get(state=LinkState.CONFIRMED),
        "review": review,
        "decision": claim.decisions.get(),
        "event": _event(claim),
        "job": make_job(here.team, document_id=document.pk, message=RESTRICTED, by=desk.lead),
    }


def _decided(claim: Claim, desk: Desk) -> Review:
    """Reviewed by the two leads: nobody else may read the claim."""
    other = make_member(desk.team, "lead", name=f"Other {OURS}")
    Team.objects.filter(pk=desk.team.pk).update(second_review_normal=SecondReview.SIGN_OFF)
    claim.team.refresh_from_db()
    claim.refresh_from_db()
    services.take(claim=claim, by=desk.lead, row_version=claim.row_version)
    draft = a_draft(claim, by=desk.lead, rationale=RESTRICTED)
    review = services.submit_review(
        claim=claim, draft=draft, by=desk.lead, row_version=claim.row_version
    )
    services.sign(claim=claim, by=other, row_version=claim.row_version)
    return review
