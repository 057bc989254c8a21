"""The second article, printed twice: its claims are on people's desks."""

from claims import services as claims
from claims.models import Claim
from claims.vocabularies import Confidence as Sure
from claims.vocabularies import Holds, Kind, Priority, RejectReason, Said
from demo import steps
from demo.people import Desk
from demo.reading import add, mention, read
from demo.steps import accept, attach, found, in_days, reject, seen, verdicts
from demo.stories.cast import Cast
from demo.stories.sluice import CONTRADICTS, HOLDS, SAID, SUPPORTS, TOPIC
from documents import services as documents
from documents.models import Document
from review import services as review
from review.vocabularies import EvidenceKind, ReplyOutcome, Stance

LETTERS = "written to Arn Waterworks in April and in July"


def tell(desk: Desk, cast: Cast, letters: Claim) -> None:
    """letters: the claim of the first article that this one makes again."""
    article = _printed(desk, "Tressin Daily", "https://tressindaily.example/ostrel-letters")
    documents.start_triage(document=article, row_version=seen(article), by=desk.ilse)
    official = steps.unnamed(article, "an official in the Ministry of Waterways", by=desk.ilse)
    attach(mention(article, LETTERS), letters, official, by=desk.ilse)
    _differing(desk, cast, article)
    _overdue(desk, cast, article)
    _asked_for_help(desk, cast, article)
    _to_sign(desk, cast, article)
    _returned(desk, cast, article)
    _in_the_queue(desk, cast, article)
    documents.finish_triage(document=article, row_version=seen(article), by=desk.ilse)
    _talked_of(desk, article)
    _printed_again(desk, letters)
    _half_blind(desk, cast, letters, article)


def _printed(desk: Desk, publisher: str, url: str, *, as_another: bool = False) -> Document:
    document = add(
        desk,
        "letters",
        by=desk.nadia,
        days_ago=9,
        publisher=publisher,
        url=url,
        topic=TOPIC,
        as_another=as_another,
    )
    return read(document)


def _talked_of(desk: Desk, article: Document) -> None:
    """Words of the article that two of the desk talk about: under its text, and told to one."""
    version = article.versions.get()
    words = "had been seen only twice in eighty years"
    start = version.text.index(words)
    asked = review.comment_on_document(
        document=article,
        text="@Ilse Maren, at which gauge? The institute keeps one at Kest and one at Ostrel.",
        stretch=review.Stretch(version, start, start + len(words)),
        by=desk.nadia,
    )
    review.comment_on_document(
        document=article,
        text="At Kest. Its yearbook has 1931 and 1974, and nothing as high at Ostrel.",
        reply_to=asked,
        by=desk.ilse,
    )


def _printed_again(desk: Desk, letters: Claim) -> None:
    """The same words in another paper: another document, of the same origin."""
    again = _printed(
        desk, "The Kest Messenger", "https://kestmessenger.example/112/ostrel", as_another=True
    )
    documents.start_triage(document=again, row_version=seen(again), by=desk.nadia)
    official = steps.unnamed(again, "an official in the Ministry of Waterways", by=desk.nadia)
    attach(mention(again, LETTERS), letters, official, by=desk.nadia)
    claims.set_aside_rest(document=again, by=desk.nadia)
    documents.finish_triage(document=again, row_version=seen(again), by=desk.nadia)


