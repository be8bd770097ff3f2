"""The page of rows knows every mark."""

from __future__ import annotations

from pathlib import Path

from shebaotong.kernel.api import read_shipped
from support.tools import tool

ROOT = Path(__file__).resolve().parents[2]


def test_every_mark_names_a_row_of_ours() -> None:
    known = {row["id"] for row in read_shipped((ROOT / "docs/rows.yaml").read_text("utf-8"))}
    assert {row for row, _, _ in tool("rows").marks()} <= known


def test_the_page_is_current() -> None:
    rows = tool("rows")
    assert rows.PAGE.read_text("utf-8") == rows.page()
