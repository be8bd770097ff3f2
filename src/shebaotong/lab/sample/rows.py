"""Lives as rows of the comparison's files, province by province."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from shebaotong.kernel.api import Month
from shebaotong.lab.people.life import Drawn, Job, Life
from shebaotong.lab.people.wages import base_fen

Row = dict[str, str]
PAID_MONTHS = 24
"""So far back the files of payments go."""
PROVINCES = {"44": "guangdong", "45": "guangxi"}
"""Code to the name of its folder."""


@dataclass(slots=True)
class ProvinceFiles:
    """The three files of one province."""

    enrolments: list[Row] = field(default_factory=list)
    payments: list[Row] = field(default_factory=list)
    events: list[Row] = field(default_factory=list)


def province_files(lives: Iterable[Life], as_of: date) -> dict[str, ProvinceFiles]:
    """What each of the two provinces holds of these people on ``as_of``, by its code."""
    files = {province: ProvinceFiles() for province in PROVINCES}
    for life in lives:
        for province, file in files.items():
            for job in life.jobs:
                if job.agency[:2] == province:
                    file.enrolments.extend(_job(life, job, as_of))
            for spell in life.resident:
                if spell.agency[:2] == province and spell.start <= Month.of(as_of):
                    file.enrolments.append(
                        enrolment(life, spell.agency, "resident_pension", spell.start, spell.end)
                    )
            for drawn in life.drawn:
                if drawn.agency[:2] == province:
                    file.payments.extend(_drawn(life, drawn, as_of))
            if life.deceased and life.place[:2] == province and life.deceased <= as_of:
                file.events.append(event(life, "death", life.deceased, "民政"))
    return files


def person(life: Life) -> Row:
    return {
        "person_id": life.documents[0].number,
        "name": life.name,
        "birth_date": life.birth.isoformat(),
    }


def enrolment(
    life: Life, agency: str, kind: str, start: Month, end: Month | None, status: str = "normal"
) -> Row:
    return {
        **person(life),
        "sex": "男" if life.sex == "M" else "女",
        "kind": kind,
        "agency": agency,
        "start_month": str(start),
        "end_month": str(end) if end else "",
        "monthly_base_fen": str(base_fen(start.year, life.wage)),
        "status": status,
    }


def payment(life: Life, agency: str, benefit: str, month: Month, amount_fen: int) -> Row:
    return {
        **person(life),
        "benefit": benefit,
        "agency": agency,
        "month": str(month),
        "amount_fen": str(amount_fen),
    }


def event(life: Life, what: str, day: date, source: str) -> Row:
    return {**person(life), "source": source, "event": what, "date": day.isoformat()}


def _job(life: Life, job: Job, as_of: date) -> Iterator[Row]:
    if job.start > Month.of(as_of):
        return
    kinds = (
        ("employee_pension",) if job.employer is None else ("employee_pension", "unemployment", "work_injury")
    )
    for kind in kinds:
        moved = job.transferred and kind == "employee_pension"
        yield enrolment(life, job.agency, kind, job.start, job.end, "transferred_out" if moved else "normal")


def _drawn(life: Life, drawn: Drawn, as_of: date) -> Iterator[Row]:
    last = Month.of(as_of)
    if life.deceased is not None:
        last = min(last, Month.of(life.deceased))
    if drawn.status == "suspended" and drawn.certified_until is not None:
        last = min(last, Month.of(drawn.certified_until))
    month = max(drawn.start, Month.of(as_of) + (1 - PAID_MONTHS))
    while month <= last:
        yield payment(life, drawn.agency, drawn.benefit, month, drawn.amount_fen)
        month += 1
