"""A provisional pension whose base is published: listed, called up once, determined again, off the list."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from cases.conftest import FOSHAN, WUZHOU, World
from cases.test_pension_amount import (
    CHEN,
    HE,
    LIANG,
    do,
    expected_fen,
    granted_provisionally,
    offered,
)
from shebaotong.cases import api as cases
from shebaotong.cases.models import Awaited
from shebaotong.cli import awaited as awaited_command
from shebaotong.cli import main as cli
from shebaotong.jobs import tasks
from shebaotong.kernel.api import Status
from shebaotong.registry.api import orders_of
from shebaotong.rules import api as rules
from shebaotong.store.api import agency_context

pytestmark = [pytest.mark.db, pytest.mark.usefixtures("people")]

BASE = "pension.calculation_base"


@pytest.fixture
def publish(monkeypatch: pytest.MonkeyPatch) -> Iterator[object]:
    """Guangdong's base of 2026 comes out with the parameters."""
    shipped = rules.builtin()

    def now(base_fen: int) -> None:
        parameter = next(each for each in shipped if each.code == BASE)
        value = rules.Dated(
            region="44",
            start=date(2026, 1, 1),
            end=date(2026, 12, 31),
            value=Decimal(base_fen) / 100,
            reference=rules.Reference("示例文件〔2026〕3号", "第一条"),
            status=rules.Status.V2,
        )
        with_it = replace(parameter, values=(*parameter.values, value))
        published = rules.Parameters({**{each.code: each for each in shipped}, BASE: with_it})
        monkeypatch.setattr(rules, "builtin", lambda: published)

    yield now


def listed(stage: cases.AwaitedStage, agency: str = FOSHAN) -> list[str]:
    return [row.case_number for row in cases.awaiting(agency=agency, stage=stage).rows]


def on_the_desk(agency: str = FOSHAN) -> list[str]:
    return [row.number for row in cases.inbox(agency=agency, bucket="act").rows]


@pytest.mark.row(
    "L2",
    "provisional until the base is published; then the claim comes back by itself and the difference is paid",
)
def test_called_up_once_and_determined_again(world: World, publish) -> None:  # type: ignore[no-untyped-def]
    number = granted_provisionally(world)
    (row,) = cases.awaiting(agency=FOSHAN, stage=cases.AwaitedStage.WAITING).rows
    assert (row.case_number, row.subject_name, row.called_at) == (number, "杜月华", None)
    assert row.figure == cases.AwaitedFigure(BASE, "44", date(2026, 12, 1))
    assert listed(cases.AwaitedStage.DUE) == [] and cases.call_up(agency=FOSHAN, now=world.now) == 0
    assert listed(cases.AwaitedStage.WAITING, WUZHOU) == [], "another agency sees none of it"

    world.pass_time(days=90)
    publish(900_000)
    assert (listed(cases.AwaitedStage.DUE), listed(cases.AwaitedStage.WAITING)) == ([number], [])
    assert on_the_desk() == []
    assert [cases.call_up(agency=FOSHAN, now=world.now) for _ in range(3)] == [1, 0, 0]
    world.carry()
    state = cases.read(number=number, actor=CHEN).copy.state
    assert (state.status, state.step) == (Status.OPEN, "recheck_due") and state.clock.running
    assert on_the_desk() == [number] and listed(cases.AwaitedStage.DUE) == [number]
    names = [d.name for d in cases.read(number=number, actor=CHEN).copy.documents]
    assert names.count("recheck_due") == 1

    called = offered(number, CHEN, "recheck_called")
    assert called["months_paid"] == 2, "December and January; February is being paid"
    do(world, number, CHEN, "retirement_claim.recheck_called", {**called, "months_paid": 3})
    with pytest.raises(cases.NotAllowed):
        do(world, number, CHEN, "retirement_claim.redetermine", offered(number, CHEN, "redetermine"))
    again = offered(number, LIANG, "redetermine")
    difference = 3 * (expected_fen(world, 900_000) - expected_fen(world, 880_000))
    assert again["arrears_fen"] == difference
    do(world, number, LIANG, "retirement_claim.redetermine", again)
    assert (listed(cases.AwaitedStage.DUE), listed(cases.AwaitedStage.WAITING)) == ([], [])
    (order,) = orders_of(agency=FOSHAN, case_number=number)
    assert order.amount_fen == difference
    assert cases.call_up(agency=FOSHAN, now=world.now) == 0


