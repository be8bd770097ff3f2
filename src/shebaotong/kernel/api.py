"""The kernel's face: every value that other folders may use."""

from shebaotong.kernel.calendar import (
    END_OF_DAY,
    SHANGHAI,
    Calendar,
    Due,
    DueDay,
    Pause,
    add_working_days,
    due_at,
    is_working_day,
    working_days_between,
)
from shebaotong.kernel.explanation import Explanation, Source, Unknown
from shebaotong.kernel.facts import Fact, FactKind, FactQuery
from shebaotong.kernel.money import Fen, cents, parse_yuan, show, to_fen, to_yuan
from shebaotong.kernel.months import Month, Period, count, merge
from shebaotong.kernel.outcome import (
    Draft,
    Effect,
    Missing,
    Notify,
    Open,
    Outcome,
    Post,
    Proposal,
    Record,
)
from shebaotong.kernel.text import Text

__all__ = [
    "END_OF_DAY",
    "SHANGHAI",
    "Calendar",
    "Draft",
    "Due",
    "DueDay",
    "Effect",
    "Explanation",
    "Fact",
    "FactKind",
    "FactQuery",
    "Fen",
    "Missing",
    "Month",
    "Notify",
    "Open",
    "Outcome",
    "Pause",
    "Period",
    "Post",
    "Proposal",
    "Record",
    "Source",
    "Text",
    "Unknown",
    "add_working_days",
    "cents",
    "count",
    "due_at",
    "is_working_day",
    "merge",
    "parse_yuan",
    "show",
    "to_fen",
    "to_yuan",
    "working_days_between",
]
