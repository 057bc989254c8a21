"""What must always hold, attacked by the doors that go across the apps: pages and API.

By services, ORM, database and at the same time it is attacked where it is built: see
`tests/review/test_invariants.py`, `test_blindness.py`, `test_concurrency.py`,
`tests/claims/test_proposals.py` and `tests/history/`.
"""

from dataclasses import replace
from uuid import uuid4

import pytest
from django.db.models import F

from claims import proposals
from claims import services as claims
from claims.models import Claim, ClaimMention, ClaimSpeaker, Mention, MentionHop, MentionSpeaker
from claims.vocabularies import ClaimState as S
from claims.vocabularies import Curation
from documents.sample import TEXT
from jobs.context import JobContext
from review import services as review
from review.models import Comment, Decision, Evidence, Review
from tests.claims.test_proposals import make_running_job, run_once
from tests.factories.documents import make_document
from tests.factories.review import a_draft, make_desk, make_evidence
from tests.project.matrix import IN_TEAM, PEOPLE, WORDS
from tests.project.visitor import Visitor

pytestmark = pytest.mark.usefixtures("plain_templates")

# A person's own drafts and views: no event and no version, and a refused review leaves a draft.
ONES_OWN = {"review:draft", "review:discard_draft"} | {
    f"claims:{act}_view" for act in ("save", "edit", "refill", "delete", "copy", "notice", "see")
}
# Nor have watching and read marks.
ONES_OWN |= {"review:watch_claim", "review:watch_document", "review:read_all"}
ONES_OWN |= {"api:claim_watch", "api:document_watch", "api:notifications_read"}
# A check of the history reads, and a second one asked for later is another.
ONES_OWN |= {"review:history_checks"}
DRAFTS = {"review_keptdraft"}
WRITES = [case for case in IN_TEAM if case.method != "get" and case.route not in ONES_OWN]


@pytest.fixture
def visitors(here):
    return {name: Visitor(here, person) for name, person in here.people.items()}


def who(case):
    return case.by or PEOPLE[case.role]


def written_by(cases, visitor, **rows):
    """What `visitor` managed to do, or was not refused with words for a person."""
    for case in cases:
        status, _told, written = visitor.ask(case, **rows)
        if status != 422 or written - DRAFTS:
            yield f"{case}: {status}, writes {sorted(written)}"


def case_of(route, **more):
    return next(c for c in WRITES if c.route == route and c.more == more)


# --- 1: what was judged stays as it was judged ----------------------------------------------------
SEALING = ("sign_off", "blind", "differing", "decided", "look")


@pytest.mark.django_db
@pytest.mark.parametrize("person", ["lead", "first"])
def test_what_was_judged_is_edited_by_no_page_and_no_program(here, visitors, person):
    of_claim = [case_of(r) for r in ("review:edit", "api:claim", "api:claim_speakers")]
    of_item = ("review:edit_evidence", "review:withdraw_evidence", "api:evidence")
    of_evidence = [case_of(r) for r in (*of_item, "api:evidence_withdraw")]
    faults = []

    for name in SEALING:
        claim = here.row(f"claim:{name}")
        faults += written_by(of_claim, visitors[person], row=claim)
        faults += written_by(of_evidence, visitors[person], row=claim.evidence.first())

    assert not faults, "\n".join(faults)


# --- 2: two people where the policy wants two -----------------------------------------------------
@pytest.mark.django_db
def test_the_first_reviewer_is_nobody_else_by_page_or_program(here, visitors):
    steps = {
        "sign_off": ("sign", "return_review", "begin_second"),
        "blind": ("begin_second", "submit_second"),
        "differing": ("submit_third",),
        "joint": ("sign_joint", "submit_third"),
    }
    duties = {"blind": "second", "differing": "third", "joint": "third"}
    faults = []

    for name, actions in steps.items():
        claim = here.row(f"claim:{name}")
        cases = [case_of(f"api:claim_{action}") for action in actions]
        cases += [case_of("review:step", action=a) for a in actions if not a.startswith("submit")]
        if name in duties:
            cases.append(case_of("review:judge", duty=duties[name]))
        faults += written_by(cases, visitors["first"], row=claim)

    assert not faults, "\n".join(faults)


@pytest.mark.django_db
def test_nobody_overrides_on_their_own_review(here):
    claim, desk = here.rows["claim:to_check"], here.desk
    review.take(claim=claim, by=desk.lead, row_version=here.row("claim:to_check").row_version)
    draft = a_draft(claim, by=desk.lead)
    review.submit_review(claim=claim, draft=draft, by=desk.lead, row_version=claim.row_version)
    cases = [case_of("review:judge", duty="override"), case_of("api:claim_override")]

    assert list(written_by(cases, Visitor(here, desk.lead), row=here.row("claim:to_check"))) == []


