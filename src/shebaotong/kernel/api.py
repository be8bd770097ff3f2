"""The kernel's face: every value that other folders may use."""

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
    "Draft",
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
    "Period",
    "Post",
    "Proposal",
    "Record",
    "Source",
    "Text",
    "Unknown",
    "cents",
    "count",
    "merge",
    "parse_yuan",
    "show",
    "to_fen",
    "to_yuan",
]
