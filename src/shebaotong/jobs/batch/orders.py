"""What a round of comparisons is asked for: a folder with ``batch.yaml`` and the files of both sides.

2026H1/
  batch.yaml            key, title, purpose, as_of, sides (folder, name, region), links, synthetic
  guangdong/            enrolments, payments, events: a .parquet or .csv file, or a folder of them
  guangxi/
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from shebaotong.comparison.api import KINDS, InputProblem

ORDER = "batch.yaml"
_KEY = re.compile(r"[0-9A-Za-z][0-9A-Za-z-]{0,39}")
_REGION = re.compile(r"\d{2}|XPCC")


@dataclass(frozen=True, slots=True)
class OrderSide:
    """One of the two provinces."""

    folder: Path
    name: str
    """As people call it: 广东."""
    region: str
    """Code of the province: its agencies get the batch."""

    def file(self, layout: str) -> Path | None:
        """The file or folder of that layout, if the side gives one. Raises InputProblem for two."""
        names = (f"{layout}.parquet", f"{layout}.csv", layout)
        there = [self.folder / name for name in names if (self.folder / name).exists()]
        if len(there) > 1:
            raise InputProblem(
                f"{self.folder}: {there[0].name} and {there[1].name} are both there; keep one."
            )
        return there[0] if there else None


@dataclass(frozen=True, slots=True)
class Order:
    folder: Path
    key: str
    title: str
    purpose: str
    as_of: date
    sides: tuple[OrderSide, OrderSide]
    links: Path | None
    synthetic: bool


@dataclass(frozen=True, slots=True)
class Planned:
    """One comparison of the round."""

    number: int
    """From 1, in the order of the kinds; findings are called by it."""
    name: str
    kind: str
    left: OrderSide
    right: OrderSide
    files: tuple[Path, Path]


def read_order(folder: Path) -> Order:
    """Read ``batch.yaml``. Raises InputProblem, which names what is wrong."""
    file = folder / ORDER
    try:
        given = yaml.safe_load(file.read_text("utf-8"))
    except OSError as error:
        raise InputProblem(f"{file}: cannot be read ({error.strerror}).") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise InputProblem(f"{file}: not YAML in UTF-8.") from error
    if not isinstance(given, dict):
        raise InputProblem(f"{file}: give key, title, purpose, as_of and sides.")
    fields = _Fields(file, given)
    sides = given.get("sides")
    if not isinstance(sides, list) or len(sides) != 2 or not all(isinstance(side, dict) for side in sides):
        raise InputProblem(f"{file}: sides must list two provinces, each with folder, name and region.")
    as_of = given.get("as_of")
    if not isinstance(as_of, date):
        raise InputProblem(f"{file}: as_of must be a date YYYY-MM-DD, not {as_of!r}.")
    links = given.get("links")
    return Order(
        folder=folder,
        key=fields.text("key", _KEY),
        title=fields.text("title"),
        purpose=fields.text("purpose", longest=200),
        as_of=as_of,
        sides=(_side(file, sides[0]), _side(file, sides[1])),
        links=folder / str(links) if links else None,
        synthetic=given.get("synthetic") is True,
    )


def _side(file: Path, given: dict[str, Any]) -> OrderSide:
    fields = _Fields(file, given)
    name = fields.text("folder")
    folder = file.parent / name
    if Path(name).name != name or not folder.is_dir():
        raise InputProblem(f"{file}: there is no folder {name!r} beside it.")
    return OrderSide(folder, fields.text("name"), fields.text("region", _REGION))


class _Fields:
    def __init__(self, file: Path, given: dict[str, Any]) -> None:
        self._file, self._given = file, given

    def text(self, name: str, form: re.Pattern[str] | None = None, longest: int = 100) -> str:
        value = self._given.get(name)
        text = value.strip() if isinstance(value, str) else ""
        if not text or len(text) > longest or (form and not form.fullmatch(text)):
            raise InputProblem(
                f"{self._file}: {name} must be a text"
                + (f" of the form {form.pattern}" if form else f" of at most {longest} characters")
                + f", in quotes; it is {value!r}."
            )
        return text


def plan(order: Order) -> tuple[Planned, ...]:
    """Every comparison for which both files are there. Raises InputProblem where there is none."""
    planned = tuple(
        Planned(number, name, kind, left, right, files)
        for number, (name, kind, left, right, files) in enumerate(_possible(order), start=1)
    )
    if not planned:
        raise InputProblem(f"{order.folder}: no kind of comparison finds its files on both sides.")
    return planned


def _possible(order: Order) -> Iterator[tuple[str, str, OrderSide, OrderSide, tuple[Path, Path]]]:
    one, other = order.sides
    for kind in KINDS.values():
        symmetrical = kind.left.layout is kind.right.layout
        for left, right in [(one, other)] if symmetrical else [(one, other), (other, one)]:
            files = left.file(kind.left.layout.name), right.file(kind.right.layout.name)
            if files[0] is not None and files[1] is not None:
                name = kind.name if symmetrical else f"{kind.name}-{left.folder.name}"
                yield name, kind.name, left, right, (files[0], files[1])
