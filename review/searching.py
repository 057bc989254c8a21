"""What of comments is searched: their words."""

from collections.abc import Collection, Iterator

from review.models import Comment
from search.registry import Text

COMMENT = "comment"


def comments(ids: Collection[int]) -> Iterator[Text]:
    for pk, team_id, text in Comment.objects.filter(pk__in=ids).values_list(
        "pk", "team_id", "text"
    ):
        yield Text(pk, team_id, (text,))
