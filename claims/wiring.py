"""What claims tell the apps below: who does jobs of extraction, and which words they use."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from claims import proposals, saved, searching, selectors
from claims.models import Claim, ExtractionRun, Mention
from claims.vocabularies import (
    DEFINITIONS,
    ClaimAccess,
    ClaimState,
    Confidence,
    Curation,
    Holds,
    Kind,
    Mode,
    Polarity,
    Priority,
    RejectReason,
    Said,
)
from documents import processing, progress
from documents.models import DocumentVersion
from documents.signals import version_ready
from jobs import registry as work
from search import registry as search
from teams import registry as frame


def extract_when_ready(sender: Any, version: DocumentVersion, by: Any, **_kwargs: Any) -> None:
    proposals.ask_for(version, by=by)


version_ready.connect(extract_when_ready, dispatch_uid="claims.extraction")
work.register(
    proposals.KIND, proposals.extract, follow=processing.follow, within=settings.READING_AT_MOST
)

progress.register(selectors.progress)
frame.add_counter("new_in_views", saved.new_in_noticed)

search.add_source(
    search.Source(
        searching.MENTION,
        3,
        Mention,
        searching.mentions,
        {ExtractionRun: searching.mentions_of_run},
    )
)
search.add_source(search.Source(searching.CLAIM, 4, Claim, searching.claims))
search.add_group(
    search.Group(
        searching.CLAIM,
        _("Claims"),
        selectors.claims_of,
        lambda claims: {claim.pk: claim.statement for claim in claims},
        "claims/_found_claim.html",
        reads=("statement", "polarity"),
        note=searching.note,
    )
)
search.add_group(
    search.Group(
        searching.MENTION,
        _("Mentions"),
        selectors.readable_mentions,
        lambda mentions: {mention.pk: mention.content_words for mention in mentions},
        "claims/_found_mention.html",
        reads=("content_words", "polarity"),
        note=searching.note,
    )
)

VOCABULARIES = [
    (_("Mention"), Curation),
    (_("Reason for rejecting a mention"), RejectReason),
    (_("Speech"), Mode),
    (_("Kind of claim"), Kind),
    (_("Polarity"), Polarity),
    (_("State of a claim"), ClaimState),
    (_("Access of a claim"), ClaimAccess),
    (_("Priority"), Priority),
    (_("Was it said?"), Said),
    (_("Does it hold?"), Holds),
    (_("Confidence"), Confidence),
]
for title, choices in VOCABULARIES:
    frame.add_vocabulary(title, choices, DEFINITIONS)
