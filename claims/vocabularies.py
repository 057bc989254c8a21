"""Vocabularies of mentions and claims, each code with its definition."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from common.definitions import Definitions

VERSION = "2026-11"


class Mode(models.TextChoices):
    DIRECT = "direct", _("Direct")
    INDIRECT = "indirect", _("Indirect")
    MIXED = "mixed", _("Mixed")
    ASSERTED = "asserted", _("Asserted")


class Kind(models.TextChoices):
    FACT = "fact", _("Fact")
    PREDICTION = "prediction", _("Prediction")
    INTENTION = "intention", _("Intention")
    BELIEF = "belief", _("Belief")
    OPINION = "opinion", _("Opinion")
    CALL = "call", _("Call")


class ClaimAccess(models.TextChoices):
    """A claim's own part in who may read it; the rest is decided by the document it was made from.

    The first two have the codes of `teams.vocabularies.Access`.
    """

    TEAM = "team", _("As its document")
    RESTRICTED = "restricted", _("Restricted")
    PLACES = "places", _("As any of its documents")


# Nothing to verify in these: the content axis is not applicable by itself.
KINDS_WITHOUT_CONTENT = frozenset({Kind.INTENTION, Kind.OPINION, Kind.CALL})


class Polarity(models.TextChoices):
    AFFIRMED = "affirmed", _("Affirmed")
    DENIED = "denied", _("Denied")
    NOT_SAID = "not_said", _("Not said")


# Nobody claims what was not said. The statement of a denied claim says the denial as a sentence;
# the code says it, too, for whoever sees only a part of it (docs/decisions/0028).
CLAIM_POLARITIES = [(code.value, code.label) for code in (Polarity.AFFIRMED, Polarity.DENIED)]


class Reach(models.TextChoices):
    """What a run looked for, by the language it read the text in."""

    ALL = "all", _("Everything")
    QUOTATIONS = "quotations", _("Quotations and who says them")
    BARE_QUOTATIONS = "bare_quotations", _("Quotations alone")


class CueClass(models.TextChoices):
    COMMUNICATION = "communication", _("Communication")
    OTHER = "other", _("Other")
    NONE = "none", _("None")


class Curation(models.TextChoices):
    PROPOSED = "proposed", _("Proposed")
    ACCEPTED = "accepted", _("Accepted")
    REJECTED = "rejected", _("Rejected")
    SET_ASIDE = "set_aside", _("Set aside")
    STALE = "stale", _("Stale")


class RejectReason(models.TextChoices):
    NOT_A_CLAIM = "not_a_claim", _("Not a claim")
    BEYOND_REPAIR = "beyond_repair", _("Words or speaker beyond repair")
    NOT_OUR_SUBJECT = "not_our_subject", _("Not our subject")
    SAID_ALREADY = "said_already", _("Said already here")


class ClaimState(models.TextChoices):
    ON_RECORD = "on_record", _("On record")
    TO_CHECK = "to_check", _("To check")
    IN_REVIEW = "in_review", _("In review")
    SECOND_REVIEW = "second_review", _("Second review")
    DIFFERING = "differing", _("Differing")
    DECIDED = "decided", _("Decided")
    NOT_PURSUED = "not_pursued", _("Not pursued")


class Priority(models.TextChoices):
    LOW = "low", _("Low")
    NORMAL = "normal", _("Normal")
    HIGH = "high", _("High")


class Said(models.TextChoices):
    SAID = "said", _("Said")
    REPORTED = "reported", _("Reported")
    SINGLE_SOURCE = "single_source", _("Single source")
    DISTORTED = "distorted", _("Distorted")
    MISATTRIBUTED = "misattributed", _("Misattributed")
    NOT_FOUND = "not_found", _("Not found")
    NOT_EXAMINED = "not_examined", _("Not examined")


class Holds(models.TextChoices):
    CORROBORATED = "corroborated", _("Corroborated")
    PARTLY_CORROBORATED = "partly_corroborated", _("Partly corroborated")
    DISPUTED = "disputed", _("Disputed")
    MISSING_CONTEXT = "missing_context", _("Missing context")
    NO_SUPPORT_FOUND = "no_support_found", _("No support found")
    CONTRADICTED = "contradicted", _("Contradicted")
    CANNOT_BE_VERIFIED_YET = "cannot_be_verified_yet", _("Cannot be verified yet")
    NOT_EXAMINED = "not_examined", _("Not examined")
    NOT_APPLICABLE = "not_applicable", _("Not applicable")


# What a verdict on the content of a denial says.
HOLDS_OF_DENIAL = {
    Holds.CORROBORATED: _("Corroborated: the denial holds"),
    Holds.PARTLY_CORROBORATED: _("Partly corroborated: part of the denial holds"),
    Holds.DISPUTED: _("Disputed: whether the denial holds"),
    Holds.MISSING_CONTEXT: _("Missing context: the denial misleads"),
    Holds.NO_SUPPORT_FOUND: _("No support found for the denial"),
    Holds.CONTRADICTED: _("Contradicted: the denial does not hold"),
    Holds.CANNOT_BE_VERIFIED_YET: _("Cannot be verified yet: whether the denial holds"),
}


def holds_question(polarity: str) -> str:
    """How a claim's second question is asked, so that it says what it is about."""
    return str(_("Does the denial hold?") if polarity == Polarity.DENIED else _("Does it hold?"))


