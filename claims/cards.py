"""One mention as the list of the workbench shows it."""

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from claims import marks
from claims.models import Mention
from claims.vocabularies import Curation, Polarity
from common.wording import within

if TYPE_CHECKING:
    from teams.models import User


@dataclass(frozen=True)
class Card:
    """One mention in the list."""

    number: int
    mention: Mention
    url: str
    reader: int = 0  # who looks at it
    opens_own: bool = False  # the first of what the document says itself

    @cached_property
    def speaker(self) -> str:
        names = [_called(speaker) for speaker in self.mention.speakers.all()]
        if names:
            return ", ".join(names)
        words = self.mention.source_words
        return f"“{words}”" if words else _("the document itself")

    @property
    def open_speaker(self) -> bool:
        """Whether there are words for a speaker and nobody knows whom they mean."""
        speakers = self.mention.speakers.all()
        if not speakers:
            return bool(self.mention.source_words)
        return any(not (each.actor_id or each.name) for each in speakers)

    @property
    def speaks_for(self) -> str:
        """In whose name, where the text or a person says so."""
        names = [each.speaks_for for each in self.mention.speakers.all() if each.speaks_for]
        return ", ".join(dict.fromkeys(names))

    @property
    def name_to_find(self) -> str:
        """What to look for where no actor is known: the engine's reading, or the words."""
        unknown = [each for each in self.mention.speakers.all() if not each.actor_id]
        named = [each.name for each in unknown if each.name]
        return next(iter(named), self.mention.source_words)

    @property
    def by(self) -> "User | None":
        """Who decided, where it was somebody else."""
        return None if self.mention.curated_by_id == self.reader else self.mention.curated_by

    @property
    def is_done(self) -> bool:
        return self.mention.curation != Curation.PROPOSED

    @property
    def is_refused(self) -> bool:
        return self.mention.curation in {Curation.REJECTED, Curation.SET_ASIDE}

    @property
    def spans(self) -> str:
        """Where its parts stand, for static/js/controllers/spans.js."""
        return json.dumps({part: getattr(self.mention, f"{part}_spans") for part in marks.PARTS})

    @property
    def meta(self) -> str:
        mention = self.mention
        parts = [mention.get_mode_display(), mention.get_kind_display()]
        if mention.polarity == Polarity.DENIED:
            parts.append(mention.get_polarity_display())
        return ", ".join(within(part) for part in parts)

    @property
    def reasons(self) -> list[str]:
        """Why it was proposed, but for how its speakers were found: each of them tells that."""
        told = {speaker.reason for speaker in self.mention.speakers.all()}
        return [reason for reason in self.mention.reasons if reason not in told]

    @property
    def outcome(self) -> str:
        mention = self.mention
        if mention.curation == Curation.REJECTED:
            return _("rejected: %(why)s") % {"why": within(mention.get_reject_reason_display())}
        if mention.curation == Curation.ACCEPTED:
            return self._claims()
        return within(mention.get_curation_display())

    def _claims(self) -> str:
        links = self.mention.links
        if not links:
            return _("accepted")
        if len(links) == 1:
            return within(links[0].claim.get_state_display())
        return ngettext("%(count)d claim", "%(count)d claims", len(links)) % {"count": len(links)}


def _called(speaker: Any) -> str:
    """An actor or the engine's reading as a name; the bare words of the text in quotation marks."""
    if speaker.actor_id or speaker.name:
        return speaker.shown_name
    return f"“{speaker.words}”"
