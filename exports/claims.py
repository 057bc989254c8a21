"""Claims as a file: whatever the person may see of what a filter leaves."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import Prefetch, QuerySet
from django.http import StreamingHttpResponse
from django.utils import timezone

from claims import vocabularies as of_claims
from claims.models import Claim, ClaimMention
from claims.selectors import claims_of
from claims.vocabularies import LinkState
from exports import formats
from exports.columns import CLAIM_COLUMNS, Row
from history.heads import Head, head_of
from teams.models import Team

if TYPE_CHECKING:
    from teams.models import User

FORMATS = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "ndjson": "application/x-ndjson",
}
CHUNK = 500
_VOCABULARIES = {
    "polarity": of_claims.Polarity,
    "kind": of_claims.Kind,
    "state": of_claims.ClaimState,
    "said": of_claims.Said,
    "holds": of_claims.Holds,
    "confidence": of_claims.Confidence,
    "priority": of_claims.Priority,
}


def exported_claims(team: Team, user: "User") -> QuerySet[Claim]:
    """The claims of `team` that `user` may see, with what the columns read of them."""
    links = ClaimMention.objects.visible_to(user).filter(state=LinkState.CONFIRMED)
    places = Prefetch(
        "claim_mentions", links.select_related("mention__document"), to_attr="places_read"
    )
    return claims_of(team, user).prefetch_related(places)


def rows_of(claims: QuerySet[Claim]) -> Iterator[Row]:
    """The claims by number. `CHUNK` of them are in memory at a time, and no query stays open.

    A row can be read until the next one is asked for. Four queries a chunk.
    """
    claims, last = claims.order_by("pk"), 0
    while chunk := list(claims.filter(pk__gt=last)[:CHUNK]):
        last = chunk[-1].pk
        for claim in chunk:
            yield _row(claim)
            # A claim and its prefetched rows point at each other: left alone, they would pile up
            # until the garbage collector comes by.
            vars(claim).clear()


def _row(claim: Claim) -> Row:
    links = claim.places_read
    documents = {link.mention.document_id: link.mention.document for link in links}
    url = f"{settings.SITE_URL}{claim.get_absolute_url()}"
    return Row(claim, list(documents.values()), len(links), url)


def claims_file(
    claims: QuerySet[Claim], *, team: Team, kind: str, filters: dict[str, list[str]]
) -> StreamingHttpResponse:
    """A download of `claims` (of `exported_claims`) in the format `kind`, one of `FORMATS`.

    It names the head of the team's history, to hold the database against later: as a header and in
    the name of the file, and in what of JSON is no row.
    """
    head = head_of(team.pk)
    write: dict[str, Callable[[], Iterator[bytes]]] = {
        "csv": lambda: formats.as_csv(CLAIM_COLUMNS, rows_of(claims)),
        "ndjson": lambda: formats.as_ndjson(CLAIM_COLUMNS, rows_of(claims)),
        "json": lambda: formats.as_json(
            CLAIM_COLUMNS, rows_of(claims), head=_head(team, head, filters)
        ),
    }
    name = f"claims-{team.slug}-{timezone.now():%Y-%m-%d}-head-{head.seq}-{head.hash}.{kind}"
    return StreamingHttpResponse(
        write[kind](),
        content_type=FORMATS[kind],
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": "private, no-store",
            "X-History-Head": str(head),
        },
    )


def _head(team: Team, head: Head, filters: dict[str, list[str]]) -> dict[str, Any]:
    definitions = of_claims.DEFINITIONS
    return {
        "team": team.slug,
        "exported_at": timezone.now(),
        "history_head": str(head),
        "filters": filters,
        "order": "id",
        "vocabulary_version": of_claims.VERSION,
        "vocabularies": {
            name: {
                code.value: {"label": str(code.label), "meaning": str(definitions.get(code, ""))}
                for code in codes
            }
            for name, codes in _VOCABULARIES.items()
        },
    }
