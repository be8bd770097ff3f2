"""Rendering a document as PDF. One compiler for each design is kept: it loads fonts once.

The fonts are the machine's own (Debian: fonts-noto-cjk). Without a Chinese font a PDF would be empty
boxes, so the caller is told and shows the page for printing instead.
"""

from __future__ import annotations

import json
import threading
from functools import cache
from pathlib import Path
from typing import Any

import typst

FONTS = ("Noto Serif CJK SC", "Noto Sans CJK SC", "Source Han Sans SC", "PingFang SC", "Microsoft YaHei")


class NoChineseFont(RuntimeError):
    """No font here draws Chinese; the text says what to install."""


_lock = threading.Lock()


@cache
def _compiler() -> typst.Compiler:
    """By path: given as bytes, the design is found by the first compilation only (typst 0.15)."""
    return typst.Compiler(input=Path(__file__).with_name("paper.typ"))


@cache
def chinese_font() -> str:
    """The first of our fonts that this machine has. Raises NoChineseFont."""
    here = set(typst.Fonts(include_system_fonts=True).families())
    for name in FONTS:
        if name in here:
            return name
    raise NoChineseFont("no Chinese font is installed; on Debian: apt-get install fonts-noto-cjk")


def to_pdf(sheet: dict[str, Any]) -> bytes:
    """The PDF of one sheet; see ``sheets`` for its shape. Raises NoChineseFont."""
    data = json.dumps({**sheet, "font": chinese_font()}, ensure_ascii=False)
    with _lock:
        made = _compiler().compile(format="pdf", sys_inputs={"sheet": data})
    if not isinstance(made, bytes):
        raise TypeError("typst gave more than one file for a PDF")
    return made
