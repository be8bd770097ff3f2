"""Whatever a vector file says, every group answers or refuses; none breaks."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shebaotong.rules.api import GROUPS, Context, builtin, check
from support.examples import examples

CONTEXT = Context(as_of=date(2026, 11, 22), parameters=builtin())
VECTORS = Path(__file__).parent / "vectors"
HOSTILE: tuple[Any, ...] = (
    None,
    True,
    -1,
    0,
    10**30,
    1.5,
    "",
    " ",
    "-1",
    "1e5",
    "NaN",
    "0000-01",
    "9999-12",
    "2026-02-30",
    "１２",
    "45",
    "XPCC",
    "male",
    [],
    [[]],
    {},
    [None],
)


def shipped() -> Iterator[tuple[str, dict[str, Any]]]:
    for file in sorted(VECTORS.glob("*.json")):
        for group, vectors in json.loads(file.read_text(encoding="utf-8"))["groups"].items():
            for vector in vectors[:6]:
                yield group, vector["in"]


SHIPPED = list(shipped())


def answered(group: str, given_inputs: dict[str, Any]) -> dict[str, Any]:
    """The whole answer, read from the differences to an expectation that nothing equals."""
    outputs = ("ok", *GROUPS[group].outputs)
    report = check(
        data={"groups": {group: [{"in": given_inputs, "out": dict.fromkeys(outputs, object)}]}},
        context=CONTEXT,
    )
    return {found.key: found.got for found in report.groups[0].differences}


@settings(max_examples=examples(400), deadline=None)
@given(st.sampled_from(SHIPPED), st.data())
def test_a_damaged_input_is_answered_or_refused(
    vector: tuple[str, dict[str, Any]], data: st.DataObject
) -> None:
    group, inputs = vector
    damaged = dict(inputs)
    for key in data.draw(st.lists(st.sampled_from(sorted(inputs)), min_size=1, max_size=3)) if inputs else ():
        value = data.draw(st.sampled_from(HOSTILE) | st.text(max_size=8))
        if data.draw(st.booleans()):
            damaged[key] = value
        else:
            damaged.pop(key, None)
    got = answered(group, damaged)
    assert isinstance(got["ok"], bool)
    assert set(got) == {"ok", *GROUPS[group].outputs}


@pytest.mark.parametrize("group", sorted(GROUPS))
def test_nothing_known_is_nothing_answered(group: str) -> None:
    got = answered(group, {})
    assert got["ok"] is False
    assert all(value in (None, False) for value in got.values())
