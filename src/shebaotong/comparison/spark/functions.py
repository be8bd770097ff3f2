"""The tidying functions of :mod:`..numbers` as Spark calls them: on columns of a thousand texts at a time.

They travel to the executors by value, so that those need Python and PyArrow, but nothing of ours. What they
use is named here function by function: a module named whole would travel with all that it imports, by name.
"""

from __future__ import annotations

import sys

import pyarrow as pa
from pyspark import cloudpickle
from pyspark.sql import SparkSession
from pyspark.sql.pandas.functions import arrow_udf

from shebaotong.comparison import numbers
from shebaotong.comparison.numbers import tidy_name, tidy_number


def register(session: SparkSession) -> None:
    """Make ``tidy_number`` and ``tidy_name`` known to the SQL of a session."""
    travel_by_value()
    for name, function in FUNCTIONS.items():
        session.udf.register(name, arrow_udf(function, "string"))  # type: ignore[call-overload]


def travel_by_value() -> None:
    """Let the functions be sent whole, not by the name of a module that executors do not have."""
    for module in (numbers, sys.modules[__name__]):
        cloudpickle.register_pickle_by_value(module)  # type: ignore[no-untyped-call]


def _tidy_numbers(texts: pa.Array) -> pa.Array:
    if texts.null_count == len(texts):
        return texts
    return pa.array([tidy_number(text) for text in texts.to_pylist()], pa.string())


def _tidy_names(texts: pa.Array) -> pa.Array:
    if texts.null_count == len(texts):
        return texts
    return pa.array([tidy_name(text) for text in texts.to_pylist()], pa.string())


FUNCTIONS = {"tidy_number": _tidy_numbers, "tidy_name": _tidy_names}
"""By the names that the SQL has for them."""
