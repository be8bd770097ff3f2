"""Whole pages of example words, shown in the gallery beside the single components."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

from shebaotong.kernel.api import read_shipped

SAMPLES = {"workbench": "综合柜员工作台", "tracking": "查进度", "board": "运行看板"}


@cache
def sample(name: str) -> dict[str, Any]:
    """The example words of one page."""
    source = files("shebaotong.portal").joinpath(f"design/{name}.yaml")
    loaded: dict[str, Any] = read_shipped(source.read_text(encoding="utf-8"))
    return loaded
