"""Who may do what at which address, as data: what `test_matrix.py` walks.

One `Case` is one method of one route. `role` is the least role that may; outsiders never may.
A word such as "@document:open" in a body stands for that row's key, "@cited" and "@read" for the
evidence of the claim, as a form and as a program names it, "@told" for the mark of what restricting
the row would change. The version of the row that a case is `on` goes along in every body.
"""

from dataclasses import dataclass, field
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from review.views.judging import SEAL
from review.views.steps import BUTTONS
from tests.factories.furnished import PARTS, TEXT

ROLES = ("viewer", "contributor", "reviewer", "lead")
# Who of the furnished team stands for a role.
PEOPLE = {"viewer": "viewer", "contributor": "contributor", "reviewer": "third", "lead": "lead"}
METHODS = ("get", "post", "put", "patch", "delete")


@dataclass(frozen=True)
class Case:
    """by: who shows that it works, where not everybody of that role may (by the state it is in)."""

    method: str
    route: str
    role: str = "viewer"
    on: str = ""
    by: str = ""
    more: dict[str, Any] = field(default_factory=dict)
    body: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        more = "".join(f" {value}" for value in self.more.values())
        return f"{self.method.upper()} {self.route}{more} on {self.on or 'the team'}"

    @property
    def is_api(self) -> bool:
        return self.route.startswith("api:")


def get(route: str, on: str = "", role: str = "viewer", **more: Any) -> Case:
    return Case("get", route, role, on, more=more)


def post(
    route: str, role: str, on: str = "", /, *, by: str = "", more: Any = None, **body: Any
) -> Case:
    return Case("post", route, role, on, by, more or {}, body)


def patch(route: str, role: str, on: str, /, **body: Any) -> Case:
    return Case("patch", route, role, on, body=body)


WORDS = "Said at length, with care"
NOTE = {"axis": "holds", "stance": "supports", "kind": "note", "passage": WORDS}
FACTS = {"title": WORDS, "kind": "article", "language": "en"}
REVIEW = {
    "said": "reported",
    "said_confidence": "moderate",
    "holds": "corroborated",
    "holds_confidence": "high",
    "rationale": WORDS,
    "as_of": "2026-01-02",
    "stands_alone": True,
    "cited": "@cited",
}
REVIEW_READ = {**REVIEW, "cited": "@read"}
SPAN = [TEXT.index(PARTS[3]), TEXT.index(PARTS[3]) + len(PARTS[3])]
NO_SPANS = {f"{part}-{which}_FORMS": 0 for part in ("source", "cue", "dates")
            for which in ("TOTAL", "INITIAL")}  # fmt: skip

TEAMS = [
    get("teams:start"),
    get("teams:help"),
    get("teams:settings"),
    post("teams:rename", "lead", "team:own", name=WORDS),
    post("teams:change_policy", "lead", "team:own", second_review_normal="none",
         second_review_high="blind", grading="off"),
    post("teams:change_role", "lead", "member:second", role="reviewer"),
    post("teams:deactivate", "lead", "member:second"),
    post("teams:reactivate", "lead", "member:gone"),
    post("teams:reset_link", "lead", "member:viewer"),
    post("teams:invite", "lead", email="somebody@ostrel.example", role="lead"),
    post("teams:revoke_invitation", "lead", "invitation:open"),
    post("teams:make_token", "lead", token_name=WORDS, scopes=["read"], days=90),
    post("teams:revoke_token", "lead", "token:open"),
    get("api:members"),
]  # fmt: skip

