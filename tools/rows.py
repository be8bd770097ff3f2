"""The page of rows: what real agencies do, and which test walks it.

    python tools/rows.py            says whether docs/rows.md is current
    python tools/rows.py --write    makes it

The parts of a row stand in docs/rows.yaml, those that are not built yet among them: none is dropped. A test
walks one by ``@pytest.mark.row("Y1", "part")``, in the words of the list. A row is *done* when tests walk all
of its parts. Marks are read from the source, so a test that is skipped still counts as written; whether it
passes the suite says.
"""

from __future__ import annotations

import argparse
import ast
import sys
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from shebaotong.kernel.api import read_shipped

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs/rows.md"
MARK = "mark.row"
DONE, PARTLY, NOT_BEGUN = "done", "partly", "not begun"

SOURCE = ROOT / "docs/rows.yaml"

HEAD = """# Rows: what agencies do, and which test walks it

Made from `docs/rows.yaml` and the tests by `python tools/rows.py --write`; do not edit by hand. A row is
*done* when tests walk all of its parts, and *partly* done when they walk some. A part without a test is
still to be built.

"""


@cache
def marks() -> tuple[tuple[str, str, str], ...]:
    """(row, part, test) of every mark in the tests, in order of files."""
    return tuple(_marks())


def _marks() -> Iterator[tuple[str, str, str]]:
    for file in sorted([*ROOT.glob("tests/**/test_*.py"), *ROOT.glob("src/**/test_*.py")]):
        text = file.read_text("utf-8")
        if MARK not in text:
            continue
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef):
                for decorator in node.decorator_list:
                    if (found := _row(decorator)) is not None:
                        yield (*found, f"{file.relative_to(ROOT)}::{node.name}")


def _row(decorator: ast.expr) -> tuple[str, str] | None:
    if not isinstance(decorator, ast.Call) or not ast.unparse(decorator.func).endswith(MARK):
        return None
    values = [argument.value for argument in decorator.args if isinstance(argument, ast.Constant)]
    return (str(values[0]), str(values[1])) if len(values) == 2 else None


def parts() -> dict[str, list[str]]:
    """The parts of each row, by its id."""
    return {row["id"]: row["parts"] for row in _rows()}


@cache
def _rows() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = read_shipped(SOURCE.read_text("utf-8"))
    return found


def page() -> str:
    """The page's text."""
    tests: dict[tuple[str, str], set[str]] = {}
    for row, part, test in marks():
        tests.setdefault((row, part), set()).add(test)
    states = {name: _state([(name, part) in tests for part in listed]) for name, listed in parts().items()}
    counted = Counter(states.values())
    told = ", ".join(f"{counted[state]} {state}" for state in (DONE, PARTLY, NOT_BEGUN))
    walked, every = len(tests), sum(map(len, parts().values()))
    made = [HEAD, f"Of {len(states)} rows: {told}. Tests walk {walked} of {every} parts.\n"]
    for row in _rows():
        name = row["id"]
        made.append(f"\n## {name} {row['title']} ({states[name]})\n\n{row['about']}\n\n")
        made.extend(_line(part, tests.get((name, part), set())) for part in row["parts"])
    return "".join(made)


def _state(walked: Sequence[bool]) -> str:
    if all(walked):
        return DONE
    return PARTLY if any(walked) else NOT_BEGUN


def _line(part: str, tests: Collection[str]) -> str:
    told = ", ".join(f"`{test}`" for test in sorted(tests))
    return f"- {part}: {told or '*not built yet*'}\n"


def main() -> int:
    parser = argparse.ArgumentParser(description="the page of rows from the tests' marks")
    parser.add_argument("--write", action="store_true", help="write docs/rows.md")
    if parser.parse_args().write:
        PAGE.write_text(page(), "utf-8")
        return 0
    current = PAGE.is_file() and PAGE.read_text("utf-8") == page()
    sys.stdout.write("current\n" if current else "docs/rows.md is stale: python tools/rows.py --write\n")
    return 0 if current else 1


if __name__ == "__main__":
    sys.exit(main())
