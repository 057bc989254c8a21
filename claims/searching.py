"""What of mentions and claims is searched: their words, and whoever speaks."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator

from actors.searching import mark
from claims.models import Claim, ClaimSpeaker, ExtractionRun, Mention, MentionSpeaker
from claims.vocabularies import Polarity
from search.registry import Text

MENTION, CLAIM = "mention", "claim"


# What of each speaker is asked: the row spoken in, the actor, and the words where nobody is named.
Speakers = Iterable[tuple[int, int | None, str]]


def mentions(ids: Collection[int]) -> Iterator[Text]:
    rows = MentionSpeaker.objects.filter(mention__in=ids)
    marks, words = _spoken(rows.values_list("mention_id", "actor_id", "name"))
    told = ("pk", "team_id", "content_words", "source_words", "note")
    for pk, team_id, *pieces in Mention.objects.filter(pk__in=ids).values_list(*told):
        yield Text(pk, team_id, (*pieces, *words[pk]), tuple(marks[pk]))


def claims(ids: Collection[int]) -> Iterator[Text]:
    rows = ClaimSpeaker.objects.filter(claim__in=ids)
    marks, words = _spoken(rows.values_list("claim_id", "actor_id", "words"))
    told = ("pk", "team_id", "statement")
    for pk, team_id, statement in Claim.objects.filter(pk__in=ids).values_list(*told):
        yield Text(pk, team_id, (statement, *words[pk]), tuple(marks[pk]))


def note(row: Claim | Mention) -> str:
    """Whether a text of which only a part is shown is denied, or was not said."""
    return "" if row.polarity == Polarity.AFFIRMED else str(row.get_polarity_display())


def mentions_of_run(run: ExtractionRun) -> Collection[int]:
    """Those that a run proposed; it writes one event for all of them."""
    return list(Mention.objects.filter(run=run.pk).values_list("pk", flat=True))


def _spoken(rows: Speakers) -> tuple[dict[int, list[str]], dict[int, list[str]]]:
    """By row: the marks of actors that speak, and the words of whoever is no actor yet."""
    marks: dict[int, list[str]] = defaultdict(list)
    words: dict[int, list[str]] = defaultdict(list)
    for pk, actor_id, said in rows:
        if actor_id:
            marks[pk].append(mark(actor_id))
        else:
            words[pk].append(said)
    return marks, words
