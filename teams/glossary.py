"""The words of the product: interface, code, API and documentation use these and no others."""

from django.utils.translation import gettext_lazy as _

WORDS = [
    (_("Team"), _("A workspace. Everything in it belongs to it alone.")),
    (_("Membership"), _("A person in a team with a role. Who leaves stays on record.")),
    (
        _("Actor"),
        _(
            "Somebody who can claim something: a person, organisation, government body, armed "
            "group, outlet, group of people or unnamed source."
        ),
    ),
    (
        _("Protected actor"),
        _(
            "Its name and aliases are readable to leads and to the people named on it; everybody "
            "else reads its public label."
        ),
    ),
    (
        _("Alias"),
        _("Another name of an actor. One that fits two actors stands for neither by itself."),
    ),
    (
        _("Unnamed source"),
        _(
            "Somebody whom a document does not name. Belongs to that document until a person says "
            "that two are the same."
        ),
    ),
    (
        _("Document"),
        _("One publication. The same words in another outlet are another document."),
    ),
    (_("Document version"), _("Its text as it stood at one moment, never changed.")),
    (
        _("Origin"),
        _("Where a piece of information first came from. Origins are counted, not articles."),
    ),
    (_("Run"), _("One pass of an engine over one version. It only ever proposes.")),
    (
        _("Mention"),
        _(
            "One place in a document where something is claimed: who says it, the cue, the "
            "content, and through whom it came."
        ),
    ),
    (_("Hop"), _("Somebody who passed a mention on; the outermost comes first.")),
    (_("Claim"), _("What one speaker states, cut to one checkable proposition.")),
    (_("Statement"), _("The claim in words that stand alone, without the document.")),
    (
        _("Evidence"),
        _("What bears on a claim, on one of the two questions, with the passage that matters."),
    ),
    (
        _("Review"),
        _(
            "One person's verdicts with confidence, reasons and cited evidence. Sealed together "
            "with what it judged; a correction is a new review."
        ),
    ),
    (_("Decision"), _("The review that is in force for a claim's round.")),
    (_("Round"), _("One way from to check to decided. Reopening a claim begins the next.")),
    (_("Assignment"), _("A person's duty on a claim: first or second review, and by when.")),
    (_("History"), _("Every change, who made it and why, in a chain that can be checked.")),
]
