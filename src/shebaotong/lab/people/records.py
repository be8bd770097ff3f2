"""A life as one agency's register holds it: a record in the form that the registry imports."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from shebaotong.kernel.api import Month
from shebaotong.lab.people.life import Damage, Drawn, Job, Life
from shebaotong.lab.people.numbers import employer_code
from shebaotong.lab.people.places import CITIES
from shebaotong.lab.people.wages import base_fen, credited_fen, interest_fen

# Since the Social Insurance Law; what lies before is on paper in the cities of the demonstration.
_ELECTRONIC_SINCE = Month(2011, 7)
# What was credited before stands in the accounts as one sum.
_YEARLY_SINCE = 2015
_PAYMENTS = 6
_ARREARS = 3
_CYCLE = timedelta(days=365)
Record = dict[str, Any]
_Years = dict[int, tuple[list[int | None], int]]
"""Year → (twelve bases in fen, which months are paid: bit 0 is January)."""


def records_of(life: Life, agency: str, as_of: date) -> Iterator[Record]:
    """What the agency is given of this person: one record, or two where a number is given twice."""
    record = _record(life, agency, as_of)
    number = record["documents"][0]["number"]
    if life.damage is Damage.CHECK_DIGIT:
        record["documents"][0]["number"] = number[:-1] + ("1" if number[-1] != "1" else "2")
    elif life.damage is Damage.BIRTH:
        record["birth"] = (life.birth + timedelta(days=1)).isoformat()
    elif life.damage is Damage.OVERLAP and record["enrolments"]:
        record["enrolments"].append({**record["enrolments"][-1], "end": None})
    yield record
    if life.damage is Damage.DOUBLE:
        yield {**record, "name": f"{life.name[0]}同号"}


def _record(life: Life, agency: str, as_of: date) -> Record:
    jobs = [job for job in life.jobs if job.agency == agency]
    last = Month.of(as_of) + -1
    drawn = [benefit for benefit in life.drawn if benefit.agency == agency]
    pension = _years(jobs, life.wage, last, Month(1, 1))
    employed = [job for job in jobs if job.employer is not None]
    unemployment = _years(employed, life.wage, last, _ELECTRONIC_SINCE)
    record: Record = {
        "name": life.name,
        "sex": life.sex,
        "birth": life.birth.isoformat(),
        "hukou_region": life.place,
        "phone": life.phone,
        "deceased_on": life.deceased.isoformat() if life.deceased else None,
        "synthetic": True,
        "documents": [
            {"kind": document.kind, "number": document.number, "country": document.country}
            for document in life.documents
        ],
        "enrolments": [*_enrolments(jobs), *_resident_spells(life, agency)],
        "contributions": [
            *_contributions("employee_pension", pension),
            *_contributions("unemployment", unemployment),
        ],
        "accounts": _accounts(jobs, pension, life.wage),
        "entitlements": [_entitlement(benefit, life) for benefit in drawn],
        "payments": [paid for benefit in drawn for paid in _payments(benefit, life, as_of)],
        "certifications": [_proof(benefit) for benefit in drawn if benefit.certified_until],
    }
    if life.former_name:
        until = life.renamed.isoformat() if life.renamed else None
        record["former_names"] = [{"name": life.former_name, "until": until, "reason": "更名"}]
    return record


def _enrolments(jobs: list[Job]) -> Iterator[Record]:
    for job in jobs:
        region = CITIES[job.agency].place
        spell = {
            "employer": None if job.employer is None else employer_code(region, job.employer),
            "end": str(job.end) if job.end else None,
            "status": "transferred_out" if job.transferred else "normal",
            "account_kind": "temporary" if job.temporary else "general",
        }
        yield {**spell, "kind": "employee_pension", "start": str(job.start)}
        if job.employer is None:
            continue
        if job.end is None or job.end >= _ELECTRONIC_SINCE:
            start = str(max(job.start, _ELECTRONIC_SINCE))
            for kind in ("unemployment", "work_injury"):
                yield {**spell, "kind": kind, "start": start, "status": "normal", "account_kind": "general"}


def _resident_spells(life: Life, agency: str) -> Iterator[Record]:
    for spell in life.resident:
        if spell.agency == agency:
            yield {
                "kind": "resident_pension",
                "start": str(spell.start),
                "end": str(spell.end) if spell.end else None,
            }


def _years(jobs: list[Job], wage: int, last: Month, since: Month) -> _Years:
    years: _Years = {}
    for job in jobs:
        start = max(job.start, since).ordinal
        end = min(job.end or last, last).ordinal
        unpaid_from = end + 1 - (_ARREARS if job.arrears else 0)
        for year in range(start // 12, end // 12 + 1 if end >= start else 0):
            first, until = _span(year, start, end + 1)
            bases, paid = years.get(year) or ([None] * 12, 0)
            bases[first:until] = [base_fen(year, wage)] * (until - first)
            first, until = _span(year, start, unpaid_from)
            years[year] = bases, paid | (1 << until) - (1 << first)
    return years


def _span(year: int, start: int, end: int) -> tuple[int, int]:
    """The months of that year from ``start`` to before ``end`` (ordinals), as a slice of twelve."""
    first = min(max(start - year * 12, 0), 12)
    return first, max(first, min(end - year * 12, 12))


def _contributions(kind: str, years: _Years) -> Iterator[Record]:
    for year in sorted(years):
        bases, paid = years[year]
        yield {"kind": kind, "year": year, "bases_fen": bases, "paid": paid}


def _accounts(jobs: list[Job], years: _Years, wage: int) -> list[Record]:
    if not jobs:
        return []
    entries = _entries(years, wage)
    balance = sum(entry["amount_fen"] for entry in entries)
    if balance and all(job.transferred for job in jobs):
        entries.append({"kind": "transfer_out", "month": str(jobs[-1].end), "amount_fen": -balance})
    return [
        {
            "scheme": "employee_pension",
            "kind": "temporary" if jobs[-1].temporary else "general",
            "opened": str(min(job.start for job in jobs)),
            "entries": entries,
        }
    ]


def _entries(years: _Years, wage: int) -> list[Record]:
    entries: list[Record] = []
    added = {"contribution": 0, "interest": 0}
    balance = 0
    for year in sorted(years):
        _, paid = years[year]
        interest = interest_fen(balance)
        credited = credited_fen(year, base_fen(year, wage) * paid.bit_count())
        balance += interest + credited
        added = {"contribution": added["contribution"] + credited, "interest": added["interest"] + interest}
        if year >= _YEARLY_SINCE or year == max(years):
            entries += [
                {"kind": kind, "month": f"{year}-12", "amount_fen": amount}
                for kind, amount in added.items()
                if amount
            ]
            added = {"contribution": 0, "interest": 0}
    return entries


def _entitlement(drawn: Drawn, life: Life) -> Record:
    return {
        "benefit": drawn.benefit,
        "from": str(drawn.start),
        "last_month": str(Month.of(life.deceased)) if life.deceased else None,
        "amount_fen": drawn.amount_fen,
        "status": drawn.status,
        "status_reason": drawn.reason,
        "certified_until": drawn.certified_until.isoformat() if drawn.certified_until else None,
    }


def _payments(drawn: Drawn, life: Life, as_of: date) -> Iterator[Record]:
    """The last half year's, none after death and none after payment was suspended."""
    last = Month.of(as_of)
    if drawn.status == "suspended" and drawn.certified_until:
        last = Month.of(drawn.certified_until)
    if life.deceased:
        last = min(last, Month.of(life.deceased))
    for month in (last + -back for back in range(_PAYMENTS)):
        paid_on = date(month.year, month.month, 15)
        if month >= drawn.start and paid_on <= as_of:
            yield {
                "benefit": drawn.benefit,
                "month": str(month),
                "amount_fen": drawn.amount_fen,
                "paid_on": paid_on.isoformat(),
            }


def _proof(drawn: Drawn) -> Record:
    until = drawn.certified_until or date.max
    return {
        "method": "data_comparison",
        "place_agency": drawn.agency,
        "by": "数据比对（演示）",
        "on": (until - _CYCLE).isoformat(),
        "valid_until": until.isoformat(),
    }
