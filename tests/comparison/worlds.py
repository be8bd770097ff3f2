"""Small worlds in which everything clashes: few persons, few months, every way of writing a number.

Strategies give rows as files hold them; ``write`` puts them into Parquet or CSV.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

import pyarrow as pa
import pyarrow.parquet as pq
from hypothesis import strategies as st

from .oracle import SIDES, Row, check_digit

World = tuple[list[Row], list[Row], list[tuple[str, str]]]

COLUMNS = {
    "enrolments": (
        "person_id", "name", "birth_date", "sex", "kind", "agency", "start_month", "end_month",
        "monthly_base_fen", "status",
    ),
    "payments": ("person_id", "name", "birth_date", "benefit", "agency", "month", "amount_fen"),
    "events": ("person_id", "name", "birth_date", "source", "event", "date"),
    "links": ("number", "other_number"),
}  # fmt: skip

_BIRTHS = ("1961-03-05", "1961-03-06", "1990-12-31")


@dataclass(frozen=True)
class Cast:
    """The persons of a world: their numbers and names. Those of two places have nothing in common."""

    residents: tuple[str, ...]
    numbers: tuple[str, ...]
    names: tuple[str | None, ...]

    def with_one_number_each(self) -> Cast:
        """The same persons where all numbers are right ones."""
        return Cast(self.residents, self.residents, self.names)


def cast_of(place: int) -> Cast:
    """The persons of one of 800 places."""
    east, west = str(440106 + place), str(450102 + place)
    seventeens = (f"{east}19610305001", f"{east}19610305002", f"{west}19610306001", f"{west}19901231118")
    residents = tuple(digits + check_digit(digits) for digits in seventeens)
    shorts = tuple(number[:6] + number[8:17] for number in residents)
    broken = (
        residents[0][:17] + ("0" if residents[0][17] != "0" else "1"),
        residents[1][:9] + residents[1][10] + residents[1][9] + residents[1][11:],
        residents[2][:16],
        f"{east}000000001",
        f"{east}199013451233",
    )
    # Each place has its own thousand of permits, so that no stem is another place's.
    home, taiwan = 12345678 + 1000 * place, 234567 + 1000 * place
    permits = (
        f"H{home}01", f"H{home}02", f"H{home}",
        f"{taiwan:08d}", f"{taiwan:08d}01", f"{taiwan:08d}02B",
        f"E{home}", f"CAN{110081080310 + place}",
    )  # fmt: skip
    names: tuple[str | None, ...] = (
        "赵一", "赵一", "赵一", "赵 一", "钱二", "阿依·买买提", "阿依•买买提",
        "ｓmith", "SMITH", "𬱖氏", None, "",
    )  # fmt: skip
    if place:
        names = tuple(name and name + chr(0x5000 + place) for name in names)
    return Cast(residents, (*residents, *shorts, *broken, *permits), names)


_HERE = cast_of(0)
RESIDENTS, NUMBERS = _HERE.residents, _HERE.numbers
_WIDE = str.maketrans({chr(code): chr(code + 0xFEE0) for code in range(0x21, 0x7F)})
_WRITTEN = (
    str, str, str, str,
    str.lower,
    lambda number: f" {number}\t",
    lambda number: number.translate(_WIDE),
    lambda number: "\u3000" + number.replace("1", "①"),
)  # fmt: skip
_SCHEMES = ("employee_pension", "employee_pension", "resident_pension", "unemployment")
_MONTHS = (*(f"2023-{month:02d}" for month in range(1, 8)), "2023-11")
_DAYS = ("2023-01-01", "2023-01-15", "2023-02-28", "2023-03-01", "2023-03-31", "2023-05-20", "2022-12-31")

_GOOD: dict[str, tuple[str | None, ...]] = {
    "birth_date": (*_BIRTHS, _BIRTHS[0], _BIRTHS[0], None, ""),
    "sex": ("男", "女", "1", "2", None, "?"),
    "kind": (*_SCHEMES, "work_injury"),
    "benefit": (*_SCHEMES, "injury_pension"),
    "agency": ("440100", "450100"),
    "start_month": _MONTHS,
    "end_month": (None, "", "9999-12", "2023-08", "2023-09"),
    "monthly_base_fen": ("500000", None, "x"),
    "status": ("normal", "normal", "normal", "normal", "merged", "transferred_out"),
    "month": _MONTHS,
    "amount_fen": ("100", "250", "-50", "0", "99999999999"),
    "source": ("court", None),
    "event": ("death", "death", "imprisoned", "imprisoned", "imprisoned", "released", "released"),
    "date": _DAYS,
}
_BAD: dict[str, tuple[str | None, ...]] = {
    "person_id": (
        None,
        "",
        " ",
        "1234",
        "44010619610305001X9",
        "4401061961030500O1",
        "张三",
        "1.1E+17",
        "AB\x00CDE",
    ),
    "birth_date": ("1990-02-30", "1990/01/01", "01990-01-01", "0000-01-01"),
    "kind": ("pension", None, "Employee_pension"),
    "benefit": ("wages", None),
    "agency": ("", "  ", None),
    "start_month": ("2023-13", "2023-1", "-2023-01", "0000-01", None, "2024-01"),
    "end_month": ("2023-00", "2022-12", "soon"),
    "status": ("gone", None),
    "month": ("2023-13", "23-01", None, ""),
    "amount_fen": ("12.5", "1e3", None, "", "9" * 30, "100000000001"),
    "event": ("parole", None),
    "date": ("2023-02-29", "2023-1-1", None),
}


def row(random: Random, layout: str, cast: Cast = _HERE) -> Row:
    """One row; in one of ten a single value is bad."""
    number = random.choice((random.choice(cast.residents[:2]), random.choice(cast.numbers)))
    made: Row = {"person_id": random.choice(_WRITTEN)(number)}
    for column in COLUMNS[layout][1:]:
        made[column] = random.choice(cast.names if column == "name" else _GOOD[column])
    if random.random() < 0.1:
        column = random.choice([column for column in COLUMNS[layout] if column in _BAD])
        made[column] = random.choice(_BAD[column])
    return made


def world(random: Random, kind: str, size: int, cast: Cast = _HERE) -> World:
    """Up to ``size`` rows a side for a comparison of ``kind``, and some links."""
    left, right = (
        [row(random, layout, cast) for _ in range(random.randint(0, size))] for layout in SIDES[kind]
    )
    pairs = random.choice((0, 0, 1, 3)) if cast.numbers != cast.residents else 0
    links = [(random.choice(cast.numbers), random.choice(cast.numbers)) for _ in range(pairs)]
    return left, right, links


def worlds(kind: str, *, size: int = 60) -> st.SearchStrategy[World]:
    """Worlds of any size up to ``size``."""
    seeds = st.integers(0, 2**32)
    return st.builds(lambda seed, most: world(Random(seed), kind, most), seeds, st.integers(2, size))


def write(path: Path, layout: str, made: Sequence[Row]) -> Path:
    """Write rows as the suffix says; in CSV an empty field stands for null."""
    columns = COLUMNS[layout]
    if path.suffix == ".parquet":
        pq.write_table(
            pa.table({name: pa.array([row[name] for row in made], pa.string()) for name in columns}), path
        )
        return path
    with path.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.writer(opened)
        writer.writerow(columns)
        writer.writerows([row[name] or "" for name in columns] for row in made)
    return path