DOCUMENTS = [
    get("documents:list"),
    get("documents:add", role="contributor"),
    post("documents:add", "contributor", text=f"{WORDS}, of the harbour.", **FACTS),
    get("documents:detail", "document:open"),
    get("documents:edit", "document:open", "contributor"),
    post("documents:edit", "contributor", "document:open", **FACTS),
    get("documents:progress", "document:open"),
    get("documents:version", "document:open", number=1),
    post("documents:withdraw", "lead", "document:open", why=WORDS),
    post("documents:restore", "lead", "document:withdrawn"),
    post("documents:restrict", "lead", "document:open", access="restricted", told="@told"),
    *(post("documents:triage", "contributor", "document:open", more={"move": move})
      for move in ("start", "skip")),
    post("documents:triage", "contributor", "document:aside", more={"move": "finish"}),
    post("documents:retry", "contributor", "document:failed"),
    post("documents:stop", "contributor", "document:running"),
    get("api:documents"),
    post("api:documents", "contributor", text=f"{WORDS}, of the harbour."),
    get("api:document", "document:open"),
    patch("api:document", "contributor", "document:open", title=WORDS),
    get("api:versions", "document:open"),
    post("api:versions", "contributor", "document:open", text=f"{WORDS}, corrected."),
    get("api:version", "document:open", number=1),
    *(post(f"api:document_{move}-triage", "contributor", "document:open")
      for move in ("start", "skip")),
    post("api:document_finish-triage", "contributor", "document:aside"),
    post("api:document_withdraw", "lead", "document:open", why=WORDS),
    post("api:document_restore", "lead", "document:withdrawn"),
    post("api:document_restrict", "lead", "document:open", access="restricted"),
    post("api:document_retry", "contributor", "document:failed"),
    post("api:document_stop", "contributor", "document:running"),
    get("api:jobs"),
    get("api:job", "job:failed"),
    post("api:job_retry", "contributor", "job:failed"),
    post("api:job_cancel", "contributor", "job:running"),
]  # fmt: skip

ACTORS = [
    get("actors:list"),
    get("actors:add", role="reviewer"),
    post("actors:add", "reviewer", name=WORDS, kind="person"),
    get("actors:detail", "actor:open"),
    get("actors:detail", "actor:protected"),
    get("actors:edit", "actor:open", "reviewer"),
    post("actors:edit", "reviewer", "actor:open", name=WORDS, kind="person"),
    post("actors:add_alias", "contributor", "actor:open", name=WORDS),
    post("actors:retire_alias", "contributor", "actor:open", more={"alias": "@alias:open"}),
    post("actors:assess", "reviewer", "actor:open", letter="B", reason=WORDS),
    get("api:assessments", "actor:open"),
    get("api:assessments", "actor:protected"),
    post("api:assessments", "reviewer", "actor:open", letter="C", reason=WORDS, subject="tides"),
    post("actors:protect", "lead", "actor:open", public_label="a fisherman"),
    post("actors:unprotect", "lead", "actor:protected"),
    get("api:actors"),
    post("api:actors", "reviewer", name=WORDS, kind="person"),
    get("api:actor", "actor:open"),
    get("api:actor", "actor:protected"),
    patch("api:actor", "reviewer", "actor:open", name=WORDS),
    post("api:actor_protect", "lead", "actor:open", public_label="a fisherman"),
    post("api:actor_unprotect", "lead", "actor:protected"),
    get("api:aliases", "actor:open"),
    get("api:aliases", "actor:protected"),
    post("api:aliases", "contributor", "actor:open", name=WORDS),
    post("api:alias_retire", "contributor", "alias:open"),
]