# --- 5: the machine never overwrites a person -----------------------------------------------------
def everything(*, touched_alone):
    """All rows of what people make or decide."""
    mentions = Mention.objects.order_by("pk")
    if touched_alone:
        mentions = mentions.exclude(curation__in=[Curation.PROPOSED, Curation.STALE])
        mentions |= Mention.objects.exclude(person_fields=[]) | Mention.objects.filter(run=None)
    of_claims = (Claim, ClaimMention, ClaimSpeaker, Evidence, Review, Decision, Comment)
    rows = [list(model.objects.order_by("pk").values()) for model in of_claims]
    ids = list(mentions.values_list("pk", flat=True))
    speakers = MentionSpeaker.objects.filter(mention__in=ids).order_by("pk")
    hops = MentionHop.objects.filter(mention__in=ids).order_by("pk")
    return [list(each.values()) for each in (mentions, speakers, hops)] + rows


@pytest.mark.django_db
@pytest.mark.both_dbs
def test_a_new_run_touches_nothing_of_what_people_did():
    desk = make_desk("none")
    document = make_document(desk.team, by=desk.lead, text=TEXT)
    proposals.extract(JobContext(make_running_job(document)))
    found = list(document.mentions.filter(curation=Curation.PROPOSED).order_by("pk"))
    assert len(found) >= 9
    claim = work_on(found, desk)
    everything_before = everything(touched_alone=False)
    touched_before = everything(touched_alone=True)

    proposals.extract(JobContext(make_running_job(document)))
    after_the_same = everything(touched_alone=False)
    run_once(document)
    after_nothing = everything(touched_alone=True)

    assert claim.state == S.DECIDED
    assert after_the_same == everything_before
    assert after_nothing == touched_before


def work_on(found, desk):
    """Every kind of decision and correction, each on a mention of its own; a decided claim."""
    step = {"by": desk.first, "row_version": 1}
    claim = claims.accept_mention(mention=found[0], to_check=True, **step)
    claims.attach_mention(mention=found[1], claim=claim, **step)
    claims.split_mention(mention=found[2], parts=[("One.", []), ("Two.", [])], **step)
    claims.reject_mention(mention=found[3], reason="beyond_repair", **step)
    claims.set_aside_mention(mention=found[4], **step)
    claims.edit_mention(mention=found[5], changes={"kind": "opinion"}, **step)
    [[start, end], *_rest] = found[6].content_spans
    claims.edit_mention(mention=found[6], changes={"content_spans": [[start + 1, end]]}, **step)
    speakers = [claims.SpeakerDraft(words="somebody else")]
    claims.set_mention_speakers(mention=found[7], speakers=speakers, **step)
    claims.accept_mention(mention=found[8], **step)
    claims.undo_mention(mention=found[8], by=desk.first, row_version=found[8].row_version)
    claims.add_mention(
        version=found[0].version, by=desk.first, content_spans=[[0, len(TEXT.splitlines()[0])]]
    )
    link = ClaimMention.objects.filter(mention=found[2]).last()
    claims.refuse_link(link=link, by=desk.first, row_version=link.row_version, why="Another one")
    review.add_comment(claim=claim, text="Hm", by=desk.viewer)
    make_evidence(claim, by=desk.contributor)
    review.take(claim=claim, by=desk.first, row_version=claim.row_version)
    review.submit_review(
        claim=claim,
        draft=a_draft(claim, by=desk.first),
        by=desk.first,
        row_version=claim.row_version,
    )
    return claim


# --- 6: stored words are the text's ---------------------------------------------------------------
@pytest.mark.django_db
def test_no_span_beyond_the_text_and_no_words_that_are_not_there(here, visitors):
    beyond = [[0, len(TEXT) * 9]]
    sent = [
        replace(
            case_of("api:mentions"), body={"document": "@document:open", "content_spans": beyond}
        ),
        replace(case_of("api:mention"), body={"content_spans": beyond}),
        replace(case_of("api:mention"), body={"source_spans": [[5, 5]]}),
        replace(case_of("claims:add_mention"), body={"words": "Nobody wrote this"}),
        replace(case_of("claims:add_mention"), body={"start": 0, "end": len(TEXT) * 9}),
        replace(case_of("claims:speaker_from_text"), body={"words": "Nobody wrote this"}),
    ]

    assert list(written_by(sent, visitors["contributor"])) == []
    for mention in Mention.objects.select_related("version"):
        words = [mention.version.text[start:end] for start, end in mention.content_spans]
        assert mention.content_words == " … ".join(words)


