"""How evidence is graded for a reader: credibility first, then the letter of its source."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from actors.models import ReliabilityAssessment
from actors.names import fold
from actors.selectors import letters_of
from claims.models import Claim
from review.models import Evidence
from teams.vocabularies import Grading

if TYPE_CHECKING:
    from teams.models import User

# The letter of a source that counts for a claim, by the source's id.
Letters = dict[int, str]


def letters_for(claim: Claim, items: Iterable[Evidence], user: "User") -> Letters | None:
    """For each graded item's source the letter that counts; None where the team grades nothing.

    Of sources of items whose credibility was not given yet, or is concealed, it tells nothing: a
    letter seen first colours the grade. A letter on one of the claim's topics goes before the
    general one. At most one query.
    """
    if claim.team.grading == Grading.OFF:
        return None
    sources = {item.source_id for item in items if item.source_id and item.shown_credibility}
    if not sources:
        return {}
    topics = {fold(word) for word in claim.topic_words}
    found = letters_of(sources, user)
    return {pk: letter for pk, rows in found.items() if (letter := _fitting(rows, topics))}


def _fitting(rows: Iterable[ReliabilityAssessment], topics: set[str]) -> str:
    """The letter on a topic of the claim, else the general one (which comes first), else ""."""
    by_subject = {row.folded: row for row in rows}
    on_topic = [row for subject, row in by_subject.items() if subject in topics]
    if on_topic:
        words = {"letter": on_topic[0].letter, "subject": on_topic[0].subject}
        return _("%(letter)s on %(subject)s") % words
    return by_subject[""].letter if "" in by_subject else ""


def grade_of(item: Evidence, letters: Letters | None) -> str:
    """In words: "source B, credibility 2"; "" where nothing is to be shown."""
    if letters is None or not item.shown_credibility:
        return ""
    credibility = _("credibility %(grade)s") % {"grade": item.shown_credibility}
    if item.source_id is None:
        return credibility
    letter = letters.get(item.source_id)
    source = _("source %(letter)s") % {"letter": letter} if letter else _("source not assessed")
    return f"{source}, {credibility}"