MENTIONS = [
    get("claims:workbench", "document:open"),
    get("claims:live", "document:open"),
    post("claims:take", "contributor", "document:open"),
    post("claims:undo_last", "contributor", "document:aside"),
    post("claims:set_aside_rest", "contributor", "document:open"),
    post("claims:undo_rest", "contributor", "document:aside", more={"action": "@action:aside"}),
    post("claims:finish", "contributor", "document:aside"),
    post("claims:add_mention", "contributor", "document:open", words=PARTS[3]),
    post("claims:accept", "contributor", "mention:proposed", to_check="on", priority="high"),
    post("claims:attach", "contributor", "mention:proposed", claim="@claim:to_check"),
    post("claims:reject", "contributor", "mention:proposed", reason="not_a_claim"),
    post("claims:set_aside", "contributor", "mention:proposed"),
    post("claims:split", "contributor", "mention:proposed",
         **{"part-TOTAL_FORMS": 2, "part-INITIAL_FORMS": 0,
            "part-0-statement": WORDS, "part-1-statement": f"{WORDS}, twice"}),
    post("claims:undo", "contributor", "mention:rejected"),
    post("claims:mark", "contributor", "mention:proposed", part="cue", words=PARTS[3]),
    post("claims:edit", "contributor", "mention:proposed", mode="indirect", kind="opinion",
         polarity="affirmed",
         **{"content-TOTAL_FORMS": 1, "content-INITIAL_FORMS": 0, "content-0-words": PARTS[2]},
         **NO_SPANS),
    post("claims:speakers", "contributor", "mention:proposed", words="A diver"),
    post("claims:speaker_from_text", "contributor", "mention:proposed", words="A diver"),
    get("api:mentions"),
    post("api:mentions", "contributor", document="@document:open", content_spans=[SPAN]),
    get("api:mention", "mention:proposed"),
    patch("api:mention", "contributor", "mention:proposed", kind="opinion"),
    post("api:mention_accept", "contributor", "mention:proposed", to_check=True),
    post("api:mention_attach", "contributor", "mention:proposed", claim="@claim:to_check"),
    post("api:mention_split", "contributor", "mention:proposed",
         parts=[{"statement": WORDS}, {"statement": f"{WORDS}, twice"}]),
    post("api:mention_reject", "contributor", "mention:proposed", reason="not_a_claim"),
    post("api:mention_set-aside", "contributor", "mention:proposed"),
    post("api:mention_undo", "contributor", "mention:rejected"),
    post("api:mention_speakers", "contributor", "mention:proposed", speakers=[{"words": "Who"}]),
    post("api:set_aside_rest", "contributor", "document:open"),
    post("api:undo_set_aside_rest", "contributor", "document:aside", action="@action:aside"),
    get("api:places"),
    post("api:place_judge", "contributor", "place:open", state="refused", why=WORDS),
]  # fmt: skip

CLAIMS = [
    get("search:results"),
    get("api:search"),
    get("claims:list"),
    get("claims:precision"),
    get("claims:views"),
    post("claims:save_view", "viewer", name=WORDS, query="state=to_check"),
    *(post(f"claims:{act}_view", "viewer", "view:shared", by="viewer", name=WORDS, query="q=x")
      for act in ("edit", "refill", "delete", "copy", "notice", "see")),
    get("claims:new", role="reviewer"),
    post("claims:new", "reviewer", statement=WORDS, words="A diver", kind="fact",
         polarity="affirmed", priority="normal"),
    get("claims:of_actor", "actor:open"),
    get("claims:of_actor", "actor:protected"),
    get("exports:claims"),
    get("api:claims_export"),
    get("api:claims"),
    post("api:claims", "reviewer", statement=WORDS, speakers=[{"words": "A diver"}]),
    *(get(route, f"claim:{state}") for route in ("review:claim", "review:claim_history",
                                                 "api:claim")
      for state in ("to_check", "blind", "differing", "decided", "look")),
    patch("api:claim", "contributor", "claim:to_check", statement=WORDS),
    post("api:claim_speakers", "contributor", "claim:to_check", speakers=[{"words": "Who"}]),
    get("review:edit", "claim:to_check", "contributor"),
    post("review:edit", "contributor", "claim:to_check", statement=WORDS, speakers="A diver",
         kind="fact", polarity="affirmed", about_precision="unknown"),
]  # fmt: skip

