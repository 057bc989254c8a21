"""Filters that know no domain."""

from typing import Any

import django_filters
from django.core.exceptions import ValidationError
from django_filters.fields import ModelMultipleChoiceField

# The largest number of a row that either database can be asked for. Whatever is beyond is
# malformed, like any word that is no number: without this it would be an error of the server.
LARGEST_ID = 2**63 - 1


class IdFilter(django_filters.NumberFilter):
    """The number of a row."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        bounds = {"min_value": 0, "max_value": LARGEST_ID, "decimal_places": 0}
        super().__init__(*args, **{**bounds, **kwargs})

    def get_max_validator(self) -> None:
        """None: the bound above is closer than that of the base class."""


class RowsField(ModelMultipleChoiceField):
    def _check_values(self, value: Any) -> Any:
        for number in value:
            if str(number).isdecimal() and int(number) > LARGEST_ID:
                message = self.error_messages["invalid_pk_value"]
                raise ValidationError(message, "invalid_pk_value", {"pk": number})
        return super()._check_values(value)


class RowsFilter(django_filters.ModelMultipleChoiceFilter):
    """Rows by their numbers, any of which will do."""

    field_class = RowsField
