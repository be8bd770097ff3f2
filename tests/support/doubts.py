"""Findings for tests, without a comparison: one pair of agencies, one made-up person each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from stdnum.iso7064 import mod_11_2

from shebaotong.findings import api as findings
from shebaotong.kernel.api import SHANGHAI

FOSHAN, WUZHOU, LIUPANSHUI = "440600", "450400", "520200"
NOW = datetime(2026, 11, 26, 9, 0, tzinfo=SHANGHAI)
KEY = "2026H1"
_SIDES = (
    findings.RunSide("广东", "enrolments", 1_000, 6),
    findings.RunSide("广西", "enrolments", 800, 5),
)
HEAD = findings.BatchHead(
    key=KEY,
    title="2026年上半年粤桂数据比对",
    purpose="核查重复参保",
    as_of=date(2026, 6, 30),
    runs=(
        findings.Run("enrolment", "enrolment", *_SIDES, findings=9),
        findings.Run("benefit", "benefit", *_SIDES, findings=3),
    ),
    synthetic=True,
)
READER = findings.Reader("周示例", "supervisor", "")


def number(sequence: int) -> str:
    """A right resident number in a county that does not exist."""
    stem = f"45049919760215{sequence:03d}"
    return stem + mod_11_2.calc_check_digit(stem)


def enrolled(sequence: int = 1, agency: str = FOSHAN, **changed: str) -> dict[str, str]:
    row = {
        "person_id": number(sequence), "name": "杜月华", "birth_date": "1976-02-15", "sex": "女",
        "kind": "employee_pension", "agency": agency, "start_month": "2024-01", "end_month": "2025-12",
        "monthly_base_fen": "500000", "status": "normal",
    }  # fmt: skip
    return row | changed


def paid(
    month: str, fen: int = 20_600, agency: str = WUZHOU, benefit: str = "resident_pension"
) -> dict[str, str]:
    return {
        "person_id": number(1), "name": "莫桂英", "birth_date": "1965-03-09", "benefit": benefit,
        "agency": agency, "month": month, "amount_fen": str(fen),
    }  # fmt: skip


def event(what: str, day: str) -> dict[str, str]:
    return {
        "person_id": number(1), "name": "莫桂英", "birth_date": "1965-03-09", "source": "民政",
        "event": what, "date": day,
    }  # fmt: skip


def finding(sequence: int = 1, **changed: Any) -> findings.Finding:
    """Insured twice in Foshan and Wuzhou, from July 2025 on."""
    right = enrolled(sequence, WUZHOU, start_month="2025-07", end_month="")
    made = findings.Finding(
        reference=f"1-{sequence:04d}",
        run="enrolment",
        kind="enrolment",
        confidence=100,
        person_id=number(sequence),
        left_agency=FOSHAN,
        left_scheme="employee_pension",
        right_agency=WUZHOU,
        right_scheme="employee_pension",
        first_month="2025-07",
        last_month="2025-12",
        months=6,
        left_fen=None,
        right_fen=None,
        rule="enrolment.duplicate",
        rule_version=1,
        signs=("证件号码相同且校验码正确",),
        clause="人社部发〔2009〕187号三、人社部发〔2010〕70号十：由本人与经办机构商定保留一处",
        clause_verified=True,
        explanation="2025-07至2025-12（6个月）",
        left_rows=(enrolled(sequence),),
        right_rows=(right,),
    )
    return replace(made, **changed)


def rejected(agency: str = FOSHAN, **changed: str) -> findings.Rejected:
    row = enrolled(1, agency, end_month="2023-01") | changed
    return findings.Rejected("enrolments", "end_before_start", "end_month", "终止月份早于起始月份", row)


def delivered(
    *made: findings.Finding,
    agency: str = FOSHAN,
    head: findings.BatchHead = HEAD,
    bad: Iterable[findings.Rejected] = (),
    now: datetime = NOW,
) -> int | None:
    """Deliver these, ranked as they stand."""
    return findings.deliver(
        agency=agency, head=head, findings=list(enumerate(made, start=1)), rejected=bad, now=now
    )
