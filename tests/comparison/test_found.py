"""The findings of a night among those of the night before, in order."""

from __future__ import annotations

from pathlib import Path
from random import Random

import duckdb
import numpy as np
import pytest
from pyarrow import ipc

from shebaotong.comparison import found as kept_findings
from shebaotong.comparison.found import NOBODY, Merged, write_anew

Finding = tuple[int, int]
"""Person and first month."""


def write(file: Path, findings: list[Finding]) -> Path:
    listed = ", ".join(f"({person}, {since})" for person, since in findings) or "(0, 0)"
    with duckdb.connect() as connection:
        connection.execute("create table numbers as select -1::bigint as id, 'H12345678' as number")
        relation = f"""(
          select person, 0 as left_scheme, 0 as right_scheme, 'a' as left_agency, 'b' as right_agency, since,
            since + 1 as until, null as left_amount, null as right_amount, 100 as confidence,
            1 as evidence
          from (values {listed}) as findings(person, since) where {bool(findings)}
        )"""
        write_anew(connection, relation, "numbers", file)
    return file


def read(file: Path) -> list[Finding]:
    rows = ipc.open_file(str(file)).read_all().to_pylist()
    return [(row["person"], row["since"]) for row in rows]


@pytest.mark.parametrize(
    "seed", [pytest.param(seed, marks=pytest.mark.slow if seed > 0 else ()) for seed in range(12)]
)
def test_nights_are_in_order_and_complete(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    monkeypatch.setattr(kept_findings, "_ROWS", 4)
    random = Random(seed)
    findings = [(random.randrange(-5, 60), month) for month in range(random.choice((0, 1, 3, 80)))]
    before = write(tmp_path / "first.arrow", findings)
    for night in range(6):
        gone = set(random.sample(range(-5, 60), random.choice((0, 1, 10, 65))))
        fresh = [
            (person, 1000 * (night + 1) + random.randrange(5))
            for person in gone
            for _ in range(random.randrange(3))
        ]
        merged = Merged(
            before, np.array(sorted(gone), dtype=np.int64), write(tmp_path / "fresh.arrow", fresh)
        )
        before = tmp_path / f"night-{night}.arrow"
        told = merged.rows(before).read_all().to_pylist()
        findings = [finding for finding in findings if finding[0] not in gone] + fresh
        assert read(before) == sorted(findings)
        assert [(row["person"], row["since"]) for row in told] == sorted(findings)
        assert all((row["number"] == "H12345678") == (row["person"] == -1) for row in told)


@pytest.mark.slow
def test_batches_keep_their_size_night_after_night(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_findings, "_ROWS", 10)
    before = write(tmp_path / "first.arrow", [(person, 1) for person in range(0, 1000, 10)])
    for night in range(9):
        fresh = [(person + night + 1, 1) for person in range(0, 1000, 100)]
        gone = np.array([person for person, _ in fresh], dtype=np.int64)
        merged = Merged(before, gone, write(tmp_path / "fresh.arrow", fresh))
        before = tmp_path / f"{night}.arrow"
        merged.rows(before).read_all()
    assert len(read(before)) == 190
    assert ipc.open_file(str(before)).num_record_batches < 30


def test_a_new_month_has_none_before(tmp_path: Path) -> None:
    merged = Merged(None, NOBODY, write(tmp_path / "fresh.arrow", [(person, 1) for person in range(9)]))
    assert len(merged.rows(tmp_path / "kept.arrow").read_all()) == 9
