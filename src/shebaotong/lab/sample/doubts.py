"""What is planted in the sample, and on whom: each doubt on the first people whose lives allow it.

Nothing here says that a real province has as many of one kind as of another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from itertools import islice

from shebaotong.kernel.api import Month
from shebaotong.lab.people.life import Drawn, Life
from shebaotong.lab.people.numbers import shorter
from shebaotong.lab.sample.rows import ProvinceFiles, Row, enrolment, event, payment

Files = dict[str, ProvinceFiles]
GUANGDONG, GUANGXI = "44", "45"
_RESIDENT_FEN = 20_600


class Planting:
    """Takes each person once, so that every doubt stands by itself."""

    def __init__(self, lives: Sequence[Life], files: Files, as_of: date) -> None:
        self.files, self.as_of, self.last = files, as_of, Month.of(as_of)
        self._left = list(lives)
        self._paid = {(row["person_id"], row["month"]) for file in files.values() for row in file.payments}

    def take(self, number: int, fitting: Callable[[Life], bool]) -> Iterator[Life]:
        for life in list(islice(filter(fitting, self._left), number)):
            self._left.remove(life)
            yield life

    def drawn(self, life: Life, province: str, benefit: str) -> Drawn | None:
        """A benefit that this province's file shows as paid until the last month."""
        found = (each for each in life.drawn if each.agency[:2] == province and each.benefit == benefit)
        key = (life.documents[0].number, str(self.last))
        return next(found, None) if key in self._paid else None


def plant(lives: Sequence[Life], files: Files, as_of: date) -> None:
    """Change the files: doubts of every kind, damaged numbers, lawful doubles, rows that are wrong."""
    planting = Planting(lives, files, as_of)
    _events(planting)
    _benefits(planting)
    _while_contributing(planting)
    _lawful(planting)
    _permits(planting)
    _written_differently(files)
    _wrong_rows(planting)


def _from_guangxi(life: Life) -> bool:
    return life.place.startswith(GUANGXI)


def _pension(planting: Planting) -> Callable[[Life], bool]:
    """From Guangxi, and drawing an employees' pension in Guangdong."""
    return lambda life: (
        _from_guangxi(life) and planting.drawn(life, GUANGDONG, "employee_pension") is not None
    )


def _home(life: Life) -> str:
    return f"{life.place[:4]}00"


def _benefits(planting: Planting) -> None:
    paid = planting.files[GUANGXI].payments
    for place, life in enumerate(planting.take(6, _pension(planting))):
        for back in range(4 + 3 * place):
            paid.append(payment(life, _home(life), "resident_pension", planting.last + -back, _RESIDENT_FEN))
    for life in planting.take(2, _pension(planting)):
        for back in range(11):
            paid.append(payment(life, _home(life), "employee_pension", planting.last + -back, 183_050))
    unemployed = planting.take(2, lambda life: _draws_unemployment(planting, life))
    for life in unemployed:
        for back in range(3):
            paid.append(payment(life, _home(life), "unemployment", planting.last + -back, 152_000))


def _draws_unemployment(planting: Planting, life: Life) -> bool:
    return _from_guangxi(life) and planting.drawn(life, GUANGDONG, "unemployment") is not None


def _while_contributing(planting: Planting) -> None:
    for place, life in enumerate(planting.take(4, lambda life: _draws_unemployment(planting, life))):
        start = planting.last + -(1 + place % 2)
        planting.files[GUANGXI].enrolments.append(
            enrolment(life, _home(life), "employee_pension", start, None)
        )
    for life in planting.take(2, _pension(planting)):
        planting.files[GUANGXI].enrolments.append(
            enrolment(life, _home(life), "employee_pension", planting.last + -8, planting.last + -1)
        )


