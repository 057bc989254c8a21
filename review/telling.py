"""Events in words, for the timelines. An unknown kind is told by its code."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from claims.vocabularies import Holds, Polarity, Priority, Said, holds_label
from common.wording import within

if TYPE_CHECKING:
    from review.selectors.naming import Names

Content = dict[str, Any] | None

# kind: (symbol, what somebody did)
TOLD: dict[str, tuple[str, Any]] = {
    "claim.created": ("plus", lazy("made this claim")),
    "claim.edited": ("pen", lazy("edited the claim")),
    "claim.speakers_set": ("person", lazy("said who states it")),
    "claim.marked_to_check": ("flag", lazy("marked it to check")),
    "claim.put_on_record": ("archive", lazy("put it back on record")),
    "claim.prioritised": ("flag", lazy("set the priority")),
    "claim.due_set": ("clock", lazy("set when it is due")),
    "claim.restricted": ("lock", lazy("changed who may read it")),
    "claim.taken": ("inbox", lazy("took it")),
    "claim.assigned": ("person", lazy("assigned it")),
    "claim.handed_back": ("undo", lazy("handed it back")),
    "claim.reassigned": ("person", lazy("gave it to somebody else")),
    "claim.released": ("undo", lazy("put it back into the queue")),
    "claim.waits_in_vain": ("leave", lazy("ended the part of somebody for whom this waits")),
    "claim.second_assigned": ("person", lazy("asked for the second review")),
    "claim.second_begun": ("inbox", lazy("began the second review")),
    "claim.second_released": ("undo", lazy("gave the second review back")),
    "claim.sent_to_second": ("lock", lazy("sent it to the second review")),
    "claim.differs": ("differing", lazy("found that the two reviews differ")),
    "claim.returned": ("undo", lazy("returned it to its reviewer")),
    "claim.withdrawn": ("undo", lazy("took it back into review")),
    "claim.decided": ("check", lazy("decided it")),
    "claim.not_pursued": ("x", lazy("stopped pursuing it")),
    "claim.reopened": ("undo", lazy("reopened it")),
    "claim.needs_look": ("eye", lazy("marked it for another look")),
    "claim.polarity_found": ("eye", lazy("found that a mention of it denies")),
    "claim.polarity_left": ("undo", lazy("took back what was found of its mentions")),
    "claim.still_stands": ("check", lazy("said that the decision still stands")),
    "review.submitted": ("lock", lazy("sealed a review")),
    "review.signed": ("pen", lazy("signed the review")),
    "review.withdrawn": ("undo", lazy("withdrew the review")),
    "review.returned": ("undo", lazy("returned the review")),
    "review.proposed": ("pen", lazy("proposed a joint review")),
    "review.declined": ("x", lazy("declined the joint review")),
    "review.overridden": ("warn", lazy("overrode the policy with a review")),
    "evidence.added": ("plus", lazy("added evidence")),
    "evidence.edited": ("pen", lazy("corrected evidence")),
    "evidence.graded": ("pen", lazy("said how credible an item of evidence is")),
    "evidence.withdrawn": ("x", lazy("withdrew evidence")),
    "evidence.restored": ("undo", lazy("took withdrawn evidence back")),
    "comment.added": ("comment", lazy("commented")),
    "comment.edited": ("comment", lazy("edited a comment")),
    "comment.help_asked": ("help", lazy("asked for help")),
    "comment.resolved": ("check", lazy("resolved what was said")),
    "comment.reopened": ("undo", lazy("opened again what was said")),
    "actor.assessed": ("pen", lazy("assessed a source")),
    "mention.accepted": ("check", lazy("accepted a mention")),
    "mention.attached": ("link", lazy("attached a mention")),
    "mention.split": ("split", lazy("split a mention into claims")),
    "mention.rejected": ("x", lazy("rejected a mention")),
    "mention.set_aside": ("archive", lazy("set a mention aside")),
    "mention.added": ("plus", lazy("marked a mention")),
    "mention.edited": ("pen", lazy("corrected a mention")),
    "mention.speakers_set": ("person", lazy("said who speaks in a mention")),
    "mention.undone": ("undo", lazy("took a mention back")),
    "document.added": ("plus", lazy("added the document")),
    "document.edited": ("pen", lazy("edited the document")),
    "document.withdrawn": ("archive", lazy("withdrew the document")),
    "document.restored": ("undo", lazy("restored the document")),
    "document.restricted": ("lock", lazy("changed who may read it")),
    "document.failed": ("warn", lazy("could not finish")),
    "document.stopped": ("x", lazy("stopped the work on it")),
    "document.origin_set": ("link", lazy("said where it first came from")),
    "document.retried": ("undo", lazy("asked to try again")),
    "document.triage_started": ("inbox", lazy("began the triage")),
    "document.triage_handed_back": ("undo", lazy("handed the triage back")),
    "document.triage_finished": ("check", lazy("finished the triage")),
    "document.triage_skipped": ("x", lazy("skipped the triage")),
    "extraction_run.done": ("search", lazy("looked for claims")),
    "version.added": ("doc", lazy("kept a version of the text")),
    "origin.added": ("plus", lazy("named an origin")),
    "claim_mention.confirmed": ("link", lazy("said that a mention carries the claim")),
    "claim_mention.refused": ("x", lazy("said that a mention does not carry the claim")),
    "actor.created": ("person", lazy("made an actor")),
    "actor.edited": ("pen", lazy("edited the actor")),
    "actor.protected": ("lock", lazy("protected the actor's name")),
    "actor.unprotected": ("lock", lazy("ended the protection of the actor's name")),
    "alias.added": ("plus", lazy("gave the actor another name")),
    "alias.retired": ("x", lazy("stopped using another name of the actor")),
    "team.created": ("people", lazy("made the team")),
    "team.renamed": ("pen", lazy("renamed the team")),
    "team.policy_changed": ("gear", lazy("changed the team's rules")),
    "team.closed": ("archive", lazy("closed the team")),
    "membership.begun": ("person", lazy("made somebody a member")),
    "membership.restored": ("person", lazy("took a member back in")),
    "membership.role_changed": ("person", lazy("changed a member's role")),
    "membership.ended": ("leave", lazy("ended a membership")),
    "membership.reset_link_asked": ("lock", lazy("asked for a link to set a new password")),
    "membership.reset_link_made": ("lock", lazy("made a link to set a new password")),
    "invitation.made": ("plus", lazy("invited somebody")),
    "invitation.accepted": ("check", lazy("accepted an invitation")),
    "invitation.revoked": ("x", lazy("took an invitation back")),
    "token.made": ("lock", lazy("made a token")),
    "token.revoked": ("x", lazy("revoked a token")),
    "history.begun": ("archive", lazy("wrote down what stood here, so that it can be proven")),
}
# Kinds whose words say already that something was taken back.
SAY_IT_THEMSELVES = frozenset({"mention.undone", "evidence.restored", "document.restored"})
FIELDS = {
    "statement": lazy("statement"),
    "polarity": lazy("polarity"),
    "kind": lazy("kind"),
    "about_words": lazy("the time it is about"),
    "about_start": lazy("the time it is about"),
    "about_end": lazy("the time it is about"),
    "topic_words": lazy("topic words"),
    "stance": lazy("stance"),
    "passage": lazy("passage"),
    "title": lazy("title"),
}


def icon_of(kind: str) -> str:
    return TOLD[kind][0] if kind in TOLD else "chain"


def task_name(task: str) -> str:
    return _("The system") if task else _("Nobody")


def deed(kind: str, content: Content) -> str:
    """What somebody did, without whom it was done to: "edited the claim"."""
    words = str(TOLD[kind][1]) if kind in TOLD else kind.replace("_", " ").replace(".", ": ")
    if content and content.get("undoes") and kind not in SAY_IT_THEMSELVES:
        return _("took a change back: %(words)s") % {"words": words}
    return words


def words_of(kind: str, content: Content, names: "Names") -> str:
    """What happened, as a sentence without its subject."""
    words = deed(kind, content)
    if content is None:
        return words
    more = MORE.get(kind)
    detail = more(content.get("before") or {}, content.get("after") or {}, names) if more else ""
    return f"{words}: {detail}" if detail else words


def _person(name: str) -> Any:
    def told(before: dict[str, Any], after: dict[str, Any], names: "Names") -> str:
        return names.person(after.get(name))

    return told


def _verdicts(before: dict[str, Any], after: dict[str, Any], names: "Names") -> str:
    said, holds = after.get("said"), after.get("holds")
    labels = [Said(said).label] if said in Said.values else []
    polarity = Polarity.DENIED if after.get("of_denial") else Polarity.AFFIRMED
    labels += [holds_label(holds, polarity)] if holds in Holds.values else []
    return ", ".join(within(label) for label in labels)


def _edited(before: dict[str, Any], after: dict[str, Any], names: "Names") -> str:
    turned = ""
    if "polarity" in after and "polarity" in before:
        one, other = (within(Polarity(each["polarity"]).label) for each in (before, after))
        turned = f"{one} → {other}"
    if "statement" in after and "statement" in before:
        words = f"“{before['statement']}” → “{after['statement']}”"
        return f"{turned}, {words}" if turned else words
    if turned:
        return turned
    if after.get("confirmed_by"):
        return _("the statement stands alone")
    return ", ".join(dict.fromkeys(str(FIELDS[name]) for name in after if name in FIELDS))


def _title(before: dict[str, Any], after: dict[str, Any], names: "Names") -> str:
    return str(after.get("title", ""))


def _priority(before: dict[str, Any], after: dict[str, Any], names: "Names") -> str:
    code = after.get("priority")
    return within(Priority(code).label) if code in Priority.values else ""


def _round(before: dict[str, Any], after: dict[str, Any], names: "Names") -> str:
    return _("round %(number)s") % {"number": after["round"]} if "round" in after else ""


def _day(before: dict[str, Any], after: dict[str, Any], names: "Names") -> str:
    due = after.get("due_on")
    return date_format(date.fromisoformat(due), "DATE_FORMAT") if due else _("no date")


MORE = {
    "claim.edited": _edited,
    "claim.assigned": _person("first"),
    "claim.waits_in_vain": _person("user"),
    "claim.reassigned": _person("first"),
    "claim.second_assigned": _person("second"),
    "claim.prioritised": _priority,
    "claim.marked_to_check": _priority,
    "claim.due_set": _day,
    "claim.reopened": _round,
    "claim.decided": _verdicts,
    "review.submitted": _verdicts,
    "review.signed": _verdicts,
    "review.proposed": _verdicts,
    "review.overridden": _verdicts,
    "evidence.added": _title,
    "evidence.edited": _edited,
    "comment.help_asked": _person("asked"),
    "membership.begun": _person("user"),
    "membership.restored": _person("user"),
    "membership.ended": _person("user"),
    "membership.reset_link_asked": _person("user"),
    "membership.reset_link_made": _person("user"),
}
