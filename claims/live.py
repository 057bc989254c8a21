"""What others do in a document while one has it open."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from claims import presence
from claims.bench import Bench
from history.models import Event
from teams.models import User

# The list or the text is another one after these: numbers move, or paragraphs that nobody can name.
RECASTING = frozenset({"mention.added", "mention.edited", "extraction_run.done"})
# More at once than so many are shown by drawing all anew.
ONE_BY_ONE = 20
DONE = {
    "mention.accepted": gettext_lazy("%(who)s accepted %(number)s"),
    "mention.attached": gettext_lazy("%(who)s attached %(number)s to a claim"),
    "mention.split": gettext_lazy("%(who)s split %(number)s"),
    "mention.rejected": gettext_lazy("%(who)s rejected %(number)s"),
    "mention.set_aside": gettext_lazy("%(who)s set %(number)s aside"),
    "mention.undone": gettext_lazy("%(who)s took %(number)s back"),
    "mention.edited": gettext_lazy("%(who)s corrected %(number)s"),
    "mention.speakers_set": gettext_lazy("%(who)s set the speaker of %(number)s"),
    "mention.added": gettext_lazy("%(who)s added %(number)s"),
}


@dataclass(frozen=True)
class Here:
    """Somebody else who has the document open, in words."""

    user: User
    mention: int
    words: str


class Live:
    """What has happened in the document of `bench` since event `seen` of its team, but for what
    the person did. `busy` pages are told only of people and counts, and of the rest later.
    """

    def __init__(self, bench: Bench, *, seen: int | None = None, busy: bool = False) -> None:
        self.bench, self.busy = bench, busy
        self._seen = seen
        # Read before any mention is: what happens in between is told once more, never lost.
        self.newest = self._events.order_by("-seq").values_list("seq", flat=True).first() or 0

    @property
    def seen(self) -> int:
        """The event up to which the page is right once the answer is in it."""
        return self._seen if self.busy and self._seen is not None else self.newest

    @cached_property
    def _others(self) -> list[presence.Present]:
        return presence.others(self.bench.document, self.bench.user)

    @property
    def etag(self) -> str:
        """Another one whenever the answer would be."""
        return f"{self.newest}-{presence.roster(self._others)}-{int(self.busy)}"

    @property
    def at(self) -> str:
        """The ids of the mentions that others have open."""
        return " ".join(str(each.mention) for each in self._others if each.mention)

    @cached_property
    def present(self) -> list[Here]:
        return [
            Here(each.user, each.mention, self._place(each.user, each.mention))
            for each in self._others
        ]

    @cached_property
    def changes(self) -> Sequence[Event]:
        """The newest last."""
        theirs = self._events.exclude(by_id=self.bench.user.pk)
        return list(theirs.filter(seq__gt=self._seen or 0).order_by("seq"))

    @property
    def whole(self) -> bool:
        return len(self.changed) > ONE_BY_ONE or any(
            event.kind in RECASTING for event in self.changes
        )

    @cached_property
    def changed(self) -> list[int]:
        """The ids of the mentions that others changed."""
        found = (event.object_id for event in self.changes if event.object_type == "mention")
        return list(dict.fromkeys(found))

    @property
    def news(self) -> str:
        """The last thing that somebody did, with their name; "" if nobody did anything."""
        told = [event for event in self.changes if event.kind in DONE and event.by_id]
        if not told:
            return ""
        last = told[-1]
        who = User.objects.get(pk=last.by_id)
        together = {event.object_id for event in told if event.action == last.action}
        if len(together) > 1:
            words = ngettext(
                "%(who)s changed %(count)d mention",
                "%(who)s changed %(count)d mentions",
                len(together),
            )
            return words % {"who": who, "count": len(together)}
        number = self.bench.numbers.get(last.object_id, "")
        return str(DONE[last.kind]) % {"who": who, "number": number}

    @property
    def _events(self) -> QuerySet[Event]:
        """What changes the workbench; nothing of reviews, which may be blind."""
        document = self.bench.document
        rows = Event.objects.filter(team_id=document.team_id, document_id=document.pk)
        return rows.filter(object_type__in=["mention", "document", "extractionrun"])

    def _place(self, user: User, mention: int) -> str:
        number = self.bench.numbers.get(mention)
        if number is None:
            return _("%(who)s is here") % {"who": user}
        return _("%(who)s is at %(number)s") % {"who": user, "number": number}
