"""From the bases that registers hold to years weighed with the average wages of the paying place.

国办发〔2009〕66号 第七条: the years and yearly wages of all places count, indexed with the wages of the
place that pays.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from decimal import Decimal

from shebaotong.kernel.api import Month, Unknown, region_title
from shebaotong.rules.explaining import place
from shebaotong.rules.parameters.lookup import Parameters
from shebaotong.rules.pension.index import IndexedYear
from shebaotong.rules.quantity import Quantity

CODE = "pension.average_wage"


def indexed_years(
    *,
    bases: Mapping[Month, Decimal],
    region: str,
    stated: Mapping[int, Quantity],
    parameters: Parameters,
) -> tuple[IndexedYear, ...] | Unknown:
    """The months really paid, by year and base, each with ``region``'s average wage of the year.

    ``bases`` are monthly bases in yuan; ``stated`` wages stand before the parameters'. Unknown asks for
    every year whose wage nobody has told; its ``detail`` is the region and those years.
    """
    runs = Counter((month.year, base) for month, base in bases.items())
    wages = {year: _wage(year, region, stated, parameters) for year in sorted({year for year, _ in runs})}
    missing = [year for year, wage in wages.items() if wage is None]
    if missing:
        return _ask(missing, region)
    made = []
    for (year, base), months in sorted(runs.items()):
        wage = wages[year]
        assert wage is not None
        made.append(IndexedYear(year, months, base, wage.number, wage.explanation))
    return tuple(made)


def _wage(year: int, region: str, stated: Mapping[int, Quantity], parameters: Parameters) -> Quantity | None:
    if year in stated:
        return stated[year]
    found = parameters.find(CODE, on=Month(year, 1), region=region)
    return None if isinstance(found, Unknown) else Quantity.of(found)


def _ask(missing: list[int], region: str) -> Unknown:
    return Unknown(
        what=f"{region_title(region) or region}{_years(missing)}的月平均工资（计算平均缴费指数用）",
        whom="待遇领取地社会保险经办机构",
        parameter=CODE,
        detail=(region, *(str(year) for year in missing)),
        en=f"Monthly average wages of {place(region).en} for {_runs_en(missing)}: ask the agency of the "
        "place of payment",
    )


def _years(years: list[int]) -> str:
    """``2011至2014年、2016年``: runs of years, so that thirty of them can be read."""
    return "、".join(f"{first}年" if first == last else f"{first}至{last}年" for first, last in _runs(years))


def _runs_en(years: list[int]) -> str:
    return ", ".join(f"{first}" if first == last else f"{first} to {last}" for first, last in _runs(years))


def _runs(years: list[int]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for year in years:
        if runs and runs[-1][1] == year - 1:
            runs[-1] = (runs[-1][0], year)
        else:
            runs.append((year, year))
    return runs
