"""Fields of the API that know no domain."""

from typing import Any

from rest_framework import serializers

from common.numbers import LARGEST_ID


class Number(serializers.IntegerField):
    """A whole number that comes in, and that either database can be asked for."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"min_value": 0, "max_value": LARGEST_ID, **kwargs})
