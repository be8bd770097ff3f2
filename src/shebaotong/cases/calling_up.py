"""Calling up the cases that waited for a figure, once it is published.

A job looks which figures have come out with the program's parameters and reopens each case with the document
that its item named, so that it stands in the inbox with a clock. Safe to run twice, and to break off.
"""

from __future__ import annotations

from datetime import datetime

from shebaotong.cases import catalogue
from shebaotong.cases.actions import denial
from shebaotong.cases.alone import each_alone
from shebaotong.cases.awaited import numbers_to_call_up
from shebaotong.cases.basis import load
from shebaotong.cases.desk import desk_of
from shebaotong.cases.finishing import finish
from shebaotong.cases.models import Awaited
from shebaotong.cases.work import Work
from shebaotong.kernel.api import Actor, Text, Unknown
from shebaotong.rules import api as rules
from shebaotong.store.api import agency_context

_BATCH = 200


def call_up(*, agency: str, now: datetime) -> int:
    """Reopen up to a batch of the agency's cases whose figure is published; how many were called up."""
    with agency_context(agency=agency):
        numbers = numbers_to_call_up(agency, _BATCH)
    called = each_alone(
        numbers, lambda number: _call_up(agency, number, now), agency=agency, what="calling up"
    )
    return called.done


def _call_up(agency: str, number: str, now: datetime) -> bool:
    """One case, in one transaction with its row; somebody who works on it at this moment has precedence.
    Raises StaleCopy."""
    with agency_context(agency=agency):
        row = (
            Awaited.objects.select_for_update(skip_locked=True)
            .filter(agency=agency, case_number=number, stage="waiting")
            .first()
        )
        if row is None:
            return False
        row.stage, row.called_at = "called", now
        row.save(update_fields=["stage", "called_at"])
        _reopen(agency, row, now)
        return True


def _reopen(agency: str, row: Awaited, now: datetime) -> None:
    """Write the document that calls it up; nothing where a person has reopened the case already."""
    copy = load(agency=agency, number=row.case_number)
    item = catalogue.item_of(copy.state)
    engine = Actor.engine(agency)
    prefix, declared = catalogue.named(item, row.document)
    if denial(state=copy.state, declared=declared, actor=engine, subjects=frozenset(), prefix=prefix):
        return
    work = Work(copy=copy, desk=desk_of(agency=agency, now=now), item=item, actor=engine)
    work.write(prefix=prefix, declared=declared, body=_body(row), hand="engine")
    finish(work)


def _body(row: Awaited) -> dict[str, object]:
    """The figure in words, and who published it."""
    found = rules.builtin().find(row.parameter, on=row.on, region=row.region)
    assert not isinstance(found, Unknown), "the list holds what is published"
    title, place = found.parameter.title, rules.region_name(row.region)
    value = found.shown()
    figure = Text(
        f"{place.zh}{title.zh}：{value}（{row.on.year}年{row.on.month}月执行）",
        f"{title.en}, {place.en}: {rules.text_in_english(value)}, for {row.on:%Y-%m}",
    )
    return {"figure": figure.to_json(), "source": str(found.dated.reference)}
