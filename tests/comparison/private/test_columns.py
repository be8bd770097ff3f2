"""Rows of common people: only mandated columns, only common people, only the form agreed on."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from shebaotong.comparison.api import KINDS
from shebaotong.comparison.private.columns import trade_rows
from shebaotong.comparison.private.handshake import Session
from shebaotong.comparison.private.needs import needed_columns
from shebaotong.comparison.private.own_list import own_list
from shebaotong.comparison.private.refusal import Reason, Refused
from shebaotong.comparison.private.sealed import SealedChannel
from shebaotong.lab.planted.population import plant

Together = Callable[..., tuple[Any, Any]]
COLUMNS = sorted(needed_columns("enrolment", "right"))
ROW = [0, *("" for _ in COLUMNS)]


@pytest.fixture
def sessions(lines: Any) -> tuple[Session, Session]:
    made = []
    for side, line in zip(("left", "right"), lines, strict=True):
        channel = SealedChannel(line, side=side, left_key=b"l" * 32, right_key=b"r" * 32)
        made.append(Session("ab" * 32, side, channel, "ecdh", "cd" * 32, b"t" * 32))
    return made[0], made[1]


def traded(
    tmp_path: Path, sessions: tuple[Session, Session], together: Together, told: dict[str, Any], rows: bytes
) -> Any:
    """What the left side makes of a partner who sends this."""
    planted = plant(folder=tmp_path, people=60, each=1, seed=1)

    def honest() -> Any:
        with own_list(str(planted.left), kind="enrolment", side="left", work=tmp_path) as own:
            return trade_rows(own=own, places=[3, 5], session=sessions[0])

    def other() -> None:
        sessions[1].channel.send_object("rows", told)
        sessions[1].channel.send("rows", rows)

    return together(honest, other)[0]


def test_rows_come_as_they_were_sent(
    tmp_path: Path, sessions: tuple[Session, Session], together: Together
) -> None:
    rows = json.dumps([ROW, [1, *(None for _ in COLUMNS)]]).encode()
    ours, theirs = traded(tmp_path, sessions, together, {"columns": COLUMNS, "bytes": len(rows)}, rows)
    assert theirs == [(0, tuple(ROW[1:])), (1, (None,) * len(COLUMNS))]
    assert {place for place, _ in ours} == {0, 1}
    assert all(len(values) == len(COLUMNS) for _, values in ours)


BAD_ROWS = (
    [2, *ROW[1:]],
    [-1, *ROW[1:]],
    [True, *ROW[1:]],
    ROW[:-1],
    [*ROW, ""],
    [0, *(7 for _ in COLUMNS)],
    "row",
)


@pytest.mark.slow
@pytest.mark.parametrize(
    "rows", [b"[", b"{}", b"[" * 100_000, *(json.dumps([row]).encode() for row in BAD_ROWS)]
)
def test_rows_of_another_form_or_of_nobody_common_are_refused(
    tmp_path: Path, sessions: tuple[Session, Session], together: Together, rows: bytes
) -> None:
    found = traded(tmp_path, sessions, together, {"columns": COLUMNS, "bytes": len(rows)}, rows)
    assert isinstance(found, Refused)
    assert found.reason is Reason.PROTOCOL_BROKEN


@pytest.mark.slow
@pytest.mark.parametrize("columns", [COLUMNS[:-1], [*COLUMNS, "sex"], None])
def test_other_columns_than_the_job_s_are_refused_unread(
    tmp_path: Path, sessions: tuple[Session, Session], together: Together, columns: Any
) -> None:
    found = traded(tmp_path, sessions, together, {"columns": columns, "bytes": 2}, b"[]")
    assert found.reason is Reason.COLUMN_NOT_ALLOWED


@pytest.mark.slow
@pytest.mark.parametrize("size", [-1, None, "2", 1 << 40])
def test_a_length_that_cannot_be_is_refused(
    tmp_path: Path, sessions: tuple[Session, Session], together: Together, size: Any
) -> None:
    found = traded(tmp_path, sessions, together, {"columns": COLUMNS, "bytes": size}, b"[]")
    assert found.reason is Reason.PROTOCOL_BROKEN


def test_nothing_travels_that_no_finding_depends_on() -> None:
    for kind in KINDS:
        for side in ("left", "right"):
            assert not needed_columns(kind, side) & {
                "sex",
                "monthly_base_fen",
                "source",
                "status",
                "person_id",
            }
