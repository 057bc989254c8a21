"""What of comments is searched: their words."""

from collections.abc import Collection, Iterator

from django.db.models import QuerySet

from review.models import Comment
from search.registry import Text
from teams.models import Team, User

COMMENT = "comment"


def comments(ids: Collection[int]) -> Iterator[Text]:
    for pk, team_id, text in Comment.objects.filter(pk__in=ids).values_list(
        "pk", "team_id", "text"
    ):
        yield Text(pk, team_id, (text,))


def readable_comments(team: Team, user: User) -> QuerySet[Comment]:
    """With author, and what each hangs on."""
    comments = Comment.objects.visible_to(user).filter(team=team)
    return comments.select_related("by", "claim__team", "document", "team")
