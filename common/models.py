"""Abstract models that every app builds on."""

from typing import Any, NoReturn

from django.db import models
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from common.errors import ConflictError


class AppendOnlyQuerySet(models.QuerySet):
    """Rows are added and read; nothing else. The database's triggers say the same."""

    def update(self, **_kwargs: Any) -> NoReturn:
        raise TypeError(f"{self.model.__name__} rows are never updated")

    def delete(self) -> NoReturn:
        raise TypeError(f"{self.model.__name__} rows are never deleted")

    def bulk_update(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        raise TypeError(f"{self.model.__name__} rows are never updated")


class AppendOnly(models.Model):
    """A row that is written once. `common.triggers.append_only` guards its table as well."""

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError(f"{type(self).__name__} rows are never updated")
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        raise TypeError(f"{type(self).__name__} rows are never deleted")


class Versioned(models.Model):
    """A row that people edit: a save from an old `row_version` is refused."""

    row_version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        abstract = True

    def change(
        self, *, row_version: int, where: dict[str, Any] | None = None, **values: Any
    ) -> None:
        """Write `values` if the row still has `row_version` (and matches `where`); add one to it.

        One conditional UPDATE. Raises ConflictError with the current row otherwise; `self` then
        keeps what it had. On success `self` carries the new values and version.
        """
        rows = type(self)._base_manager.filter(pk=self.pk, row_version=row_version, **(where or {}))
        now = timezone.now()
        if not rows.update(row_version=F("row_version") + 1, updated_at=now, **values):
            current = type(self)._base_manager.filter(pk=self.pk).first()
            message = _("Somebody else changed this meanwhile. Nothing of yours was written.")
            raise ConflictError(message, current=current)
        for name, value in values.items():
            setattr(self, name, value)
        self.row_version, self.updated_at = row_version + 1, now