# Step, least role, claim, who shows it, what the page sends, how the API calls the page's `note`.
SECOND, WHOM = {"note": WORDS}, {"person": "@person:third"}
STEPS = [
    ("mark_to_check", "contributor", "on_record", "", {"priority": "high"}, ""),
    ("put_on_record", "contributor", "to_check", "", {}, ""),
    ("take", "reviewer", "to_check", "", {}, ""),
    ("assign", "lead", "to_check", "", WHOM, ""),
    ("hand_back", "reviewer", "in_review", "first", {"note": WORDS}, "note"),
    ("reassign", "reviewer", "in_review", "first", {**WHOM, "note": WORDS}, "note"),
    ("withdraw_review", "reviewer", "sign_off", "first", {"note": WORDS}, "comment"),
    ("assign_second", "lead", "sign_off", "", WHOM, ""),
    ("begin_second", "reviewer", "blind", "", {}, ""),
    ("release_second", "reviewer", "begun", "second", {"note": WORDS}, "note"),
    ("sign", "reviewer", "sign_off", "", {}, ""),
    ("return_review", "reviewer", "sign_off", "", {"note": WORDS}, "comment"),
    ("sign_joint", "reviewer", "joint", "second", {}, ""),
    ("decline_joint", "reviewer", "joint", "first", {"note": WORDS}, "comment"),
    ("stop_pursuing", "lead", "to_check", "", {"note": WORDS}, "why"),
    ("reopen", "lead", "decided", "", {"note": WORDS}, "why"),
    ("still_stands", "reviewer", "look", "", {"note": WORDS}, "note"),
    ("set_priority", "contributor", "to_check", "", {"priority": "high"}, ""),
    ("set_due", "contributor", "to_check", "", {"due_on": "2030-01-02"}, ""),
]
# Duty of the page, step of the API, least role, claim, who shows it, what it needs besides.
JUDGING = [
    ("first", "submit_review", "reviewer", "in_review", "first", {}),
    ("second", "submit_second", "reviewer", "blind", "third", {}),
    ("joint", "propose_joint", "reviewer", "differing", "first", {"settled_by": WORDS}),
    ("third", "submit_third", "reviewer", "differing", "third", {"settled_by": WORDS}),
    ("override", "override", "lead", "blind", "lead", {"override_why": WORDS}),
]


def _in_api(body: dict[str, Any], note: str) -> dict[str, Any]:
    return {note if name == "note" else name: value for name, value in body.items()}


REVIEWS = [
    *(post("review:step", role, f"claim:{claim}", by=by, more={"action": step}, **body)
      for step, role, claim, by, body, _note in STEPS),
    *(post(f"api:claim_{step}", role, f"claim:{claim}", by=by, **_in_api(body, note))
      for step, role, claim, by, body, note in STEPS),
    *(post("review:judge", role, f"claim:{claim}", by=by, more={"duty": duty}, **REVIEW, **more)
      for duty, _step, role, claim, by, more in JUDGING),
    *(post(f"api:claim_{step}", role, f"claim:{claim}", by=by, **REVIEW_READ, **more)
      for _duty, step, role, claim, by, more in JUDGING),
    post("review:draft", "reviewer", "claim:in_review", by="first", more={"duty": "first"},
         **REVIEW),
    post("review:discard_draft", "viewer", "draft:own", by="first"),
    get("review:access", "claim:to_check", "lead"),
    post("review:access", "lead", "claim:to_check", access="restricted", told="@told"),
    post("api:claim_restrict", "lead", "claim:to_check", access="restricted"),
    get("review:my_work"),
    get("review:next_work"),
    post("review:take_next", "reviewer", offered="@claim:to_check"),
    get("review:document_history", "document:open"),
    get("review:team_history"),
    get("review:history_checks", role="lead"),
    post("review:history_checks", "lead"),
    get("review:history_check", "check:done", "lead"),
    get("review:agreement"),
    post("review:undo_event", "contributor", "event:undoable"),
    post("api:event_undo", "contributor", "event:undoable"),
    get("api:timeline"),
    get("api:agreement"),
    post("review:add_evidence", "contributor", "claim:to_check", **NOTE),
    get("review:edit_evidence", "evidence:open", "contributor"),
    post("review:edit_evidence", "contributor", "evidence:open", **NOTE),
    post("review:grade_evidence", "contributor", "evidence:open", credibility=3),
    post("review:withdraw_evidence", "contributor", "evidence:open", note=WORDS),
    post("review:add_comment", "viewer", "claim:to_check", text=WORDS),
    post("review:edit_comment", "viewer", "comment:own", by="viewer", note=WORDS),
    get("review:add_comment", "claim:to_check"),
    post("review:resolve_comment", "viewer", "comment:asked", by="contributor"),
    post("review:reopen_comment", "viewer", "comment:resolved", by="viewer"),
    get("review:document_comments", "document:open"),
    post("review:add_document_comment", "viewer", "document:open", text=WORDS),
    post("review:watch_claim", "viewer", "claim:decided"),
    post("review:watch_document", "viewer", "document:failed"),
    get("review:notifications"),
    post("review:read_all", "viewer", up_to=10**9),
    get("api:evidence_list"),
    post("api:evidence_list", "contributor", claim="@claim:to_check", **NOTE),
    get("api:evidence", "evidence:open"),
    patch("api:evidence", "contributor", "evidence:open", passage=WORDS),
    post("api:evidence_withdraw", "contributor", "evidence:open", why=WORDS),
    get("api:comments"),
    post("api:comments", "viewer", claim="@claim:to_check", text=WORDS),
    get("api:comment", "comment:own"),
    patch("api:comment", "viewer", "comment:own", text=WORDS),
    post("api:comment_resolve", "viewer", "comment:asked", by="contributor"),
    post("api:comment_reopen", "viewer", "comment:resolved", by="viewer"),
    post("api:claim_watch", "viewer", "claim:decided", watching=True),
    post("api:document_watch", "viewer", "document:failed", watching=True),
    get("api:notifications"),
    post("api:notifications_read", "viewer", up_to=10**9),
    get("api:reviews"),
    get("api:review", "review:open"),
    get("api:decisions"),
    get("api:decision", "decision:open"),
    get("api:assignments"),
    get("api:events"),
    get("api:event", "event:open"),
]  # fmt: skip