def _half_blind(desk: Desk, cast: Cast, letters: Claim, article: Document) -> None:
    """Kofi has sealed the first review; Ilse is asked for the second and sees nothing of it."""
    wire = found(
        letters,
        SAID,
        SUPPORTS,
        EvidenceKind.DOCUMENT,
        "",
        document=article,
        place="second paragraph",
        passage="“Both letters said the same: repair the gate before the autumn,”",
        source=cast["agency"],
        credibility=3,
        by=desk.kofi,
    )
    looked = found(
        letters,
        HOLDS,
        Stance.NOTHING_FOUND,
        EvidenceKind.SEARCH,
        "",
        searched_where="Register of outgoing letters of the ministry, public part",
        searched_words="Ostrel, sluice, gate, Arn Waterworks",
        happened_on=in_days(-4),
        by=desk.kofi,
    )
    reply = found(
        letters,
        HOLDS,
        SUPPORTS,
        EvidenceKind.REPLY,
        "Ministry of Waterways, by phone",
        asked_whom="Ministry of Waterways, press office",
        asked_how="by phone",
        reply_by=in_days(-2),
        reply_outcome=ReplyOutcome.ANSWERED,
        happened_on=in_days(-3),
        passage="“There are two letters, of 14 April and 2 July. You will see them next week.”",
        source=cast["ministry"],
        credibility=3,
        by=desk.kofi,
    )
    review.add_comment(
        claim=letters,
        text="All three papers print the agency's line. That is one origin, not three.",
        by=desk.nadia,
    )
    draft = verdicts(
        Said.SINGLE_SOURCE,
        Holds.CANNOT_BE_VERIFIED_YET,
        "One official, through one agency. The press office names two dates, but nobody outside "
        "the ministry has seen the letters.",
        [wire, looked, reply],
        sure=(Sure.MODERATE, Sure.LOW),
        recheck_on=in_days(8),
    )
    steps.seal(letters, draft, by=desk.kofi)
    review.assign_second(
        claim=letters,
        person=desk.ilse,
        due_on=in_days(0),
        note="Before the letters come out, if you can.",
        by=desk.amira,
        row_version=seen(letters),
    )


def _differing(desk: Desk, cast: Cast, article: Document) -> None:
    """Two blind reviews that do not agree on whether it holds."""
    claim = accept(
        mention(article, "received any letter"),
        "Arn Waterworks denies that it received any letter from the ministry about the main gate "
        "before the flood.",
        cast["waterworks"],
        by=desk.ilse,
        priority=Priority.HIGH,
    )
    words = found(
        claim,
        SAID,
        SUPPORTS,
        EvidenceKind.URL,
        "Statement of Arn Waterworks, third day",
        url="https://arnwaterworks.example/notices/flood-3",
        passage="“No letter of the ministry about the gate has reached this company.”",
        source=cast["waterworks"],
        credibility=1,
        by=desk.kofi,
    )
    receipt = found(
        claim,
        HOLDS,
        CONTRADICTS,
        EvidenceKind.URL,
        "Receipt of the postal service, as shown by the deputy Asch",
        url="https://asch.example/receipt.jpg",
        place="lower half of the picture",
        passage="Registered letter to Arn Waterworks, handed over on 5 July.",
        source=cast["asch"],
        credibility=4,
        by=desk.tomas,
    )
    reply = found(
        claim,
        HOLDS,
        SUPPORTS,
        EvidenceKind.REPLY,
        "Arn Waterworks, by mail",
        asked_whom="Arn Waterworks",
        asked_how="by mail, with the picture of the receipt",
        reply_by=in_days(-1),
        reply_outcome=ReplyOutcome.ANSWERED,
        happened_on=in_days(-3),
        passage="“That letter was an invoice. We have shown it to the inquiry.”",
        source=cast["waterworks"],
        credibility=3,
        by=desk.kofi,
    )
    cited = [words, receipt, reply]
    first = verdicts(
        Said.SAID,
        Holds.DISPUTED,
        "The receipt shows that something came on 5 July, the company says that it was an invoice. "
        "Both can be true.",
        cited,
    )
    second = verdicts(
        Said.SAID,
        Holds.CONTRADICTED,
        "A registered letter of the ministry was handed over in July, and the company has not "
        "shown us the invoice it speaks of.",
        cited,
        sure=(Sure.HIGH, Sure.LOW),
    )
    steps.seal(claim, first, by=desk.kofi)
    steps.seal_blind(claim, second, by=desk.tomas)
    asked = review.add_comment(
        claim=claim,
        text="@Tomas Brandt, could we see the invoice? Then one of us is wrong and we know who.",
        by=desk.kofi,
    )
    review.add_comment(
        claim=claim,
        text="The company says that it sends it on Monday.",
        reply_to=asked,
        by=desk.tomas,
    )


def _overdue(desk: Desk, cast: Cast, article: Document) -> None:
    claim = accept(
        mention(article, "first request had reached him"),
        "The first request of the ministry reached Teodor Lask two days after the flood.",
        cast["lask"],
        by=desk.ilse,
        due=-3,
    )
    steps.take(claim, by=desk.kofi)
    found(
        claim,
        SAID,
        SUPPORTS,
        EvidenceKind.DOCUMENT,
        "",
        document=article,
        place="third paragraph",
        passage="… said that the first request had reached him two days after the flood.",
        source=cast["agency"],
        by=desk.kofi,
    )