def holds_label(code: str, polarity: str) -> str:
    """The verdict `code` in words that say what it is about; "" without one."""
    if not code:
        return ""
    found = HOLDS_OF_DENIAL.get(Holds(code)) if polarity == Polarity.DENIED else None
    return str(found or Holds(code).label)


class Confidence(models.TextChoices):
    LOW = "low", _("Low")
    MODERATE = "moderate", _("Moderate")
    HIGH = "high", _("High")


class LinkState(models.TextChoices):
    SUGGESTED = "suggested", _("Suggested")
    CONFIRMED = "confirmed", _("Confirmed")
    REFUSED = "refused", _("Refused")


class RunState(models.TextChoices):
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Cancelled")


DEFINITIONS = Definitions(
    {
        Mode.DIRECT: _("All of it stands in quotation marks."),
        Mode.INDIRECT: _("None of it stands in quotation marks."),
        Mode.MIXED: _("Part of it stands in quotation marks."),
        Mode.ASSERTED: _("The document says it itself."),
        Kind.FACT: _("Says that something is or was so."),
        Kind.PREDICTION: _("Says that something will be so; checked when its time has come."),
        Kind.INTENTION: _("Says what the speaker means to do; there is nothing to verify yet."),
        Kind.BELIEF: _("Says what the speaker holds to be so without claiming to know."),
        Kind.OPINION: _("Judges; there is nothing to verify."),
        Kind.CALL: _("Asks others to act; there is nothing to verify."),
        Polarity.AFFIRMED: _("The speaker says that it is so."),
        Polarity.DENIED: _("The speaker says that it is not so."),
        Polarity.NOT_SAID: _(
            "The text says that the speaker did not say it. No claim comes of it."
        ),
        Reach.ALL: _("Direct, mixed and reported speech, with speakers, dates and places."),
        Reach.QUOTATIONS: _(
            "Quotations with the reporting words beside them. Reported speech without quotation "
            "marks, dates and places were not looked for."
        ),
        Reach.BARE_QUOTATIONS: _(
            "Quotations only, their speakers unresolved: no reporting words are known for this "
            "language."
        ),
        Curation.PROPOSED: _("Found by an engine; nobody has looked yet."),
        Curation.ACCEPTED: _("A person made it part of a claim."),
        Curation.REJECTED: _("A person refused it, with a reason."),
        Curation.SET_ASIDE: _("The rest of a document, not looked at."),
        Curation.STALE: _("The last run did not find it again."),
        RejectReason.NOT_A_CLAIM: _("Nobody states anything here. Counts against the engine."),
        RejectReason.BEYOND_REPAIR: _("Too wrong to be corrected. Counts against the engine."),
        RejectReason.NOT_OUR_SUBJECT: _("Found rightly, but the team does not follow this."),
        RejectReason.SAID_ALREADY: _("The same words of the same speaker stand here already."),
        ClaimState.ON_RECORD: _("Kept and findable; nobody's task."),
        ClaimState.TO_CHECK: _("Somebody should take it."),
        ClaimState.IN_REVIEW: _("A reviewer is on it."),
        ClaimState.SECOND_REVIEW: _("A first review is sealed; a second person is asked."),
        ClaimState.DIFFERING: _("Two reviews disagree and have to be settled."),
        ClaimState.DECIDED: _("A sealed review is in force."),
        ClaimState.NOT_PURSUED: _("Left, with a reason."),
        Priority.LOW: _("When there is time."),
        Priority.NORMAL: _("In its turn."),
        Priority.HIGH: _("Somebody may be harmed, or it will be published."),
        Said.SAID: _("Own words seen or heard."),
        Said.REPORTED: _("Two or more independent origins say that it was said."),
        Said.SINGLE_SOURCE: _("One origin alone says that it was said."),
        Said.DISTORTED: _("Cut, paraphrased or translated so that the meaning changes."),
        Said.MISATTRIBUTED: _("Said, but by somebody else."),
        Said.NOT_FOUND: _("Looked for where it should be, and not there."),
        Said.NOT_EXAMINED: _("Left open in this review. Not possible on both questions."),
    },
    {
        Holds.CORROBORATED: _("Two independent origins or one primary record support all of it."),
        Holds.PARTLY_CORROBORATED: _("Part of it is supported; the reasons name the part."),
        Holds.DISPUTED: _("Credible evidence stands on both sides."),
        Holds.MISSING_CONTEXT: _("Holds as worded, and misleads by what it leaves out."),
        Holds.NO_SUPPORT_FOUND: _("Searched for, nothing found either way."),
        Holds.CONTRADICTED: _("Credible evidence shows that it does not hold."),
        Holds.CANNOT_BE_VERIFIED_YET: _("Give a date to look again, or “never”."),
        Holds.NOT_EXAMINED: _("Left open in this review."),
        Holds.NOT_APPLICABLE: _("There is nothing to verify: an intention, an opinion or a call."),
    },
    {
        Confidence.LOW: _("Could well turn out otherwise."),
        Confidence.MODERATE: _("Probably so; a gap remains."),
        Confidence.HIGH: _("Would take strong new evidence to change."),
    },
    {
        ClaimAccess.TEAM: _("Who may read the document that it was made from may read it."),
        ClaimAccess.RESTRICTED: _(
            "Of those only leads, whoever added it and the people named on it may read it."
        ),
        ClaimAccess.PLACES: _("Who may read any document that it stands in may read it."),
    },
)
