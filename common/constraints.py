"""Named constraints that several models need."""

from django.db import models


def known_values(field: str, choices: type[models.TextChoices], *, name: str, blank: bool = False):
    """The database refuses a code that is not in `choices` (or empty, where `blank`)."""
    values = [*choices.values, ""] if blank else list(choices.values)
    return models.CheckConstraint(condition=models.Q(**{f"{field}__in": values}), name=name)