# --- 7: each change writes its event -------------------------------------------------------------
@pytest.mark.django_db
def test_each_write_comes_with_an_event(visitors):
    faults = []

    for case in WRITES:
        _status, _told, written = visitors[who(case)].ask(case)
        if not {"history_event", "history_eventpayload", "history_chainhead"} <= written:
            faults.append(f"{case}: writes {sorted(written)} and no event")

    assert not faults, "\n".join(faults)


# --- 8: a save from an old version is refused, nothing typed is lost -----------------------------
# What adds a row beside the others, or works where things stand, goes by no version.
BY_NO_VERSION = {
    "teams:reset_link",
    "teams:revoke_invitation",
    "teams:revoke_token",
    "documents:retry",
    "documents:stop",
    "api:document_retry",
    "api:document_stop",
    "api:versions",
    "actors:add_alias",
    "actors:retire_alias",
    "api:aliases",
    "actors:assess",
    "api:assessments",
    "claims:set_aside_rest",
    "claims:undo_rest",
    "claims:undo_last",
    "claims:add_mention",
    "api:set_aside_rest",
    "api:undo_set_aside_rest",
    "review:add_evidence",
    "review:add_comment",
    "review:add_document_comment",
}


@pytest.mark.django_db
def test_a_write_from_an_old_version_is_refused(here, visitors):
    faults = []

    for case in WRITES:
        row = here.row(case.on) if case.on else None
        if case.route in BY_NO_VERSION or not hasattr(row, "row_version"):
            continue
        newer = type(row)._base_manager.filter(pk=row.pk)
        status, told, written = visitors[who(case)].ask(
            case, row=row, before=[lambda rows=newer: rows.update(row_version=F("row_version") + 1)]
        )
        if status != 409 or written - DRAFTS:
            faults.append(f"{case}: {status}, writes {sorted(written)}")
        elif not case.is_api and WORDS in case.body.values() and WORDS not in told:
            faults.append(f"{case}: what was typed is lost")

    assert not faults, "\n".join(faults)


# --- 9: only the listed steps --------------------------------------------------------------------
OPEN_TO_A_LEAD = {
    "on_record": {"mark_to_check", "stop_pursuing"},
    "decided": {"reopen"},
    "not_pursued": {"reopen"},
}
# Who may read it is no step: it is said in any state.
ALWAYS = {"set_priority", "set_due", "restrict"}


@pytest.mark.django_db
@pytest.mark.parametrize("state", OPEN_TO_A_LEAD)
def test_a_step_that_is_not_listed_is_refused_by_page_and_program(here, visitors, state):
    closed = [
        case
        for case in WRITES
        if case.on.startswith("claim:")
        and (name := case.more.get("action") or case.route.removeprefix("api:claim_"))
        and (case.route in {"review:step", "review:judge"} or case.route.startswith("api:claim_"))
        and name not in OPEN_TO_A_LEAD[state] | ALWAYS | {"speakers"}
    ]

    faults = list(written_by(closed, visitors["lead"], row=here.row(f"claim:{state}")))

    assert len(closed) >= 40
    assert not faults, "\n".join(faults)


# --- 12: sent twice, it makes one ----------------------------------------------------------------
# Two comments may say the same: only their key, which every form has, tells a second sending.
# A link that is shown once is made anew for who asks again; the first invitation ends then.
FORMS_WITH_A_KEY = {"review:add_evidence", "review:add_comment", "review:add_document_comment"}
API_WITH_A_KEY = {"api:evidence_list", "api:comments"}
ANEW = {"teams:reset_link", "teams:invite"}


@pytest.mark.django_db
@pytest.mark.parametrize("is_api", [False, True])
def test_what_is_sent_twice_is_done_once(visitors, is_api):
    faults = []

    for case in WRITES:
        if case.route in ANEW or case.is_api != is_api:
            continue
        once = {"once": uuid4()} if case.route in FORMS_WITH_A_KEY else {}
        headers = {"Idempotency-Key": "one"} if case.route in API_WITH_A_KEY else {}
        sent = replace(case, body=case.body | once)
        status, _told, written = visitors[who(case)].ask(sent, times=2, headers=headers)
        if written or status >= 500:
            faults.append(f"{case}: the second time {status}, writes {sorted(written)}")

    assert not faults, "\n".join(faults)
