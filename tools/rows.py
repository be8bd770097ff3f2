"""The page of rows: what real agencies do, and which test walks it.

    python tools/rows.py            says whether docs/rows.md is current
    python tools/rows.py --write    makes it

A part is the text of a ``@pytest.mark.row("Y1", "part")``; a row without a mark is not begun. Marks are read
from the source, so a test that is skipped still counts as written; whether it passes the suite says.
"""

from __future__ import annotations

import argparse
import ast
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from shebaotong.kernel.api import read_shipped

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs/rows.md"
MARK = "mark.row"

HEAD = """# Rows: what agencies do, and which test walks it

Made from `docs/rows.yaml` and the tests by `python tools/rows.py --write`; do not edit by hand. A row is
*partly* walked where tests carry its mark: each part names the test. The rest of the row's
text is still to be built.

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


def page() -> str:
    """The page's text."""
    rows = read_shipped((ROOT / "docs/rows.yaml").read_text("utf-8"))
    walked: dict[str, list[tuple[str, str]]] = {row["id"]: [] for row in rows}
    for row, part, test in marks():
        walked[row].append((part, test))
    begun = sum(bool(parts) for parts in walked.values())
    made = [HEAD, f"{begun} of {len(rows)} rows are walked in part.\n"]
    for row in rows:
        parts = walked[row["id"]]
        state = "partly" if parts else "not begun"
        made.append(f"\n## {row['id']} {row['title']} ({state})\n\n{row['about']}\n")
        if parts:
            made.append("\n" + "".join(f"- {part}: `{test}`\n" for part, test in sorted(set(parts))))
    return "".join(made)


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
