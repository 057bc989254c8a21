"""Which rows a person may read: asked of every model that can be restricted."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Self

from django.db import connections, models
from django.db.models import F, Q

from common.models import RecordedQuerySet
from teams.models import Membership
from teams.roles import Role

if TYPE_CHECKING:
    from teams.models import User


def teams_of(user: "User", *, role: Role | None = None) -> models.QuerySet[Any]:
    """Ids of the open teams `user` is an active member of (with `role`, if given).

    A token opens its own team alone. A subquery: it makes no query of its own.
    """
    mine = Membership.objects.active().filter(user=user.pk, team__closed_at=None)
    only = getattr(user, "token_team_id", None)
    if only is not None:
        mine = mine.filter(team_id=only)
    if role is not None:
        mine = mine.filter(role=role)
    return mine.values("team_id")


def led_teams(user: "User") -> models.QuerySet[Any]:
    return teams_of(user, role=Role.LEAD)


@dataclass(frozen=True)
class _Anybody:
    """Stands for the person, and for the team of their token, while a subquery is compiled."""

    pk: int = 2**62 - 1
    token_team_id: int | None = None


# These stand for the team of a token, and for the row that `Has` asks about.
TOKEN_TEAM, ROW = 2**62 - 3, 2**62 - 5


class _OfPerson(models.Func):
    """Condition on `column` by what `build(user, *about)` selects, compiled once for everybody.

    Every list asks several such things, and putting the query together took more time than the
    database did. A day or a number that the query needs belongs in `about`.
    """

    output_field = models.BooleanField()

    def __init__(self, column: str, build: Callable[..., Any], user: "User", *about: Any) -> None:
        super().__init__(F(column))
        self._build, self._about = build, about
        self._pk, self._token_team = user.pk, getattr(user, "token_team_id", None)

    @property
    def identity(self) -> tuple[Any, ...]:
        column = tuple(self.get_source_expressions())
        return (type(self), column, self._build, self._about, self._pk, self._token_team)

    def _compiled(self, build: Callable[..., Any], about: tuple[Any, ...], alias: str) -> Any:
        """SQL and parameters, those of the person put in."""
        sql, marks = _compiled(build, about, self._token_team is not None, alias)
        meant = {_Anybody.pk: self._pk, TOKEN_TEAM: self._token_team}
        return sql, [meant.get(mark, mark) for mark in marks]


class Among(_OfPerson):
    """`column` is among what is selected, a queryset of one column: `column__in=build(user)`."""

    def as_sql(self, compiler: Any, connection: Any, **_extra: Any) -> tuple[str, list[Any]]:
        column, params = compiler.compile(self.get_source_expressions()[0])
        sql, more = self._compiled(self._build, self._about, connection.alias)
        return f"{column} IN ({sql})", [*params, *more]

    def as_postgresql(self, compiler: Any, connection: Any, **_extra: Any) -> tuple[str, list[Any]]:
        """The same by `EXISTS`: the planner may then ask it of a row, or of all rows at once. An
        `IN` inside an `OR` is always prepared for all, and then it reads a list's rows in order
        rather than jump to the few that hold a rare word.
        """
        column, params = compiler.compile(self.get_source_expressions()[0])
        sql, more = self._compiled(self._build, self._about, connection.alias)
        return f"EXISTS (SELECT FROM ({sql}) AS among(it) WHERE it = {column})", [*more, *params]


class Has(_OfPerson):
    """The row with the key `column` is selected: `Exists(build(user).filter(pk=OuterRef(column)))`.

    by: the column of the selected rows that holds it, where it is not their own key.
    Quicker than `Among` where few rows ask and many could be read. Not for a table that `build`
    itself reads: its name would mean the inner one.
    """

    def __init__(
        self, column: str, build: Callable[..., Any], user: "User", *about: Any, by: str = "pk"
    ) -> None:
        super().__init__(column, _of_row, user, build, by, *about)

    def as_sql(self, compiler: Any, connection: Any, **_extra: Any) -> tuple[str, list[Any]]:
        column, of_column = compiler.compile(self.get_source_expressions()[0])
        sql, params = self._compiled(self._build, self._about, connection.alias)
        at = params.index(ROW)
        parts = sql.split("%s")
        before, after = "%s".join(parts[: at + 1]), "%s".join(parts[at + 1 :])
        return f"EXISTS ({before}{column}{after})", [*params[:at], *of_column, *params[at + 1 :]]


def _of_row(user: "User", build: Callable[..., Any], by: str, *about: Any) -> Any:
    return build(user, *about).filter(**{by: ROW})


@cache
def _compiled(
    build: Callable[..., Any], about: tuple[Any, ...], has_token: bool, alias: str
) -> tuple[str, tuple[Any, ...]]:
    anybody = _Anybody(token_team_id=TOKEN_TEAM if has_token else None)
    rows = build(anybody, *about).order_by()
    sql, params = rows.query.get_compiler(connection=connections[alias]).as_sql()
    return sql, tuple(params)


def in_teams_of(user: "User", column: str = "team_id") -> Among:
    return Among(column, teams_of, user)


def in_led_teams(user: "User", column: str = "team_id") -> Among:
    return Among(column, led_teams, user)


def is_visible(model: Any, user: "User", column: str) -> Has:
    """Condition: the row that `column` holds is one of `model` that `user` may read."""
    return Has(column, _visible, user, model)


def _visible(user: "User", model: Any) -> models.QuerySet[Any]:
    return model.objects.visible_to(user).values("pk")


def _rows_naming(user: "User", through: Any, owner: str) -> models.QuerySet[Any]:
    return through.objects.filter(user_id=user.pk).values(owner)


class RestrictableQuerySet(RecordedQuerySet):
    """For models with `team`, `access`, `added_by` and `readers`."""

    def visible_to(self, user: "User") -> Self:
        """Rows of the person's teams; restricted ones for leads, their authors and readers."""
        through, owner = self.model.readers.through, f"{self.model._meta.model_name}_id"
        named = Among("pk", _rows_naming, user, through, owner)
        open_to_them = ~Q(access="restricted") | Q(added_by_id=user.pk)
        return self.filter(in_teams_of(user), open_to_them | Q(in_led_teams(user)) | Q(named))
