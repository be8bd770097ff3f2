"""The three layouts of files, column by column, and their codes."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Layout:
    name: str
    texts: tuple[str, ...]
    """Columns that must be text: a number would have lost its leading zeros."""
    dates: tuple[str, ...]
    """ISO dates, as text or as dates."""
    amounts: tuple[str, ...]
    """Whole fen, as integers or as text."""
    codes: dict[str, tuple[str, ...]]
    """Column to the values that it may hold."""
    order: tuple[str, ...]
    """All columns as the documentation lists them, and as rejected rows are written."""


SCHEMES = ("employee_pension", "resident_pension", "unemployment", "work_injury")
BENEFITS = ("employee_pension", "resident_pension", "unemployment", "injury_pension")

ENROLMENTS = Layout(
    name="enrolments",
    texts=("person_id", "name", "sex", "kind", "agency", "start_month", "end_month", "status"),
    dates=("birth_date",),
    amounts=("monthly_base_fen",),
    codes={"kind": SCHEMES, "status": ("normal", "transferred_out", "merged")},
    order=(
        "person_id",
        "name",
        "birth_date",
        "sex",
        "kind",
        "agency",
        "start_month",
        "end_month",
        "monthly_base_fen",
        "status",
    ),
)

PAYMENTS = Layout(
    name="payments",
    texts=("person_id", "name", "benefit", "agency", "month"),
    dates=("birth_date",),
    amounts=("amount_fen",),
    codes={"benefit": BENEFITS},
    order=("person_id", "name", "birth_date", "benefit", "agency", "month", "amount_fen"),
)

EVENTS = Layout(
    name="events",
    texts=("person_id", "name", "source", "event"),
    dates=("birth_date", "date"),
    amounts=(),
    codes={"event": ("death", "imprisoned", "released")},
    order=("person_id", "name", "birth_date", "source", "event", "date"),
)

LINKS = Layout(
    name="links",
    texts=("number", "other_number"),
    dates=(),
    amounts=(),
    codes={},
    order=("number", "other_number"),
)
"""Documents known to be one person's."""
