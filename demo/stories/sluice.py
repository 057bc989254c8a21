"""The first article: triaged, and most of its claims decided."""

from actors import services as actors
from claims import services as claims
from claims.models import Claim
from claims.vocabularies import Confidence as Sure
from claims.vocabularies import Holds, Kind, Priority, RejectReason, Said
from demo import steps
from demo.people import Desk
from demo.reading import add, mention, read
from demo.steps import accept, found, in_days, reject, seen, verdicts
from demo.stories.cast import Cast
from documents import services as documents
from documents.models import Document
from review import services as review
from review.vocabularies import Axis, EvidenceKind, ReplyOutcome, Stance
from teams import services as teams
from teams.vocabularies import Grading, SecondReview

TOPIC = "Arn flood"
URL = "https://courier.velmar.example/ostrel-gate-stood-still"
SAID, HOLDS = Axis.SAID, Axis.HOLDS
SUPPORTS, CONTRADICTS, CONTEXT = Stance.SUPPORTS, Stance.CONTRADICTS, Stance.CONTEXT


def tell(desk: Desk, cast: Cast) -> Claim:
    """Answers the claim that the next article makes again: the two letters."""
    article = read(
        add(
            desk,
            "sluice",
            by=desk.nadia,
            days_ago=12,
            publisher="The Velmar Courier",
            authors="Hedda Roos",
            url=URL,
            topic=TOPIC,
        )
    )
    documents.start_triage(document=article, row_version=seen(article), by=desk.nadia)
    _decided_by_one(desk, cast, article)
    _assess_sources(desk, cast)
    _signed(desk, cast, article)
    _agreed_blind(desk, cast, article)
    _reopened(desk, cast, article)
    _for_later(desk, cast, article)
    letters = _letters(desk, cast, article)
    _the_rest(desk, cast, article)
    documents.finish_triage(document=article, row_version=seen(article), by=desk.nadia)
    return letters


def _decided_by_one(desk: Desk, cast: Cast, article: Document) -> None:
    """From the week in which Kofi was the only reviewer: the policy asked for no second person."""
    _set_policy(desk, SecondReview.NONE)
    claim = accept(
        mention(article, "212 houses"),
        "The Arn flood of this autumn damaged 212 houses in Lower Tessin.",
        cast["waterworks"],
        by=desk.nadia,
    )
    words = found(
        claim,
        SAID,
        SUPPORTS,
        EvidenceKind.URL,
        "Notice of Arn Waterworks, second day",
        url="https://arnwaterworks.example/notices/flood-2",
        passage="“As of noon we count 212 houses with water above the threshold.”",
        source=cast["waterworks"],
        credibility=1,
        by=desk.nadia,
    )
    register = found(
        claim,
        HOLDS,
        SUPPORTS,
        EvidenceKind.URL,
        "Damage register of the town",
        url="https://lowertessin.example/damage-register",
        place="sum of column 4",
        passage="Entered by the fifth day: 212 houses, 31 of them without damage inside.",
        credibility=2,
        by=desk.kofi,
    )
    draft = verdicts(
        Said.SAID,
        Holds.PARTLY_CORROBORATED,
        "The notice says it in these words. The register has 212 houses with water, but 31 of them "
        "without damage: flooded, yes; damaged, 181.",
        [words, register],
    )
    steps.seal(claim, draft, by=desk.kofi)
    _set_policy(desk, "")
    found(
        claim,
        HOLDS,
        CONTEXT,
        EvidenceKind.URL,
        "Correction of the damage register",
        url="https://lowertessin.example/damage-register/correction",
        passage="Four of the 31 houses have since been found to have damp foundations.",
        by=desk.nadia,
    )


def _assess_sources(desk: Desk, cast: Cast) -> None:
    """What the desk thinks of two of its sources, one of them apart for one subject."""
    for name, letter, subject, reason, by in [
        (
            "waterworks",
            "B",
            "",
            "Its gauge readings were right in the last three floods.",
            desk.kofi,
        ),
        ("waterworks", "D", "damage", "The town corrected its first counts each time.", desk.ilse),
        ("farrow", "A", "", "Every figure she gave us could be found in the records.", desk.ilse),
    ]:
        actors.assess(actor=cast[name], letter=letter, subject=subject, reason=reason, by=by)