@pytest.mark.slow
def test_reopened_by_hand_before_the_job_came(world: World, publish) -> None:  # type: ignore[no-untyped-def]
    number = granted_provisionally(world)
    recheck = {
        "months_paid": 1,
        "calculation_base_fen": 900_000,
        "calculation_base_source": "示例文件2号",
        "note": "x",
    }
    do(world, number, CHEN, "retirement_claim.recheck", recheck)
    publish(900_000)
    cases.call_up(agency=FOSHAN, now=world.now)
    assert cases.read(number=number, actor=CHEN).copy.state.step == "recheck", "the person's work stands"
    do(world, number, LIANG, "retirement_claim.redetermine", offered(number, LIANG, "redetermine"))
    assert (listed(cases.AwaitedStage.DUE), listed(cases.AwaitedStage.WAITING)) == ([], [])


@pytest.mark.slow
def test_the_worker_calls_up_for_every_agency(world: World, publish, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    number = granted_provisionally(world)
    publish(900_000)
    monkeypatch.setattr(tasks.timezone, "now", lambda: world.now)
    tasks.call_up(0)
    tasks.call_up(0)
    state = cases.read(number=number, actor=HE).copy.state
    assert state.step == "recheck_due"
    assert [d.name for d in cases.read(number=number, actor=HE).copy.documents].count("recheck_due") == 1


def test_pages_of_the_list_leave_out_nothing_and_repeat_nothing(world: World) -> None:
    """Figures of several provinces and years, called up and waiting, in one order through all pages."""
    with agency_context(agency=FOSHAN):
        Awaited.objects.bulk_create(
            Awaited(
                agency=FOSHAN,
                case_number=f"{FOSHAN}{at:010d}",
                item="retirement_claim",
                parameter=BASE,
                region=("51", "11", "44")[at % 3],
                on=date(2024 + at % 2, 12, 1),
                document="recheck_due",
                since=world.now,
                stage=("waiting", "waiting", "called", "settled")[at % 4],
            )
            for at in range(60)
        )
    found: list[str] = []
    after = None
    while True:
        page = cases.awaiting(agency=FOSHAN, stage=cases.AwaitedStage.DUE, after=after, size=7)
        found += [row.case_number for row in page.rows]
        after = page.next
        if after is None:
            break
    due = [at for at in range(60) if at % 4 == 2 or (at % 4 < 2 and at % 3 != 2)]
    assert found == [f"{FOSHAN}{at:010d}" for at in due]


@pytest.mark.slow
def test_the_command_lists_and_calls_up(
    world: World,
    publish,  # type: ignore[no-untyped-def]
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    number = granted_provisionally(world)
    monkeypatch.setattr(awaited_command, "ready_database", nullcontext)

    def told(*arguments: str) -> dict[str, Any]:
        assert cli.main(["awaited", FOSHAN, *arguments, "--json"]) == 0
        return dict(json.loads(capsys.readouterr().out))

    assert [row["case"] for row in told("--waiting")["rows"]] == [number]
    assert told()["rows"] == []
    publish(900_000)
    first = told("--call-up")
    assert first["called_up"] == 1 and first["next"] is None
    (row,) = first["rows"]
    assert (row["case"], row["parameter"], row["on"]) == (number, BASE, "2026-12-01") and row["called_up"]
    assert told("--call-up")["called_up"] == 0
    assert cli.main(["awaited", FOSHAN]) == 0 and number in capsys.readouterr().out
    assert cli.main(["awaited", "999999"]) == 1 and "agency list" in capsys.readouterr().err
    assert cli.main(["awaited", FOSHAN, "--size", "0"]) == 1
