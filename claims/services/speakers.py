"""Who speaks: actors, or words while nobody has said who that is."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from actors.models import Actor
from claims.models import Claim, ClaimSpeaker, Mention
from common.errors import RuleError

if TYPE_CHECKING:
    from teams.models import Team


@dataclass(frozen=True)
class SpeakerDraft:
    """A speaker to be: an `actor`, or `words` nobody has resolved. Both: that actor, so called.

    speaks_for: in whose name, in words.
    """

    actor: Actor | None = None
    words: str = ""
    speaks_for: str = ""


def checked(speakers: Sequence[SpeakerDraft], team: "Team") -> list[SpeakerDraft]:
    """`speakers` each once. Raises RuleError for one who is nobody, or of another team."""
    kept: dict[Any, SpeakerDraft] = {}
    for speaker in speakers:
        words = " ".join(speaker.words.split())
        if speaker.actor and speaker.actor.team_id != team.pk:
            raise RuleError(_("This actor belongs to another team."))
        if not speaker.actor and not words:
            raise RuleError(_("Say who speaks, or take the line away."))
        key = speaker.actor.pk if speaker.actor else words.casefold()
        speaks_for = " ".join(speaker.speaks_for.split())
        kept.setdefault(key, SpeakerDraft(speaker.actor, words, speaks_for))
    return list(kept.values())


def of_mention(mention: Mention) -> list[SpeakerDraft]:
    """The speakers of `mention` as a claim takes them over. One query."""
    rows = mention.speakers.select_related("actor")
    found = [SpeakerDraft(row.actor, "" if row.actor else row.name or row.words) for row in rows]
    return checked(found, mention.team)


def give(claim: Claim, speakers: Sequence[SpeakerDraft]) -> None:
    """Make `speakers` the ones of `claim`, whoever they were before."""
    claim.speakers.all().delete()
    ClaimSpeaker.objects.bulk_create(
        ClaimSpeaker(
            claim=claim,
            position=position,
            actor=speaker.actor,
            words="" if speaker.actor else speaker.words[:300],
        )
        for position, speaker in enumerate(speakers)
    )


def names(speakers: Sequence[SpeakerDraft]) -> list[str]:
    """As everybody in the team may read them."""
    return [str(speaker.actor) if speaker.actor else speaker.words for speaker in speakers]


def told(speakers: Sequence[SpeakerDraft]) -> list[dict[str, Any]]:
    """For history: actors by id, so that a name protected later is not left behind in it."""
    return [
        ({"actor": s.actor.pk} if s.actor else {"words": s.words})
        | ({"speaks_for": s.speaks_for} if s.speaks_for else {})
        for s in speakers
    ]


def drafts_of(mention: Mention) -> list[SpeakerDraft]:
    """The speakers of `mention` as they stand. One query."""
    return [
        SpeakerDraft(row.actor, row.words or row.name, row.speaks_for)
        for row in mention.speakers.select_related("actor")
    ]