IN_TEAM = [*TEAMS, *DOCUMENTS, *ACTORS, *MENTIONS, *CLAIMS, *REVIEWS]
assert {case.more["action"] for case in IN_TEAM if case.route == "review:step"} == set(BUTTONS)
assert {case.more["duty"] for case in IN_TEAM if case.route == "review:judge"} == set(SEAL)

# Addresses of nobody's team, with what stands for the parts of their paths.
ELSEWHERE: dict[str, dict[str, str]] = {
    "home": {},
    "theme": {},
    "gallery": {},
    "teams:list": {},
    "teams:account": {},
    "teams:session": {},
    "teams:kept": {},
    "teams:invitation": {"secret": "guessed"},
    "api:docs": {},
    "api:schema": {},
    "account_login": {},
    "account_logout": {},
    "account_inactive": {},
    "account_signup": {},
    "account_reauthenticate": {},
    "account_email": {},
    "account_email_verification_sent": {},
    "account_change_password": {},
    "account_set_password": {},
    "account_reset_password": {},
    "account_confirm_login_code": {},
    "account_confirm_email": {"key": "guessed"},
    "account_reset_password_from_key_done": {},
    "account_reset_password_from_key": {"uidb36": "1", "key": "guessed-key"},
    "account_reset_password_done": {},
    "mfa_index": {},
    "mfa_authenticate": {},
    "mfa_reauthenticate": {},
    "mfa_activate_totp": {},
    "mfa_deactivate_totp": {},
    "mfa_view_recovery_codes": {},
    "mfa_generate_recovery_codes": {},
    "mfa_download_recovery_codes": {},
    "usersessions_list": {},
    "socialaccount_connections": {},
    "socialaccount_login_cancelled": {},
    "socialaccount_login_error": {},
    "socialaccount_signup": {},
    "openid_connect_login": {"provider_id": "guessed"},
    "openid_connect_callback": {"provider_id": "guessed"},
    "admin:index": {},
    "admin:login": {},
    "admin:logout": {},
    "admin:password_change": {},
    "admin:password_change_done": {},
    "admin:jsi18n": {},
    "admin:app_list": {"app_label": "claims"},
    "admin:autocomplete": {},
}
# Pages that the admin has for each of its models.
OF_MODEL = ("changelist", "add", "history", "delete", "change")


def routes() -> dict[str, set[str]]:
    """Every named address of the product with the parts of its path."""
    return dict(_walk(get_resolver(), "", set()))


def _walk(resolver: URLResolver, prefix: str, above: set[str]) -> Any:
    for each in resolver.url_patterns:
        parts = above | set(each.pattern.converters) | set(each.pattern.regex.groupindex)
        if isinstance(each, URLPattern):
            if each.name:
                yield prefix + each.name, parts
            else:
                # The admin's catch-alls lead to the named pages, or nowhere.
                assert prefix == "admin:", each
        else:
            yield from _walk(each, prefix + (f"{each.namespace}:" if each.namespace else ""), parts)
