"""The fourth article: nobody has looked at it yet."""

from demo.people import Desk
from demo.reading import add, read

URL = "https://courier.velmar.example/kelm-mast"


def tell(desk: Desk) -> None:
    read(
        add(
            desk,
            "mast",
            by=desk.nadia,
            days_ago=1,
            publisher="The Velmar Courier",
            authors="Hedda Roos",
            url=URL,
            topic="Kelm Pass",
        )
    )