def _set_policy(desk: Desk, normal: str) -> None:
    teams.update_policy(
        team=desk.team,
        second_review_normal=normal,
        second_review_high="",
        grading=Grading.ASKED,
        row_version=seen(desk.team),
        by=desk.amira,
    )


def _signed(desk: Desk, cast: Cast, article: Document) -> None:
    """Decided, and since then a page that it cites has changed."""
    claim = accept(
        mention(article, "not moved since March"),
        "The main gate of the Ostrel sluice did not move between March and the flood.",
        cast["farrow"],
        by=desk.nadia,
    )
    call = found(
        claim,
        SAID,
        SUPPORTS,
        EvidenceKind.NOTE,
        "Call with Odile Farrow",
        passage="She repeated it word for word and sent the gauge's readings.",
        happened_on=in_days(-9),
        source=cast["farrow"],
        credibility=1,
        by=desk.ilse,
    )
    gauge = found(
        claim,
        HOLDS,
        SUPPORTS,
        EvidenceKind.URL,
        "Readings of the gauge Ostrel above, this year",
        url="https://kest-institute.example/gauges/ostrel-above",
        place="table 2",
        passage="Last step of more than 5 cm within ten minutes: 9 March.",
        source=cast["institute"],
        credibility=2,
        by=desk.ilse,
    )
    draft = verdicts(
        Said.SAID,
        Holds.CORROBORATED,
        "Each opening leaves a step in the level above the sluice. The readings have none after "
        "9 March, and the readings are the institute's own record.",
        [call, gauge],
    )
    steps.seal(claim, draft, by=desk.ilse)
    steps.sign(claim, by=desk.kofi)
    review.flag_for_look(claim=claim, why="A passage it cites has changed on its page", task="demo")


def _agreed_blind(desk: Desk, cast: Cast, article: Document) -> None:
    """High priority, so two people review it without seeing each other's verdicts."""
    claim = accept(
        mention(article, "tested in September"),
        "The main gate of the Ostrel sluice was tested in September and opened without fault.",
        cast["lask"],
        by=desk.nadia,
        priority=Priority.HIGH,
    )
    words = found(
        claim,
        SAID,
        SUPPORTS,
        EvidenceKind.DOCUMENT,
        "",
        document=article,
        place="second paragraph",
        passage="… said that the gate had been tested in September and had opened without fault.",
        source=cast["courier"],
        by=desk.nadia,
    )
    plan = found(
        claim,
        HOLDS,
        CONTRADICTS,
        EvidenceKind.URL,
        "Maintenance plan of the sluice, as sent to the council",
        url="https://lowertessin.example/council/papers/118",
        place="p. 6",
        passage="Main gate: test of September put off until the new bearing is in.",
        credibility=2,
        by=desk.kofi,
    )
    reply = found(
        claim,
        HOLDS,
        CONTEXT,
        EvidenceKind.REPLY,
        "Arn Waterworks, by mail",
        asked_whom="Arn Waterworks",
        asked_how="by mail, with a copy of the plan",
        reply_by=in_days(-5),
        reply_outcome=ReplyOutcome.REFUSED,
        happened_on=in_days(-7),
        passage="“We do not comment on papers of the council.”",
        source=cast["waterworks"],
        by=desk.kofi,
    )
    cited = [words, plan, reply]
    first = "The plan of the operator itself puts the test off. Asked about it, it did not answer."
    second = "There was no test in September by their own plan, and no other record names one."
    sure = (Sure.MODERATE, Sure.HIGH)
    steps.seal(
        claim,
        verdicts(Said.REPORTED, Holds.CONTRADICTED, first, cited, sure=sure),
        by=desk.kofi,
    )
    steps.seal_blind(
        claim,
        verdicts(Said.REPORTED, Holds.CONTRADICTED, second, cited, sure=sure),
        by=desk.ilse,
    )


