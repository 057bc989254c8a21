"""Whether all that the servers told people stands in the database, once, and nothing besides."""

from collections import Counter
from collections.abc import Iterable, Iterator

from bench.shift import Ledger
from claims.models import Claim, ClaimMention, Mention
from claims.vocabularies import ClaimState, Curation, LinkState
from history.models import Event
from history.services import verify
from review.models import Decision, Evidence, Review
from teams.models import Team

BECOMES = {
    "accept": Curation.ACCEPTED,
    "attach": Curation.ACCEPTED,
    "reject": Curation.REJECTED,
    "aside": Curation.SET_ASIDE,
}
DECIDING = [f"mention.{verb}" for verb in ("accepted", "attached", "rejected", "set_aside")]
SEALED = ("first", "second", "joint")


def losses(team: Team, ledger: Ledger) -> list[str]:
    """What was lost or doubled in a team all of whose mentions were worked through, a line each."""
    return [
        *_mentions(team, ledger),
        *_claims(team, ledger),
        *_reviews(team, ledger),
        *_chain(team),
    ]


def _mentions(team: Team, ledger: Ledger) -> Iterator[str]:
    """Each mention was won by one person, is as they wanted it, and has one event that says so."""
    told = _times(Event.objects.filter(team_id=team.pk, kind__in=DECIDING), "object_id")
    for mention in Mention.objects.filter(team=team):
        won = ledger.won.get(("mention", mention.pk), [])
        stands = (mention.curated_by_id, mention.curation)
        if len(won) != 1:
            yield f"mention {mention.pk} was won {len(won)} times"
        elif stands != (won[0][0], BECOMES[won[0][1]]):
            yield f"mention {mention.pk} is {stands}, its winner was told {won[0]}"
        if told[mention.pk] != 1:
            yield f"mention {mention.pk} was decided in {told[mention.pk]} events"


def _claims(team: Team, ledger: Ledger) -> Iterator[str]:
    """Each accepted mention has a claim of its own, each attached one a link, and no other has."""
    links = ClaimMention.objects.filter(mention__team=team, state=LinkState.CONFIRMED)
    origins = _times(links.filter(is_origin=True), "mention_id")
    others = _times(links.filter(is_origin=False), "mention_id")
    wanted = {pk: won[0][1] for (what, pk), won in ledger.won.items() if what == "mention"}
    for mention in Mention.objects.filter(team=team):
        verb = wanted.get(mention.pk, "")
        found = (origins[mention.pk], others[mention.pk])
        if found != (int(verb == "accept"), int(verb == "attach")):
            yield f"mention {mention.pk} ({verb}) has {found} claims of its own and attached"
    claims = Claim.objects.filter(team=team).count()
    if claims != origins.total():
        yield f"{claims} claims of {origins.total()} mentions"


def _reviews(team: Team, ledger: Ledger) -> Iterator[str]:
    """Each claim was taken once and decided once, each review sealed is there once."""
    reviews = Review.objects.filter(claim__team=team)
    there = Counter(reviews.values_list("claim_id", "duty", "reviewer_id"))
    sealed = Counter(
        (pk, what, person)
        for (what, pk), won in ledger.won.items()
        if what in SEALED
        for person, _how in won
    )
    yield from (f"review {one} is lost" for one in sealed - there)
    yield from (f"review {one} is too many" for one in there - sealed)
    yield from (f"{one} was won more than once" for one, won in ledger.won.items() if len(won) > 1)
    for what, kind in (("take", "claim.taken"), ("decide", "claim.decided")):
        told = _times(Event.objects.filter(team_id=team.pk, kind=kind), "claim_id")
        won = Counter({pk: len(ledger.won[it, pk]) for it, pk in list(ledger.won) if it == what})
        if told != won:
            yield f"{kind}: {told.total()} events, {won.total()} were told so"
    taken = {pk for what, pk in ledger.won if what == "take"}
    decided = Counter(Decision.objects.filter(claim__team=team).values_list("claim_id", flat=True))
    undecided = Claim.objects.filter(pk__in=taken).exclude(state=ClaimState.DECIDED).count()
    if undecided or decided != Counter(taken):
        yield f"{undecided} of {len(taken)} claims are open, {decided.total()} decisions"
    if Evidence.objects.filter(claim__team=team).count() < reviews.count():
        yield "evidence is lost"


def _chain(team: Team) -> Iterator[str]:
    found = verify(team.pk)
    if found.broken_at is not None:
        yield f"the history is broken at {found.broken_at}: {found.reason}"


def _times(rows: Iterable, column: str) -> Counter[int]:
    return Counter(rows.values_list(column, flat=True))
