"""The whole access policy on one screen: who may do what in a team."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    VIEWER = "viewer", _("Viewer")
    CONTRIBUTOR = "contributor", _("Contributor")
    REVIEWER = "reviewer", _("Reviewer")
    LEAD = "lead", _("Lead")


class Permission(models.TextChoices):
    READ = "read", _("Read what is not restricted, and export it")
    COMMENT = "comment", _("Write comments")
    ADD_DOCUMENT = "add_document", _("Add documents")
    TRIAGE = "triage", _("Triage mentions and mark claims to check")
    ADD_EVIDENCE = "add_evidence", _("Add evidence")
    EDIT_CLAIM = "edit_claim", _("Edit statements")
    EDIT_ALIAS = "edit_alias", _("Edit aliases")
    REVIEW = "review", _("Take claims, review and second review them")
    CURATE_ACTOR = "curate_actor", _("Create actors and claims")
    ASSESS = "assess", _("Assess how reliable sources are")
    JUDGE_ORIGIN = "judge_origin", _("Judge origins")
    ASSIGN = "assign", _("Assign claims to others")
    CLOSE_CLAIM = "close_claim", _("Stop pursuing claims and reopen them")
    OVERRIDE = "override", _("Override the review policy")
    SET_POLICY = "set_policy", _("Change the team's policy")
    MANAGE_MEMBERS = "manage_members", _("Invite and change members")
    MANAGE_TOKENS = "manage_tokens", _("Make and revoke tokens")
    WITHDRAW_DOCUMENT = "withdraw_document", _("Withdraw and restore documents")
    PROTECT = "protect", _("Protect actors and restrict documents, claims and evidence")


P = Permission
VIEWER = frozenset({P.READ, P.COMMENT})
CONTRIBUTOR = VIEWER | {P.ADD_DOCUMENT, P.TRIAGE, P.ADD_EVIDENCE, P.EDIT_CLAIM, P.EDIT_ALIAS}
REVIEWER = CONTRIBUTOR | {P.REVIEW, P.CURATE_ACTOR, P.ASSESS, P.JUDGE_ORIGIN}
LEAD = REVIEWER | {
    P.ASSIGN,
    P.CLOSE_CLAIM,
    P.OVERRIDE,
    P.SET_POLICY,
    P.MANAGE_MEMBERS,
    P.MANAGE_TOKENS,
    P.WITHDRAW_DOCUMENT,
    P.PROTECT,
}
GRANTS: dict[str, frozenset[Permission]] = {
    Role.VIEWER: VIEWER,
    Role.CONTRIBUTOR: CONTRIBUTOR,
    Role.REVIEWER: REVIEWER,
    Role.LEAD: LEAD,
}


class Scope(models.TextChoices):
    """What a token may do at most; never more than the person it stands for."""

    READ = "read", _("Read")
    DOCUMENTS = "documents", _("Add documents and evidence, triage, comment")
    REVIEW = "review", _("Everything the person may do with claims and reviews")


SCOPES: dict[str, frozenset[Permission]] = {
    Scope.READ: frozenset({P.READ}),
    Scope.DOCUMENTS: CONTRIBUTOR,
    Scope.REVIEW: REVIEWER | {P.ASSIGN, P.CLOSE_CLAIM, P.OVERRIDE, P.WITHDRAW_DOCUMENT, P.PROTECT},
}