def _reopened(desk: Desk, cast: Cast, article: Document) -> None:
    """Decided in round 1; in round 2 Ilse has it, because the log was published since."""
    claim = accept(
        mention(article, "340 people"),
        "The fire service brought 340 people to safety by boat in the night of the flood.",
        cast["fire"],
        by=desk.nadia,
        due=1,
    )
    words = found(
        claim,
        SAID,
        SUPPORTS,
        EvidenceKind.URL,
        "Fire service, evening of the first day",
        url="https://arnvalleyfire.example/posts/flood-evening",
        passage="“340 people brought to safety by boat. Thank you to all crews.”",
        source=cast["fire"],
        credibility=1,
        by=desk.nadia,
    )
    looked = found(
        claim,
        HOLDS,
        Stance.NOTHING_FOUND,
        EvidenceKind.SEARCH,
        "",
        searched_where="Press pages of the town, the district and the ministry",
        searched_words="boat, rescued, brought to safety",
        happened_on=in_days(-10),
        by=desk.tomas,
    )
    draft = verdicts(
        Said.SAID,
        Holds.NO_SUPPORT_FOUND,
        "The service says it itself. Nobody else has counted, and its log was not public.",
        [words, looked],
        sure=(Sure.HIGH, Sure.LOW),
        no_reply_why="Its own post was a day old, and its log was promised for the week after.",
    )
    steps.seal(claim, draft, by=desk.tomas)
    steps.sign(claim, by=desk.ilse)
    review.reopen(
        claim=claim,
        why="The fire service has published the log of that night.",
        by=desk.amira,
        row_version=seen(claim),
    )
    review.assign(
        claim=claim,
        person=desk.ilse,
        note="You signed round 1, so you know it.",
        by=desk.amira,
        row_version=seen(claim),
    )
    found(
        claim,
        HOLDS,
        CONTRADICTS,
        EvidenceKind.URL,
        "Log of the night, fire service",
        url="https://arnvalleyfire.example/log-of-the-night.pdf",
        place="p. 3, sum",
        passage="Persons by boat: 304. Persons on foot, accompanied: 36.",
        source=cast["fire"],
        by=desk.ilse,
    )


def _for_later(desk: Desk, cast: Cast, article: Document) -> None:
    """A prediction: decided for now, to be looked at again when its time has come."""
    claim = accept(
        mention(article, "rise again before the end of the month"),
        "The Arn will rise above the second flood mark again before the end of the month.",
        cast["farrow"],
        kind=Kind.PREDICTION,
        by=desk.nadia,
    )
    words = found(
        claim,
        SAID,
        SUPPORTS,
        EvidenceKind.NOTE,
        "Call with Odile Farrow",
        passage="“I said: above the second mark, before the month is over.”",
        happened_on=in_days(-9),
        source=cast["farrow"],
        credibility=1,
        by=desk.ilse,
    )
    draft = verdicts(
        Said.SAID,
        Holds.CANNOT_BE_VERIFIED_YET,
        "She said it; whether it holds shows when the month is over.",
        [words],
        recheck_on=in_days(6),
    )
    steps.seal(claim, draft, by=desk.ilse)
    steps.sign(claim, by=desk.tomas)


def _letters(desk: Desk, cast: Cast, article: Document) -> Claim:
    """The claim that comes again: an unnamed official, relayed by the agency."""
    twice = mention(article, "asked Arn Waterworks twice")
    steps.correct(
        twice, "the ministry had asked Arn Waterworks twice to repair the gate", by=desk.nadia
    )
    official = steps.unnamed(article, "an official in the Ministry of Waterways", by=desk.nadia)
    return accept(
        twice,
        "The Ministry of Waterways asked Arn Waterworks twice, in April and in July, to repair the "
        "main gate of the Ostrel sluice.",
        official,
        by=desk.nadia,
        priority=Priority.HIGH,
        due=2,
    )


def _the_rest(desk: Desk, cast: Cast, article: Document) -> None:
    accept(
        mention(article, "no siren had sounded"),
        "No siren sounded in Lower Tessin in the night of the flood.",
        cast["brandis"],
        by=desk.nadia,
        due=5,
    )
    sirens = accept(
        mention(article, "tested in August"),
        "All sirens of Lower Tessin were tested in August.",
        cast["ministry"],
        by=desk.nadia,
    )
    review.stop_pursuing(
        claim=sirens,
        why="Whether they sounded that night is what matters; that is a claim of its own.",
        by=desk.amira,
        row_version=seen(sirens),
    )
    accept(
        mention(article, "without power since Friday"),
        "The pumping station of Lower Tessin was without power from the Friday before the flood.",
        cast["committee"],
        by=desk.nadia,
        to_check=False,
    )
    reject(mention(article, "visit the town"), RejectReason.NOT_OUR_SUBJECT, by=desk.nadia)
    reject(mention(article, "woken by the water"), RejectReason.SAID_ALREADY, by=desk.nadia)
    claims.set_aside_rest(document=article, by=desk.nadia)
