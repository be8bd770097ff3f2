"""The page of rows: every part of every row, and the tests that walk it."""

from __future__ import annotations

from support.tools import tool


def test_every_mark_names_a_part_of_a_row() -> None:
    rows = tool("rows")
    parts = {(row, part) for row, listed in rows.parts().items() for part in listed}
    strange = [f"{test}: {row}, {part}" for row, part, test in rows.marks() if (row, part) not in parts]
    assert not strange, f"docs/rows.yaml lists the parts of each row; there is none of these: {strange}"


def test_every_row_has_parts_and_none_twice() -> None:
    for row, listed in tool("rows").parts().items():
        assert listed and len(listed) == len(set(listed)), row


def test_no_test_walks_a_part_twice() -> None:
    marks = tool("rows").marks()
    assert len(marks) == len(set(marks))


def test_a_row_is_done_when_tests_walk_all_of_its_parts() -> None:
    rows = tool("rows")
    walked = {(row, part) for row, part, _ in rows.marks()}
    for row, listed in rows.parts().items():
        found = [(row, part) in walked for part in listed]
        state = "done" if all(found) else "partly" if any(found) else "not begun"
        heading = next(line for line in rows.page().splitlines() if line.startswith(f"## {row} "))
        assert heading.endswith(f"({state})")


def test_the_page_is_current() -> None:
    rows = tool("rows")
    assert rows.PAGE.read_text("utf-8") == rows.page()
