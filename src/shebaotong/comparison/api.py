"""The face of the comparison: two sides' files in, findings out."""

from shebaotong.comparison.compare import ENGINES, compare
from shebaotong.comparison.job import Progress, Report, SideCount
from shebaotong.comparison.kinds import KINDS
from shebaotong.comparison.numbers import tidy_name, tidy_number
from shebaotong.comparison.problems import InputProblem

__all__ = [
    "ENGINES",
    "KINDS",
    "InputProblem",
    "Progress",
    "Report",
    "SideCount",
    "compare",
    "tidy_name",
    "tidy_number",
]
