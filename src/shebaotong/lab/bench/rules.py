"""``shebaotong bench rules``: a whole population's retirement, beside OpenFisca and against the scalar rules.

Timed is everything that the batch rule answers (age, month, minimum contributions, window) from days of birth
and categories; OpenFisca is timed for the month alone, once its simulation stands.
"""

from __future__ import annotations

import statistics
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from shebaotong.kernel.api import Unknown
from shebaotong.lab.bench.measure import load_now, ratio, report, take_turns
from shebaotong.lab.progress import Progress
from shebaotong.rules.api import (
    builtin,
    flexible_window,
    minimum_contribution,
)
from shebaotong.rules.batch.api import (
    CATEGORIES,
    RetirementColumns,
    month_column,
    month_of,
    retirement_columns,
)

AS_OF = date(2026, 11, 1)
"""The day whose law is applied: a benchmark answers the same whenever it runs."""

_SEED = 20261101


def run(*, people: int, progress: Progress, rounds: int = 7) -> dict[str, Any]:
    """Measure and check; the one object of the benchmark.

    ``value`` is people a second on one core. ``extra.rows_equal`` counts the rows on which every column
    equals the scalar rules, and ``extra.openfisca_rows_equal`` those whose month OpenFisca gives too.
    Raises ValueError for no people, and ImportError where OpenFisca is not installed.
    """
    if people < 1:
        raise ValueError("at least one person is needed")
    try:
        from shebaotong.lab.bench import openfisca  # imported late: a development dependency
    except ImportError as missing:
        raise ImportError("OpenFisca is not installed; bring it with: uv sync --group bench") from missing

    load = load_now()
    parameters = builtin()
    births, categories = _population(people)
    system = openfisca.system(parameters=parameters, as_of=AS_OF)
    simulations = [
        openfisca.simulation(system, births=births, categories=categories.astype(np.int16))
        for _ in range(rounds + 1)
    ]
    answers: dict[str, Any] = {}

    def ours() -> None:
        answers["ours"] = retirement_columns(
            category=categories, birth=births, as_of=AS_OF, parameters=parameters
        )

    def theirs() -> None:
        fresh = simulations.pop()
        answers["openfisca"] = fresh.calculate("retirement_month", f"{AS_OF:%Y-%m}")

    seconds = take_turns({"ours": ours, "openfisca": theirs}, rounds=rounds, progress=progress)
    made: RetirementColumns = answers["ours"]
    equal = rows_equal(made, births, categories, progress=progress)
    same = np.count_nonzero(made.month.view(np.int64) == answers["openfisca"])
    return report(
        name="rules",
        unit="people/s",
        count=people,
        seconds=seconds["ours"],
        ratios={"openfisca": ratio(seconds["ours"], seconds["openfisca"])},
        load=load,
        extra={
            "people": people,
            "rows_equal": equal,
            "openfisca_rows_equal": int(same),
            "seconds": round(statistics.median(seconds["ours"]), 4),
            "openfisca_seconds": round(statistics.median(seconds["openfisca"]), 4),
            "columns": ["age_months", "month", "minimum_months", "earliest", "latest"],
        },
    )


def rows_equal(
    made: RetirementColumns,
    births: NDArray[np.datetime64],
    categories: NDArray[np.int8],
    *,
    progress: Progress,
) -> int:
    """On how many rows every column equals what the scalar rules say.

    The scalar rules are asked once for each category and month of birth that occurs, and every row is held
    against the answer for its own.
    """
    months = births.astype("datetime64[M]")
    keys = months.view(np.int64) * len(CATEGORIES) + categories
    distinct, first, inverse = np.unique(keys, return_index=True, return_inverse=True)
    answers = []
    for done, row in enumerate(first):
        if done % 100 == 0:
            progress("Scalar rules", done, len(distinct))
        answers.append(_scalar(months[row], CATEGORIES[categories[row]]))
    progress("Scalar rules", len(distinct), len(distinct))
    age, month, minimum, earliest, latest = zip(*answers, strict=True)
    equal = made.ok.copy()
    for column, expected in (
        (made.age_months, np.array(age)),
        (made.month, month_column(month)),
        (made.minimum_months, np.array(minimum)),
        (made.earliest, month_column(earliest)),
        (made.latest, month_column(latest)),
    ):
        equal &= column == expected[inverse]
    return int(np.count_nonzero(equal))


def _scalar(born: np.datetime64, category: Any) -> tuple[Any, ...]:
    birth = month_of(born)
    assert birth is not None
    parameters = builtin()
    window = flexible_window(category=category, birth=birth, as_of=AS_OF, parameters=parameters)
    assert not isinstance(window, Unknown)
    statutory = window.statutory
    minimum = minimum_contribution(year=statutory.month.year, as_of=AS_OF, parameters=parameters)
    assert not isinstance(minimum, Unknown)
    return statutory.age_months, statutory.month, minimum.months, window.earliest, window.latest


def _population(people: int) -> tuple[NDArray[np.datetime64], NDArray[np.int8]]:
    """Days of birth from 1945 to 2008 and categories, the same for every run."""
    random = np.random.default_rng(_SEED)
    first, last = np.datetime64("1945-01-01"), np.datetime64("2009-01-01")
    births = first + random.integers(0, int((last - first).astype(np.int64)), people)
    return births, random.integers(0, len(CATEGORIES), people).astype(np.int8)
