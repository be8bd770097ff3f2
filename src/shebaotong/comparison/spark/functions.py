"""The tidying functions of :mod:`..numbers` as Spark calls them: on columns of a thousand texts at a time.

They travel to the executors by value, so that those need Python and PyArrow, but nothing of ours.
"""

from __future__ import annotations

import sys

import pyarrow as pa
from pyspark import cloudpickle
from pyspark.sql import SparkSession
from pyspark.sql.pandas.functions import arrow_udf

from shebaotong.comparison import numbers


def register(session: SparkSession) -> None:
    """Make ``tidy_number`` and ``tidy_name`` known to the SQL of a session."""
    for module in (numbers, sys.modules[__name__]):
        cloudpickle.register_pickle_by_value(module)  # type: ignore[no-untyped-call]
    for name, function in (("tidy_number", _tidy_numbers), ("tidy_name", _tidy_names)):
        session.udf.register(name, arrow_udf(function, "string"))  # type: ignore[call-overload]


def _tidy_numbers(texts: pa.Array) -> pa.Array:
    if texts.null_count == len(texts):
        return texts
    return pa.array([numbers.tidy_number(text) for text in texts.to_pylist()], pa.string())


def _tidy_names(texts: pa.Array) -> pa.Array:
    if texts.null_count == len(texts):
        return texts
    return pa.array([numbers.tidy_name(text) for text in texts.to_pylist()], pa.string())