def _asked_for_help(desk: Desk, cast: Cast, article: Document) -> None:
    claim = accept(
        mention(article, "copies of both letters"),
        "The Ministry of Waterways holds copies of two letters to Arn Waterworks about the gate.",
        cast["venn"],
        by=desk.ilse,
        due=0,
    )
    steps.take(claim, by=desk.kofi)
    review.ask_for_help(
        claim=claim,
        text="Do you know anybody in the ministry's registry who would show us the copies?",
        asked=desk.amira,
        by=desk.kofi,
    )


def _to_sign(desk: Desk, cast: Cast, article: Document) -> None:
    """Tomas has reviewed it; Kofi is to read all of it and sign, or return it."""
    engineers = steps.unnamed(article, "two former engineers of the sluice", by=desk.ilse)
    claim = accept(
        mention(article, "stolen in May"),
        "A bearing of the main gate of the Ostrel sluice was stolen in May.",
        engineers,
        by=desk.ilse,
        due=3,
    )
    police = found(
        claim,
        HOLDS,
        SUPPORTS,
        EvidenceKind.NOTE,
        "Seen at the police station in Ostrel",
        passage="The book has an entry of 19 May: “bearing, bronze, 40 kg, from the sluice yard”.",
        happened_on=in_days(-2),
        credibility=2,
        by=desk.tomas,
    )
    draft = verdicts(
        Said.SINGLE_SOURCE,
        Holds.CORROBORATED,
        "The police book is a record of its own, made in May by people who have no part in this.",
        [police],
        sure=(Sure.MODERATE, Sure.MODERATE),
    )
    steps.seal(claim, draft, by=desk.tomas)
    review.assign_second(claim=claim, person=desk.kofi, by=desk.amira, row_version=seen(claim))


def _returned(desk: Desk, cast: Cast, article: Document) -> None:
    """Kofi's review came back: Ilse would not sign it as it was."""
    claim = accept(
        mention(article, "nothing had been stolen"),
        "Nothing was stolen at the Ostrel sluice this year.",
        cast["tamm"],
        by=desk.ilse,
        due=1,
    )
    words = found(
        claim,
        SAID,
        SUPPORTS,
        EvidenceKind.URL,
        "Nele Tamm on the evening news, from 12:40",
        url="https://velmar-tv.example/evening/1840",
        place="12:40",
        passage="“There was no theft, and there is no missing bearing.”",
        source=cast["tamm"],
        credibility=1,
        by=desk.kofi,
    )
    draft = verdicts(
        Said.SAID,
        Holds.NO_SUPPORT_FOUND,
        "She says it on camera. Nothing else was found.",
        [words],
        sure=(Sure.HIGH, Sure.LOW),
        no_reply_why="She had just answered the same question on camera.",
    )
    steps.seal(claim, draft, by=desk.kofi)
    review.begin_second(claim=claim, by=desk.ilse, row_version=seen(claim))
    review.return_review(
        claim=claim,
        comment="Tomas has seen the police book. Cite it, or say why it does not count.",
        by=desk.ilse,
        row_version=seen(claim),
    )


def _in_the_queue(desk: Desk, cast: Cast, article: Document) -> None:
    accept(
        mention(article, "known about the gate since spring"),
        "Marta Venn knew since spring that the main gate of the Ostrel sluice did not open.",
        cast["asch"],
        by=desk.ilse,
        priority=Priority.HIGH,
        due=3,
    )
    accept(
        mention(article, "full of heating oil"),
        "Nine days after the flood three cellars in Lower Tessin are still full of heating oil.",
        cast["committee"],
        by=desk.ilse,
    )
    accept(
        mention(article, "four metres"),
        "The Arn rose by four metres within six hours in the night of the flood.",
        cast["institute"],
        by=desk.ilse,
        to_check=False,
    )
    accept(
        mention(article, "published next week"),
        "The ministry will publish both letters next week.",
        cast["venn"],
        kind=Kind.INTENTION,
        by=desk.ilse,
        to_check=False,
    )
    reject(mention(article, "acted on the same day"), RejectReason.NOT_A_CLAIM, by=desk.ilse)
    claims.set_aside_rest(document=article, by=desk.ilse)
