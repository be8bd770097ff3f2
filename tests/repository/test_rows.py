"""The page of rows knows every mark."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import yaml

ROOT = Path(__file__).resolve().parents[2]


def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("rows", ROOT / "tools/rows.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_mark_names_a_row_of_ours() -> None:
    known = {
        row["id"] for row in yaml.load((ROOT / "docs/rows.yaml").read_text("utf-8"), Loader=yaml.CSafeLoader)
    }
    assert {row for row, _, _ in tool().marks()} <= known


def test_the_page_is_current() -> None:
    rows = tool()
    assert rows.PAGE.read_text("utf-8") == rows.page()
