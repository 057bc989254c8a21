"""Abstract models that every app builds on."""

from typing import Any, NoReturn

from django.db import models
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from common import writing
from common.errors import ConflictError


class RecordedQuerySet(models.QuerySet):
    """Notes what it writes for the history: see `common.writing`."""

    def bulk_create(self, objs: Any, *args: Any, **kwargs: Any) -> Any:
        made = super().bulk_create(objs, *args, **kwargs)
        writing.note(self.model, [row.pk for row in made])
        return made

    def update(self, **values: Any) -> int:
        # Before: afterwards the rows may match no more.
        noted = writing.is_noted(self.model, values)
        pks = list(self.order_by().values_list("pk", flat=True)) if noted else []
        changed = super().update(**values)
        writing.note(self.model, pks, values)
        return changed

    update.alters_data = True

    def delete(self) -> tuple[int, dict[str, int]]:
        pks = list(self.order_by().values_list("pk", flat=True))
        deleted = super().delete()
        writing.note(self.model, pks, gone=True)
        return deleted

    delete.alters_data = True
    delete.queryset_only = True


class Recorded(models.Model):
    """A row whose every write is noted, for the history to tell of it."""

    objects = RecordedQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        is_new = self._state.adding
        super().save(*args, **kwargs)
        fields = kwargs.get("update_fields")
        if fields is None and not is_new:
            fields = [field.name for field in self._meta.concrete_fields]
        writing.note(type(self), [self.pk], fields)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        pk = self.pk
        deleted = super().delete(*args, **kwargs)
        writing.note(type(self), [pk], gone=True)
        return deleted

    def set_many(self, name: str, rows: Any) -> None:
        """Make `rows` the ones that the field `name` holds."""
        getattr(self, name).set(rows)
        writing.note(type(self), [self.pk], [name])


class AppendOnlyQuerySet(RecordedQuerySet):
    """Rows are added and read; nothing else. The database's triggers say the same."""

    def update(self, **_kwargs: Any) -> NoReturn:
        raise TypeError(f"{self.model.__name__} rows are never updated")

    def delete(self) -> NoReturn:
        raise TypeError(f"{self.model.__name__} rows are never deleted")

    def bulk_update(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        raise TypeError(f"{self.model.__name__} rows are never updated")


class AppendOnly(Recorded):
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


class Versioned(Recorded):
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
        writing.note(type(self), [self.pk], [*values, "row_version", "updated_at"])
        for name, value in values.items():
            setattr(self, name, value)
        self.row_version, self.updated_at = row_version + 1, now
