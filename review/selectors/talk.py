"""What was said, by threads, as one person may read it."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db.models import Count, QuerySet
from django.utils.safestring import SafeString

from claims.models import Claim
from documents.models import Document
from history.models import Event
from review.addressing import with_names_marked
from review.models import Comment, Watch

if TYPE_CHECKING:
    from teams.models import User


@dataclass(frozen=True)
class Saying:
    """One comment. marked: its text as HTML; earlier: what it said before, the newest first."""

    comment: Comment
    marked: SafeString
    earlier: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Thread:
    first: Saying
    replies: list[Saying]

    def sayings(self) -> list[Saying]:
        return [self.first, *self.replies]

    @property
    def comment(self) -> Comment:
        return self.first.comment


def threads_of(subject: Claim | Document, user: "User") -> list[Thread]:
    """The threads on a claim or a document, the oldest first. Up to three queries.

    A reply whose thread the person may not read stands alone.
    """
    comments = list(comments_of(subject, user))
    earlier = _earlier(comments)
    sayings = {each.pk: _saying(each, earlier) for each in comments}
    replies: dict[int, list[Saying]] = defaultdict(list)
    for each in comments:
        if each.reply_to_id in sayings:
            replies[each.reply_to_id].append(sayings[each.pk])
    firsts = [each for each in comments if each.reply_to_id not in sayings]
    return [Thread(sayings[each.pk], replies[each.pk]) for each in firsts]


def comments_of(subject: Claim | Document, user: "User") -> QuerySet[Comment]:
    """All that was said on it, the oldest first."""
    where = {"claim" if isinstance(subject, Claim) else "document": subject.pk}
    rows = Comment.objects.visible_to(user).filter(**where).with_anchor().order_by("pk")
    return rows.select_related("by", "asked", "resolved_by").prefetch_related("named")


def open_by_mention(document: Document, user: "User") -> dict[int | None, int]:
    """How many unresolved threads hang on each mention; None: on the document or its words."""
    rows = Comment.objects.visible_to(user).threads()
    rows = rows.filter(document=document.pk, resolved_at=None).order_by()
    return dict(rows.values_list("mention").annotate(n=Count("pk")))


def watch_of(subject: Claim | Document, user: "User") -> Watch | None:
    """The person's watch that is not muted."""
    where = {"claim" if isinstance(subject, Claim) else "document": subject.pk}
    return Watch.objects.filter(person=user.pk, is_muted=False, **where).first()


def _saying(comment: Comment, earlier: dict[int, list[str]]) -> Saying:
    people = [*comment.named.all(), *([comment.asked] if comment.asked else [])]
    return Saying(comment, with_names_marked(comment.text, people), earlier.get(comment.pk, []))


def _earlier(comments: list[Comment]) -> dict[int, list[str]]:
    """What edited comments said before, by their ids: the history has kept it."""
    edited = [each.pk for each in comments if each.edited_at]
    if not edited:
        return {}
    rows = Event.objects.filter(
        team_id=comments[0].team_id,
        object_type="comment",
        object_id__in=edited,
        kind="comment.edited",
    )
    found: dict[int, list[Any]] = defaultdict(list)
    for event in rows.select_related("payload").order_by("-seq"):
        content = event.payload.content or {}
        found[event.object_id].append(content.get("before", {}).get("text", ""))
    return found
