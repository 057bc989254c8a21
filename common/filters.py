"""Filters that know no domain."""

from datetime import date, datetime, time, timedelta
from typing import Any

import django_filters
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.timezone import make_aware
from django_filters.fields import ModelMultipleChoiceField
from drf_spectacular.utils import extend_schema_field

from common.numbers import LARGEST_ID, row_number


@extend_schema_field({"type": "integer", "format": "int64", "minimum": 0, "maximum": LARGEST_ID})
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
            if row_number(str(number)) is None:
                message = self.error_messages["invalid_pk_value"]
                raise ValidationError(message, "invalid_pk_value", {"pk": number})
        return super()._check_values(value)


class RowsFilter(django_filters.ModelMultipleChoiceFilter):
    """Rows by their numbers, any of which will do."""

    field_class = RowsField


class FromDayFilter(django_filters.DateFilter):
    """Rows whose moment is on this day or later, where the reader is."""

    def filter(self, rows: QuerySet[Any], day: date | None) -> QuerySet[Any]:
        return rows.filter(**{f"{self.field_name}__gte": _begin(day)}) if day else rows


class ToDayFilter(django_filters.DateFilter):
    """Rows whose moment is on this day or earlier, where the reader is."""

    def filter(self, rows: QuerySet[Any], day: date | None) -> QuerySet[Any]:
        if day is None or day == date.max:
            return rows
        return rows.filter(**{f"{self.field_name}__lt": _begin(day + timedelta(days=1))})


def _begin(day: date) -> datetime:
    """When `day` begins where the reader is. The first and last days of the calendar are kept
    inside it, whatever the zone.
    """
    inside = min(max(day, date.min + timedelta(days=2)), date.max - timedelta(days=2))
    return make_aware(datetime.combine(inside, time.min))
