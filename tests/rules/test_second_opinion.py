"""A second opinion: the same law written down again, plainly and apart, over thousands of further inputs.

Nothing here uses the rules' own code but the runner of vectors; the inputs are drawn once and for all.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from shebaotong.rules.api import Context, builtin, check

CONTEXT = Context(as_of=date(2026, 11, 22), parameters=builtin())
Vector = dict[str, dict[str, Any]]
TABLES = {
    "male": (60, 4, 36, 1965 * 12),
    "female55": (55, 4, 36, 1970 * 12),
    "female50": (50, 2, 60, 1975 * 12),
}
MONTHS = """
233 230 226 223 220 216 212 208 204 199 195 190 185 180 175 170 164 158 152 145 139 132 125 117 109 101
93 84 75 65 56
"""
DIVISORS = dict(zip(range(40, 71), map(int, MONTHS.split()), strict=True))


def vector(given: dict[str, Any], **out: Any) -> Vector:
    return {"in": given, "out": out}


def text(month: int) -> str:
    return f"{month // 12:04d}-{month % 12 + 1:02d}"


def half_up(value: Fraction, places: int) -> str:
    scaled = (value * 10**places * 2 + 1) // 2
    return f"{Decimal(int(scaled)).scaleb(-places):.{places}f}"


def yuan(fen: int) -> str:
    return f"{fen // 100}.{fen % 100:02d}"


def age(category: str, birth: int) -> int:
    original, step, cap, first = TABLES[category]
    late = birth - first
    return 12 * original + (0 if late < 0 else min(late // step + 1, cap))


def minimum(year: int) -> int:
    return min(240, max(180, 180 + 6 * (year - 2029)))


def ages(rng: random.Random) -> Iterator[Vector]:
    for category in TABLES:
        for birth in range(1955 * 12, 2000 * 12):
            months = age(category, birth)
            yield vector(
                {"category": category, "birth_month": text(birth)},
                age_years=months // 12,
                age_months=months % 12,
                retire_month=text(birth + months),
                ok=True,
            )


def requests(rng: random.Random) -> Iterator[Vector]:
    for category, (original, *_rest, first) in TABLES.items():
        for birth in range(first - 4, first + 190, 7):
            statutory = age(category, birth)
            earliest = max(statutory - 36, 12 * original)
            for months in (earliest - 1, earliest, statutory, statutory + 1, statutory + 36, statutory + 37):
                asked = birth + months
                needed = minimum(min(asked, birth + statutory) // 12)
                for paid, agreed in ((needed - 1, True), (needed, True), (needed, False)):
                    inside = earliest <= months <= statutory + 36
                    given = {"category": category, "birth_month": text(birth), "requested_month": text(asked)}
                    yield vector(
                        {**given, "contribution_months": paid, "employer_agreed": agreed},
                        ok=inside and paid >= needed and (agreed or months <= statutory),
                    )


def divisors(rng: random.Random) -> Iterator[Vector]:
    for years in range(38, 73):
        for months in range(12):
            given = {"age_years": years, "age_months": months}
            if years not in DIVISORS or (years == 70 and months):
                yield vector(given, ok=False)
            elif not months:
                yield vector(given, divisor=str(DIVISORS[years]))
            else:
                between = DIVISORS[years] - Fraction((DIVISORS[years] - DIVISORS[years + 1]) * months, 12)
                yield vector(given, divisor=half_up(between, 1))


def pensions(rng: random.Random) -> Iterator[Vector]:
    for _ in range(400):
        base, index = rng.randint(300_000, 1_500_000), rng.randint(300, 3500)
        months, account = rng.randint(0, 620), rng.randint(0, 40_000_000)
        early, divisor = rng.randint(0, 300), rng.choice(["195", "138.4", "117", "192.1"])
        wage, own = Fraction(base, 100), Fraction(base * index, 100_000)
        years, before = (Fraction(half_up(Fraction(each, 12), 2)) for each in (months, early))
        parts = {
            "base_pension": half_up((wage + own) / 2 * years / 100, 2),
            "account_pension": half_up(Fraction(account, 100) / Fraction(divisor), 2),
            "transitional": half_up((wage + own) / 2 * before * Fraction(13, 1000), 2),
            "extra_local": half_up(own / 1000 * years, 2),
        }
        given = {
            "calc_base": yuan(base),
            "avg_index": str(Decimal(index) / 1000),
            "contribution_months": months,
            "account": yuan(account),
            "divisor": divisor,
            "pre_account_months": early,
            "transition_coef": "0.013",
            "local_extra_rate": "0.001",
        }
        yield vector(given, **parts, total=str(sum(Decimal(part) for part in parts.values())))


def places(rng: random.Random) -> Iterator[Vector]:
    provinces = ["44", "45", "43", "XPCC", "65"]
    for _ in range(500):
        spells = [
            {
                "prov": rng.choice(provinces),
                "months": rng.choice([0, 1, 59, 60, 61, 119, 120, 121]),
                "seq": number,
                "acct": rng.choice(["general", "general", "temporary"]),
            }
            for number in range(1, rng.randint(2, 7))
        ]
        held: dict[str, int] = {}
        for spell in spells:
            if spell["acct"] == "general" and spell["months"]:
                held[spell["prov"]] = held.pop(spell["prov"], 0) + spell["months"]
        ten_years = [place for place, months in held.items() if months >= 120]
        hukou, relation = rng.choice(provinces), rng.choice(provinces)
        if hukou == relation:
            pays, branch = hukou, "A_hukou"
        elif relation in ten_years:
            pays, branch = relation, "B_current_10y"
        elif ten_years:
            pays, branch = ten_years[-1], "C_previous_10y"
        else:
            pays, branch = hukou, "D_hukou_fallback"
        given = {"hukou_province": hukou, "relation_province_at_claim": relation, "segments": spells}
        yield vector(given, benefit_province=pays, branch=branch)


def due_days(rng: random.Random) -> Iterator[Vector]:
    for _ in range(200):
        start = date(2024, 1, 1) + timedelta(rng.randint(0, 1095))
        off = {start + timedelta(rng.randint(-3, 60)) for _ in range(rng.randint(0, 12))}
        worked = {start + timedelta(rng.randint(0, 60)) for _ in range(rng.randint(0, 3))} - off
        limit = left = rng.choice([1, 2, 5, 10, 15, 20, 45])
        day = start
        while left:
            day += timedelta(1)
            left -= day in worked or (day.weekday() < 5 and day not in off)
        given = {"received": str(start), "limit_working_days": limit}
        days = {"holidays": sorted(map(str, off)), "makeup": sorted(map(str, worked))}
        yield vector({**given, **days}, due=str(day))


def plans(rng: random.Random) -> Iterator[Vector]:
    for _ in range(200):
        debt, cleared = rng.randint(1, 5_000_000), rng.choice([0, rng.randint(0, 3_000_000)])
        pension, floor = rng.randint(50_000, 500_000), rng.randint(50_000, 400_000)
        rest, monthly = debt - min(debt, cleared), max(0, pension - floor)
        given = {
            "overpaid": yuan(debt),
            "cleared_account_balance": yuan(cleared),
            "monthly_pension": yuan(pension),
            "protected_floor": yuan(floor),
        }
        out: dict[str, Any] = {"from_account": yuan(min(debt, cleared)), "months": 0}
        if rest and monthly:
            months = -(-rest // monthly)
            out |= {"months": months, "monthly": yuan(monthly), "last": yuan(rest - monthly * (months - 1))}
        elif rest:
            out |= {"months": None, "monthly": "0.00", "last": None}
        yield vector(given, **out)


def unemployed(rng: random.Random) -> Iterator[Vector]:
    for paid in range(140):
        for left in (0, 1, 6, 24):
            earned = 0 if paid < 12 else 12 if paid < 60 else 18 if paid < 120 else 24
            given = {"months_since_last_claim": paid, "carried_over_months": left}
            yield vector(given, max_months=min(24, earned + left))


def proofs(rng: random.Random) -> Iterator[Vector]:
    leap = [date(2020, 2, 29), date(2024, 2, 29)]
    for last in (*leap, *(date(2019, 12, 25) + timedelta(rng.randint(0, 2200)) for _ in range(200))):
        due = date(last.year + 1, last.month, 28 if last in leap else last.day)
        for off, state in ((-1, "valid"), (0, "valid"), (1, "overdue")):
            given = {"last_verified": str(last), "check_date": str(due + timedelta(off))}
            yield vector(given, due=str(due), state=state)


def deaths(rng: random.Random) -> Iterator[Vector]:
    for years in range(45):
        months = 3 if years < 5 else 6 if years < 10 else 9 if years <= 15 else min(24, years - 6)
        for drawn in range(0, 30, 2):
            given = {"status": "retired", "years": years, "years_of_pension_received": drawn}
            yield vector(given, months=max(9, months - drawn))


OPINIONS: dict[str, Callable[[random.Random], Iterator[Vector]]] = {
    "retirement_age": ages,
    "flexible_eligibility": requests,
    "pension_divisor": divisors,
    "pension_amount.sichuan": pensions,
    "benefit_place": places,
    "working_days": due_days,
    "recovery_plan": plans,
    "unemployment_max_months": unemployed,
    "certification_cycle": proofs,
    "death_benefit.pensioner": deaths,
}


@pytest.mark.parametrize("group", OPINIONS)
def test_both_opinions_agree(group: str) -> None:
    vectors = list(OPINIONS[group](random.Random(20_261_122)))
    report = check(data={"groups": {group: vectors}}, context=CONTEXT)
    wrong = [(vectors[found.index], found) for found in report.groups[0].differences]
    assert wrong == [] and report.passed == len(vectors) >= 200
