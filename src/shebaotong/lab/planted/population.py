"""Two files of enrolments and the truth about them, the same for the same seed."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

from shebaotong.kernel.api import Month
from shebaotong.lab.planted.damage import DAMAGES, Damage
from shebaotong.lab.planted.people import REGION, Person, make_person

AS_OF = Month(2026, 10)
LEFT, RIGHT = f"{REGION}01", f"{REGION}02"
"""Codes of the two made-up provinces: every agency's code begins with one."""

_SCHEMES = ("employee_pension", "resident_pension", "unemployment")
_COLUMNS = (
    "person_id", "name", "birth_date", "sex", "kind", "agency", "start_month", "end_month",
    "monthly_base_fen", "status",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Pair:
    """One person, or two who look like one, with an enrolment in each province over the same months.

    Each has an agency code of their own, so that a finding can be traced whatever number it shows.
    """

    left_agency: str
    right_agency: str
    damage: Damage


@dataclass(frozen=True, slots=True)
class Planted:
    left: Path
    right: Path
    pairs: tuple[Pair, ...]
    people: int
    """In each file."""


def plant(*, folder: Path, people: int, each: int, seed: int) -> Planted:
    """Write ``left.csv`` and ``right.csv`` with ``people`` persons each, ``each`` pairs of every damage.

    Raises ValueError where the pairs do not fit.
    """
    moved = each * 2
    if each * len(DAMAGES) + moved > people:
        raise ValueError(f"{each} pairs of {len(DAMAGES)} kinds do not fit into {people} persons")
    random = Random(seed)
    files: dict[str, list[list[str]]] = {LEFT: [], RIGHT: []}
    pairs = list(_pairs(random, each, files))
    for _ in range(moved):
        _move(random, files)
    for province, rows in files.items():
        while len(rows) < people:
            rows.append(_row(random, make_person(random), _agency(province, rows), *_spell(random)))
        random.shuffle(rows)
    return Planted(
        left=_write(folder / "left.csv", files[LEFT]),
        right=_write(folder / "right.csv", files[RIGHT]),
        pairs=tuple(pairs),
        people=people,
    )


def _pairs(random: Random, each: int, files: dict[str, list[list[str]]]) -> Iterator[Pair]:
    for damage in DAMAGES:
        for _ in range(each):
            here = damage.before(random, make_person(random))
            there = damage.after(random, here)
            scheme, start, end = _spell(random)
            agencies = []
            for province, person in ((LEFT, here), (RIGHT, there)):
                agencies.append(_agency(province, files[province]))
                shift = random.randrange(4) if province == RIGHT else 0
                files[province].append(_row(random, person, agencies[-1], scheme, start + shift, end))
            yield Pair(agencies[0], agencies[1], damage)


def _move(random: Random, files: dict[str, list[list[str]]]) -> None:
    """A lawful life: the same person in both provinces, one enrolment after the other."""
    person = make_person(random)
    scheme, start, end = _spell(random)
    closed = end or start + 60
    files[LEFT].append(_row(random, person, _agency(LEFT, files[LEFT]), scheme, start, closed))
    files[RIGHT].append(_row(random, person, _agency(RIGHT, files[RIGHT]), scheme, closed + 1, None))


def _spell(random: Random) -> tuple[str, Month, Month | None]:
    scheme = random.choices(_SCHEMES, (6, 3, 1))[0]
    start = Month(2012, 1) + random.randrange(120)
    end = start + 12 + random.randrange(40) if random.random() < 0.5 else None
    return scheme, start, end


def _agency(province: str, rows: list[list[str]]) -> str:
    return f"{province}00-{len(rows):07d}"


def _row(
    random: Random, person: Person, agency: str, scheme: str, start: Month, end: Month | None
) -> list[str]:
    return [
        person.number,
        person.name,
        person.birth.isoformat() if person.birth else "",
        person.sex,
        scheme,
        agency,
        str(start),
        str(end) if end else "",
        str(random.randrange(300_000, 2_000_000, 100)),
        "normal",
    ]


def _write(path: Path, rows: list[list[str]]) -> Path:
    with path.open("w", newline="", encoding="utf-8") as stream:
        lines = csv.writer(stream)
        lines.writerow(_COLUMNS)
        lines.writerows(rows)
    return path
