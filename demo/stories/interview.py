"""The third text: a restricted interview, half triaged, with a speaker whose name is protected."""

from claims import services as claims
from claims.services import SpeakerDraft
from claims.vocabularies import RejectReason
from demo.people import Desk
from demo.reading import add, mention, read
from demo.steps import accept, found, in_days, reject, seen
from demo.stories.cast import Cast
from demo.stories.sluice import SAID, SUPPORTS, TOPIC
from documents import services as documents
from documents.models import Document
from documents.vocabularies import DocumentKind
from review.vocabularies import EvidenceKind
from teams.vocabularies import Access


def tell(desk: Desk, cast: Cast) -> None:
    """Kofi made the interview with Tomas, who goes through it. Nobody else but leads reads it."""
    interview = _made(desk)
    documents.start_triage(document=interview, row_version=seen(interview), by=desk.tomas)
    accept(
        mention(interview, "the first call to the director"),
        "In the night of the flood the sluice first called its director at 0.40.",
        cast["worker"],
        by=desk.tomas,
    )
    accept(
        mention(interview, "opened the small gate by hand"),
        "Two workers opened the small gate of the Ostrel sluice by hand in the night of the flood.",
        cast["worker"],
        by=desk.tomas,
        to_check=False,
    )
    accept(
        mention(interview, "had been torn out in September"),
        "The pages for April and July were torn out of the shift book of the Ostrel sluice.",
        cast["worker"],
        by=desk.tomas,
    )
    reject(mention(interview, "speak to the press"), RejectReason.NOT_OUR_SUBJECT, by=desk.tomas)
    _told_openly(desk, cast)


def _made(desk: Desk) -> Document:
    interview = add(
        desk,
        "interview",
        by=desk.kofi,
        days_ago=5,
        kind=DocumentKind.INTERVIEW,
        authors="Kofi Aster, Tomas Brandt",
        topic=TOPIC,
    )
    documents.restrict_document(
        document=interview,
        access=Access.RESTRICTED,
        readers=[desk.tomas],
        row_version=seen(interview),
        by=desk.amira,
    )
    return read(interview)


def _told_openly(desk: Desk, cast: Cast) -> None:
    """What the worker lets be said, under his public label, for the whole team."""
    claim = claims.create_claim(
        team=desk.team,
        by=desk.kofi,
        statement="A lamp in the control room of the Ostrel sluice showed a fault of the main gate "
        "from spring on.",
        speakers=[SpeakerDraft(actor=cast["worker"])],
        to_check=True,
        topic_words=[TOPIC],
    )
    found(
        claim,
        SAID,
        SUPPORTS,
        EvidenceKind.NOTE,
        "Spoken to by two of us",
        passage="He told it to both of us and showed a picture of the taped lamp.",
        happened_on=in_days(-5),
        access=Access.TEAM,
        by=desk.kofi,
    )