def _events(planting: Planting) -> None:
    events = planting.files[GUANGXI].events
    for place, life in enumerate(planting.take(5, _pension(planting))):
        died = planting.as_of - timedelta(days=75 + 41 * place)
        events.append(event(life, "death", died, "民政"))
    for place, life in enumerate(planting.take(3, _pension(planting))):
        events.append(event(life, "imprisoned", planting.as_of - timedelta(days=300), "法院"))
        if place:
            events.append(event(life, "released", planting.as_of - timedelta(days=60), "司法"))
    # Days inside are no month inside.
    for life in planting.take(1, _pension(planting)):
        events.append(event(life, "imprisoned", planting.as_of - timedelta(days=50), "法院"))
        events.append(event(life, "released", planting.as_of - timedelta(days=41), "司法"))
    at_home = planting.take(3, lambda life: _at_home(planting, life))
    for place, life in enumerate(at_home):
        died = planting.as_of - timedelta(days=64 + 33 * place)
        planting.files[GUANGDONG].events.append(event(life, "death", died, "卫生健康"))


def _at_home(planting: Planting, life: Life) -> bool:
    """Drawing the residents' pension in Guangxi."""
    return planting.drawn(life, GUANGXI, "resident_pension") is not None


def _lawful(planting: Planting) -> None:
    """Doubles that the law allows: moved, merged, an injury pension beside another."""
    for life in planting.take(3, _pension(planting)):
        planting.files[GUANGXI].payments.extend(
            payment(life, _home(life), "injury_pension", planting.last + -back, 214_000) for back in range(12)
        )
    working = (row for row in planting.files[GUANGDONG].enrolments if row["kind"] == "employee_pension")
    for place, row in enumerate(islice(working, 6)):
        status = "transferred_out" if place % 2 else "merged"
        planting.files[GUANGXI].enrolments.append({**row, "agency": "450400", "status": status})


def _permits(planting: Planting) -> None:
    """A travel permit issued anew: the same stem, then the count of issues."""
    working = planting.take(
        2, lambda life: life.documents[0].kind == "travel_hk_mo" and life.jobs[-1].end is None
    )
    for place, life in enumerate(working):
        row = enrolment(life, "450100", "employee_pension", planting.last + -14, planting.last + -2)
        row["person_id"] = f"{life.documents[0].number}0{place + 2}"
        planting.files[GUANGXI].enrolments.append(row)


def _written_differently(files: Files) -> None:
    """The same people with numbers and names as real files have them: every second double, in turn."""
    held = {row["person_id"] for row in files[GUANGDONG].enrolments if row["kind"] == "employee_pension"}
    doubles = [
        row for row in files[GUANGXI].enrolments
        if row["person_id"] in held and row["kind"] == "employee_pension" and row["status"] == "normal"
    ]  # fmt: skip
    ways = (_fifteen, _typed, _wrong_check, _misheard, _swapped)
    for place, row in enumerate(doubles):
        if place % 2:
            ways[place // 2 % len(ways)](row)


def _fifteen(row: Row) -> None:
    if row["birth_date"] < "1985" and len(row["person_id"]) == 18:
        row["person_id"] = shorter(row["person_id"])


def _typed(row: Row) -> None:
    row["person_id"] = f" {row['person_id'].lower()}"


def _wrong_check(row: Row) -> None:
    number = row["person_id"]
    row["person_id"] = number[:-1] + ("1" if number[-1] != "1" else "2")


def _misheard(row: Row) -> None:
    row["name"] = row["name"][0] + "同音" if len(row["name"]) < 4 else row["name"]


def _swapped(row: Row) -> None:
    number = row["person_id"]
    at = next(place for place in range(12, len(number) - 2) if number[place] != number[place + 1])
    row["person_id"] = number[:at] + number[at + 1] + number[at] + number[at + 2 :]


def _wrong_rows(planting: Planting) -> None:
    """What cannot be compared: each kind of reason, in both provinces."""
    changes: tuple[Row, ...] = (
        {"person_id": ""},
        {"person_id": "见档案"},
        {"start_month": "2024-13"},
        {"start_month": "2024-06", "end_month": "2024-01"},
        {"kind": "养老"},
        {"birth_date": "1971-02-30"},
    )
    for files in planting.files.values():
        some = files.enrolments[7 : 7 + len(changes)]
        files.enrolments.extend({**row, **change} for row, change in zip(some, changes, strict=False))
        for row, change in zip(files.payments[3:5], ({"amount_fen": "206.00"}, {"month": ""}), strict=False):
            files.payments.append({**row, **change})
