"""Every vector file of the project passes, and between them they walk every group that the rules know."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from shebaotong.rules.api import GROUPS, Context, builtin, check

FILES = sorted((Path(__file__).parent / "vectors").glob("*.json"))
CONTEXT = Context(as_of=date(2026, 11, 22), parameters=builtin())


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_vectors_pass(file: Path) -> None:
    report = check(data=json.loads(file.read_text(encoding="utf-8")), context=CONTEXT)
    differences = [(group.name, difference) for group in report.groups for difference in group.differences]
    assert differences == []
    assert report.ok
    assert report.passed > 0


def test_every_known_group_has_vectors() -> None:
    walked = {name for file in FILES for name in json.loads(file.read_text(encoding="utf-8"))["groups"]}
    assert walked == set(GROUPS)
