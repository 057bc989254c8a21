"""The views that the desk keeps of its claims."""

from demo.people import Desk
from search.services import save_view, set_notice


def tell(desk: Desk) -> None:
    urgent = save_view(
        team=desk.team,
        name="Urgent and open",
        query="priority=high&state=to_check&state=in_review&state=second_review&state=differing",
        is_shared=True,
        by=desk.amira,
    )
    save_view(
        team=desk.team,
        name="To publish",
        query="topic=Arn+flood&state=decided",
        is_shared=True,
        by=desk.amira,
    )
    save_view(team=desk.team, name="No evidence yet", query="evidence=no", by=desk.kofi)
    set_notice(view=urgent, by=desk.kofi, wanted=True)
