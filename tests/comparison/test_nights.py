"""A kept comparison after any nights of inserts, deletes, edits and corrected numbers equals a full run."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import duckdb
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shebaotong.comparison.api import InputProblem, Report, compare, compare_changes

from .oracle import SIDES, Row
from .test_engines import AS_OF
from .worlds import COLUMNS, NUMBERS, World, row, world, write

pytestmark = pytest.mark.slow

Links = list[tuple[str, str]]


class Kept:
    """A folder with both sides as they are, and the comparison that is kept of them."""

    def __init__(self, folder: Path, kind: str, start: World) -> None:
        self.folder, self.kind = folder, kind
        self.rows = {"left": list(start[0]), "right": list(start[1])}
        self.links: Links | None = start[2] or None
        self.as_of = AS_OF
        self.begin()

    def sides(self) -> dict[str, Path]:
        layouts = zip(self.rows, SIDES[self.kind], strict=True)
        return {
            side: write(self.folder / f"{side}.parquet", layout, self.rows[side]) for side, layout in layouts
        }

    def linked(self, links: Links | None) -> Path | None:
        if links is None:
            return None
        pairs: list[Row] = [{"number": one, "other_number": other} for one, other in links]
        return write(self.folder / "links.parquet", "links", pairs)

    def full(self, out: str, **options: Any) -> Report:
        left, right = self.sides().values()
        return compare(
            left=str(left), right=str(right), kind=self.kind, as_of=self.as_of,
            out=self.folder / f"{out}.parquet",
            rejects=self.folder / f"{out}-rejects.parquet", links=self.linked(self.links), **options,
        )  # fmt: skip

    def begin(self) -> None:
        self.full("night", keep=self.folder / "kept", buckets=2)

    def night(self, changed: dict[str, list[Row]], links: Links | None = None) -> Report:
        """Tell the kept comparison of changes that were made to ``rows``."""
        logs = {}
        for (side, log), layout in zip(changed.items(), SIDES[self.kind], strict=True):
            logs[f"{side}_changes"] = (
                write_log(self.folder / f"{side}-changes.csv", layout, log) if log else None
            )
        if links is not None:
            self.links = links
        return compare_changes(
            kept=self.folder / "kept", as_of=self.as_of, out=self.folder / "night.parquet",
            rejects=self.folder / "night-rejects.parquet", links=self.linked(links), **logs,
        )  # fmt: skip

    def check(self, told: Report) -> None:
        """The night's findings, rejected rows and counts are those of a full run."""
        full = self.full("full")
        assert (told.left, told.right, told.findings) == (full.left, full.right, full.findings)
        assert self.read("night") == self.read("full")
        assert self.in_file_order("night") == self.in_file_order("full")
        # The file that a row was read from is another one.
        assert self.read("night-rejects", "* exclude (file)") == self.read("full-rejects", "* exclude (file)")

    def in_file_order(self, name: str) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = pq.read_table(self.folder / f"{name}.parquet").to_pylist()
        return rows

    def read(self, name: str, columns: str = "*") -> list[tuple[Any, ...]]:
        with duckdb.connect() as connection:
            return connection.execute(
                f"select {columns} from '{self.folder}/{name}.parquet' order by all"
            ).fetchall()


def write_log(file: Path, layout: str, log: list[Row]) -> str:
    """A change file in the columns of ``layout``; gives its path."""
    COLUMNS["changes"] = (*COLUMNS[layout], "change")
    return str(write(file, "changes", log))


def changes(random: Random, rows: list[Row], layout: str) -> list[Row]:
    """Change ``rows`` and tell how: inserts, deletes, edits, corrected numbers."""
    log: list[Row] = []
    for _ in range(random.randint(0, 6)):
        what = random.choice(("insert", "delete", "edit", "number"))
        if what != "insert" and rows:
            old = rows.pop(random.randrange(len(rows)))
            log.append(old | {"change": "delete"})
            new = dict(old)
            if what == "edit":
                column = random.choice(COLUMNS[layout][1:])
                new[column] = row(random, layout)[column]
            elif what == "number":
                new["person_id"] = random.choice(NUMBERS)
            if what != "delete":
                rows.append(new)
                log.append(new | {"change": "insert"})
        elif what == "insert":
            # Seldom a row that is there already.
            new = random.choice(rows) if rows and random.random() < 0.3 else row(random, layout)
            rows.append(new)
            log.append(new | {"change": "insert"})
    random.shuffle(log)
    return log


@pytest.mark.parametrize("kind", SIDES)
@settings(max_examples=4, deadline=None)
@given(seed=st.integers(0, 2**32), size=st.integers(1, 50), nights=st.integers(1, 3))
def test_nights_equal_a_full_run(kind: str, seed: int, size: int, nights: int) -> None:
    random = Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        kept = Kept(Path(folder), kind, world(random, kind, size))
        for _ in range(nights):
            if random.random() < 0.2:
                kept.as_of = date(2023, random.randint(5, 10), 20)
            log = {
                side: changes(random, kept.rows[side], layout)
                for side, layout in zip(kept.rows, SIDES[kind], strict=True)
            }
            links = None
            if random.random() < 0.2:
                links = [(random.choice(NUMBERS), random.choice(NUMBERS))]
            told = kept.night(log, links)
        kept.check(told)


LINKED = [("H1234567801", "440106196103050020")]
JAILED = {"name": "赵一", "birth_date": None, "source": "court"}


