"""The kernel's face: every value that other folders may use."""

from shebaotong.kernel.explanation import Explanation, Source, Unknown
from shebaotong.kernel.money import Fen, cents, parse_yuan, show, to_fen, to_yuan
from shebaotong.kernel.months import Month, Period, count, merge
from shebaotong.kernel.text import Text

__all__ = [
    "Explanation",
    "Fen",
    "Month",
    "Period",
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
