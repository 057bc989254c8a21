"""Vocabularies of evidence and reviews, each code with its definition."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from common.definitions import Definitions


class Axis(models.TextChoices):
    SAID = "said", _("Was it said?")
    HOLDS = "holds", _("Does it hold?")


class Stance(models.TextChoices):
    SUPPORTS = "supports", _("Supports")
    CONTRADICTS = "contradicts", _("Contradicts")
    CONTEXT = "context", _("Context")
    NOTHING_FOUND = "nothing_found", _("Nothing found")


class EvidenceKind(models.TextChoices):
    URL = "url", _("Web address")
    DOCUMENT = "document", _("Library document")
    NOTE = "note", _("Note")
    SEARCH = "search", _("Search")
    REPLY = "reply", _("Reply")


class ReplyOutcome(models.TextChoices):
    ANSWERED = "answered", _("Answered")
    REFUSED = "refused", _("Refused")
    NONE = "none", _("No answer")


class Credibility(models.IntegerChoices):
    CONFIRMED = 1, _("Confirmed by other sources")
    PROBABLY_TRUE = 2, _("Probably true")
    POSSIBLY_TRUE = 3, _("Possibly true")
    DOUBTFUL = 4, _("Doubtful")
    IMPROBABLE = 5, _("Improbable")
    CANNOT_BE_JUDGED = 6, _("Cannot be judged")


CREDIBILITY = {
    Credibility.CONFIRMED: _("Other sources that do not depend on this one say the same."),
    Credibility.PROBABLY_TRUE: _("Not confirmed, but it fits what else is known."),
    Credibility.POSSIBLY_TRUE: _("Not confirmed; it fits some of what is known."),
    Credibility.DOUBTFUL: _("Not confirmed; possible, but nothing that is known supports it."),
    Credibility.IMPROBABLE: _("What else is known speaks against it."),
    Credibility.CANNOT_BE_JUDGED: _("There is nothing to compare it with."),
}


class Duty(models.TextChoices):
    """For what a person reviews a claim."""

    FIRST = "first", _("First review")
    SECOND = "second", _("Second review")
    JOINT = "joint", _("Joint review")
    THIRD = "third", _("Third review")
    OVERRIDE = "override", _("Override")


class DecisionKind(models.TextChoices):
    SOLE = "sole", _("Decided by one person")
    SIGNED = "signed", _("Signed by a second person")
    BLIND_AGREED = "blind_agreed", _("Two reviews agree")
    JOINT = "joint", _("Settled together")
    THIRD = "third", _("Settled by a third person")
    OVERRIDE = "override", _("Policy overridden")


class ReturnKind(models.TextChoices):
    WITHDRAWN = "withdrawn", _("Withdrawn by its author")
    RETURNED = "returned", _("Returned by the second person")
    DECLINED = "declined", _("Joint review declined")


class CommentKind(models.TextChoices):
    COMMENT = "comment", _("Comment")
    HELP = "help", _("Asks for help")


DEFINITIONS = Definitions(
    {
        Axis.SAID: _("Whether the speaker said it, in these words and this sense."),
        Axis.HOLDS: _("Whether it is so, at the time that the statement speaks of."),
        Stance.SUPPORTS: _("Speaks for it."),
        Stance.CONTRADICTS: _("Speaks against it."),
        Stance.CONTEXT: _("Helps to understand it; speaks neither for nor against."),
        Stance.NOTHING_FOUND: _("Somebody looked where it should be, and found nothing."),
        EvidenceKind.URL: _("A page on the web, with the passage that matters."),
        EvidenceKind.DOCUMENT: _("A document of this team, with the passage that matters."),
        EvidenceKind.NOTE: _("What somebody of the team saw, heard or worked out."),
        EvidenceKind.SEARCH: _(
            "Where somebody looked, with which words, when, and what came of it."
        ),
        EvidenceKind.REPLY: _("Whom we asked, how and when, and what they answered."),
        ReplyOutcome.ANSWERED: _("They answered; the passage holds their words."),
        ReplyOutcome.REFUSED: _("They said that they would not answer."),
        ReplyOutcome.NONE: _("No answer came by the time given."),
        Duty.FIRST: _("The review that the claim was taken for."),
        Duty.SECOND: _("A second person's own review."),
        Duty.JOINT: _("One review that both reviewers sign after they differed."),
        Duty.THIRD: _("The review of a third person that settles a difference."),
        Duty.OVERRIDE: _("A lead's review against the team's policy, with its reason."),
    },
    {
        DecisionKind.SOLE: _("One review; the policy asked for no second person."),
        DecisionKind.SIGNED: _("A second person read all of it and signed."),
        DecisionKind.BLIND_AGREED: _(
            "Two people came to the same codes without seeing each other's."
        ),
        DecisionKind.JOINT: _("Two reviews differed; both people signed a joint one."),
        DecisionKind.THIRD: _("Two reviews differed; a third person's review settled it."),
        DecisionKind.OVERRIDE: _("A lead decided against the team's policy; the reason is given."),
        ReturnKind.WITHDRAWN: _("Its author took it back before the second review began."),
        ReturnKind.RETURNED: _("The second person did not sign, and said why."),
        ReturnKind.DECLINED: _("The other reviewer did not sign the joint review."),
        CommentKind.COMMENT: _("Something said about the claim."),
        CommentKind.HELP: _("A question to somebody; the claim is marked until it is resolved."),
    },
)
# The verdicts against somebody: a reply is asked for, or why none was asked.
ADVERSE_SAID = frozenset({"distorted", "misattributed", "not_found"})
ADVERSE_HOLDS = frozenset({"contradicted", "missing_context", "no_support_found", "disputed"})