@pytest.mark.parametrize("night", ["other links", "no release", "nothing"])
def test_a_release_under_another_number_counts_for_whoever_is_taken_for_the_person(
    tmp_path: Path, night: str
) -> None:
    """His number on the left is tied to one of the two linked ones on the right, not to the released one."""
    paid: Row = {
        "person_id": "H12345678", "name": "阿依", "birth_date": None, "benefit": "employee_pension",
        "agency": "440100", "month": "2023-05", "amount_fen": "100",
    }  # fmt: skip
    jailed: Row = {**JAILED, "person_id": LINKED[0][0], "event": "imprisoned", "date": "2023-03-01"}
    released: Row = {**JAILED, "person_id": LINKED[0][1], "event": "released", "date": "2023-03-31"}
    kept = Kept(tmp_path, "in-prison", ([paid], [jailed, released], LINKED))
    assert kept.read("night", "first_month") == []
    log: dict[str, list[Row]] = {"left": [], "right": []}
    if night == "no release":
        log["right"].append(released | {"change": "delete"})
        kept.rows["right"].remove(released)
    told = kept.night(log, [("450102610306001", "440106196103050010")] if night == "other links" else None)
    kept.check(told)
    assert kept.read("night", "first_month") == ([] if night == "nothing" else [("2023-05",)])


def test_numbers_that_are_new_in_a_night_stand_where_a_full_run_puts_them(tmp_path: Path) -> None:
    def payment(number: str, agency: str) -> Row:
        return {
            "person_id": number, "name": "赵一", "birth_date": "1961-03-05", "benefit": "resident_pension",
            "agency": agency, "month": "2023-05", "amount_fen": "100",
        }  # fmt: skip

    kept = Kept(tmp_path, "benefit", ([payment("H23456789", "440100")], [payment("H23456789", "450100")], []))
    log: dict[str, list[Row]] = {"left": [], "right": []}
    for number in ("H34567890", "H12345678", "CAN110081080310"):
        for side, agency in (("left", "440100"), ("right", "450100")):
            row = payment(number, agency) | {"birth_date": f"19{number[-2:]}-03-05"}
            kept.rows[side].append(row)
            log[side].append(row | {"change": "insert"})
    kept.check(kept.night(log))
    assert len(kept.in_file_order("night")) == 4


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    return Kept(tmp_path, "benefit", world(Random(1), "benefit", 40))


def test_a_night_without_changes_changes_nothing(kept: Kept) -> None:
    before = kept.read("night")
    kept.night({"left": [], "right": []})
    assert kept.read("night") == before


def test_a_night_in_csv_is_a_full_run_in_csv_to_the_letter(kept: Kept) -> None:
    log = changes(Random(3), kept.rows["right"], "payments")
    logs = write_log(kept.folder / "right-changes.csv", "payments", log)
    night, full = kept.folder / "night.csv", kept.folder / "full.csv"
    compare_changes(kept=kept.folder / "kept", as_of=AS_OF, out=night, right_changes=logs)
    left, right = kept.sides().values()
    compare(
        left=str(left), right=str(right), kind=kept.kind, as_of=AS_OF, out=full, links=kept.linked(kept.links)
    )
    assert night.read_bytes() == full.read_bytes()
    assert len(night.read_text().splitlines()) > 1


def test_only_the_last_night_keeps_its_findings(kept: Kept) -> None:
    for _ in range(2):
        kept.night({"left": [], "right": []})
    kept_findings = {file.parent.name for file in (kept.folder / "kept").glob("*/findings.arrow")}
    assert kept_findings == {"night-2"}


def test_deleting_what_was_never_there_is_refused_and_has_not_happened(kept: Kept) -> None:
    stranger = row(Random(9), "payments") | {"person_id": "H9876543210", "benefit": "unemployment"}
    with pytest.raises(InputProblem, match="--left-changes: deletes a row that is not there"):
        kept.night({"left": [stranger | {"change": "delete"}], "right": []})
    kept.check(kept.night({"left": [], "right": []}))


@pytest.mark.parametrize("change", ["update", None, "Insert"])
def test_an_unknown_change_is_refused(change: str | None, kept: Kept) -> None:
    log = [row(Random(2), "payments") | {"change": change}]
    with pytest.raises(InputProblem, match=r"left-changes.csv: .* insert or delete"):
        kept.night({"left": log, "right": []})


def test_a_kept_comparison_is_not_overwritten(kept: Kept) -> None:
    with pytest.raises(InputProblem, match="is there already"):
        kept.begin()


def test_a_folder_that_keeps_nothing(tmp_path: Path) -> None:
    with pytest.raises(InputProblem, match="no comparison is kept there"):
        compare_changes(kept=tmp_path, as_of=AS_OF, out=tmp_path / "out.parquet")


def test_a_night_that_was_killed_has_not_happened(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    log = {"left": changes(Random(5), kept.rows["left"], "payments"), "right": []}

    def killed(step: str, _done: int, _total: int) -> None:
        if step == "write":
            raise KeyboardInterrupt

    logs = write_log(kept.folder / "left-changes.csv", "payments", log["left"]) if log["left"] else None
    assert logs is not None
    with pytest.raises(KeyboardInterrupt):
        compare_changes(
            kept=kept.folder / "kept", as_of=AS_OF, out=kept.folder / "night.parquet", left_changes=logs,
            progress=killed,
        )  # fmt: skip
    kept.check(kept.night(log))
