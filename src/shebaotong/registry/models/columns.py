"""Columns that the tables share: the owning agency, coded text, months and periods."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django.contrib.postgres.fields import IntegerRangeField
from django.db import models
from django.db.backends.postgresql.psycopg_any import NumericRange

from shebaotong.kernel.api import Month, Period


def owner() -> models.CharField[str, str]:
    """The agency whose record the row is; row-level security compares it."""
    return models.CharField(max_length=6)


def code(*, max_length: int = 32, **options: Any) -> models.CharField[str, str]:
    return models.CharField(max_length=max_length, **options)


def one_of(*, field: str, codes: type[StrEnum], name: str) -> models.CheckConstraint:
    """The database refuses a code that the enumeration does not hold."""
    return models.CheckConstraint(condition=models.Q(**{f"{field}__in": [c.value for c in codes]}), name=name)


def owned_reference(model: str, *, related_name: str, null: bool = False) -> models.ForeignKey[Any, Any]:
    """A reference inside one agency.

    The constraint itself is made by the migration over (agency, id), so that no row of one agency
    can point at a row of another: a plain foreign key would not see the difference. Its index begins
    with the agency, too.
    """
    return models.ForeignKey(
        model,
        on_delete=models.PROTECT,
        db_constraint=False,
        db_index=False,
        related_name=related_name,
        null=null,
    )


if TYPE_CHECKING:
    _Month = models.IntegerField[Month, Month]
    _MonthOrNone = models.IntegerField[Month | None, Month | None]
else:  # At run time a field takes no type arguments.
    _Month = _MonthOrNone = models.IntegerField


class _AsMonth:
    """A kernel ``Month``, stored as months since year 0 so that the database counts with it."""

    def from_db_value(self, value: int | None, expression: Any, connection: Any) -> Month | None:
        return None if value is None else Month.from_ordinal(value)

    def to_python(self, value: Any) -> Any:
        return value if value is None or isinstance(value, Month) else Month.parse(str(value))

    def get_prep_value(self, value: Any) -> Any:
        return value.ordinal if isinstance(value, Month) else value


class MonthField(_AsMonth, _Month):
    """A month."""


class OptionalMonthField(_AsMonth, _MonthOrNone):
    """A month, or None."""


class PeriodField(IntegerRangeField):
    """A kernel ``Period`` as a range of month ordinals; a period that still runs has no upper bound."""

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Period | None:
        if value is None:
            return None
        end = None if value.upper is None else Month.from_ordinal(value.upper - 1)
        return Period(Month.from_ordinal(value.lower), end)

    def to_python(self, value: Any) -> Any:
        return value if isinstance(value, Period) else super().to_python(value)

    def get_prep_value(self, value: Any) -> Any:
        if isinstance(value, Period):
            return NumericRange(value.start.ordinal, None if value.end is None else value.end.ordinal + 1)
        return super().get_prep_value(value)
