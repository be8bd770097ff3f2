"""A few cases led through the real engine, as rows: what made-up cases by the million are copies of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from shebaotong.cases import api as cases
from shebaotong.exchange.api import LocalTransport
from shebaotong.kernel.api import Actor, Role
from shebaotong.store.api import agency_context

HERE, THERE = "440600", "450400"
"""Foshan, which holds the person's record, and Wuzhou, which helps."""
NUMBER, NAME = "450499197602151826", "杜月华"
CASE, DOCUMENT, BODY, RECEIPT = "cases_case", "cases_document", "cases_body", "cases_receipt"

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Model:
    """One agency's copy of one case: its rows by table, without their keys."""

    bucket: str
    agency: str
    rows: Mapping[str, tuple[Row, ...]]

    @property
    def case(self) -> Row:
        return self.rows[CASE][0]

    @property
    def number(self) -> str:
        return str(self.case["number"])


class _Undo(Exception):
    """Nothing of the models stays in the database."""


def models(*, now: datetime) -> tuple[Model, ...]:
    """At least one model for each list. Needs the demonstration network; leaves nothing behind."""
    found: list[Model] = []
    try:
        with transaction.atomic():
            found.extend(_led(now))
            raise _Undo
    except _Undo:
        return tuple(found)


def _led(now: datetime) -> Iterator[Model]:
    """One retirement claim to its end, looked at after each step, with the inquiry that it waits for."""
    window, reviewer, approver = (_staff(HERE, role) for role in (Role.CLERK, Role.REVIEWER, Role.APPROVER))
    body = {
        "subject": {"identifier_kind": "resident", "identifier": NUMBER, "name": NAME},
        "category": "female50",
        "wanted_from": "2026-12",
        "earlier_places": [THERE],
        "deemed_years": False,
        "by_proxy": False,
        "materials": [{"code": "identity", "status": "seen"}],
    }
    opening = cases.Opening(item="retirement_claim", owner=HERE, body=body)
    number = cases.open_case(opening=opening, actor=window, now=now).case_number

    def write(case_number: str, actor: Actor, kind: str, contents: Row) -> None:
        writing = cases.Writing(case_number=case_number, type=kind, body=contents)
        cases.write(writing=writing, actor=actor, now=now)
        cases.pump(agencies=[HERE, THERE], transport=LocalTransport(), now=now)

    yield _model(HERE, number)
    missing = {"code": "bank_account", "title": {"zh": "银行卡", "en": "Card"}, "how": {"zh": "x", "en": "x"}}
    write(number, window, "retirement_claim.supplement_notice", {"missing": [missing]})
    yield _model(HERE, number)
    handed_in = {"materials": [{"code": "bank_account", "status": "seen"}]}
    write(number, window, "retirement_claim.supplement", handed_in)
    write(number, window, "retirement_claim.ask_assistance", {"agency": THERE, "question": "draws_pension"})
    yield _model(HERE, number)
    child = cases.read(number=number, actor=window).copy.state.waits[0].key
    yield _model(THERE, child)
    yield _model(HERE, child)
    answer = {"status": "none", "note": "", "insured_months": 96}
    write(child, _staff(THERE, Role.CLERK), "assistance.answer", answer)
    yield _model(THERE, child)
    yield _model(HERE, number)
    review = {"opinion": "disagree", "ground": "conditions_not_met", "note": "缴费年限不足"}
    write(number, reviewer, "retirement_claim.review", review)
    words = {"zh": "缴费年限不足，可以继续缴费。", "en": "Too few months; go on paying."}
    refusal = {"ground": "conditions_not_met", "reason": words, "remedy": words}
    write(number, approver, "retirement_claim.refuse", refusal)
    yield _model(HERE, number)


def _staff(agency: str, role: Role) -> Actor:
    return Actor(agency=agency, hand=f"{role.value}-{agency}", roles=frozenset({role}), display_name="示例")


def _model(agency: str, number: str) -> Model:
    rows = {}
    with agency_context(agency=agency), connection.cursor() as cursor:
        for table in (CASE, DOCUMENT, BODY, RECEIPT):
            named = "number" if table == CASE else "case_number"
            cursor.execute(f"SELECT * FROM {table} WHERE agency = %s AND {named} = %s", [agency, number])
            columns = [column.name for column in cursor.description]
            found = (dict(zip(columns, values, strict=True)) for values in cursor.fetchall())
            rows[table] = tuple({name: row[name] for name in row if name != "id"} for row in found)
    return Model(rows[CASE][0]["bucket"], agency, rows)
