"""A Parquet file put behind another one is one Parquet file, for whoever reads it."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from shebaotong.comparison.joined import append_csv, append_parquet

_GROUP = 2048
_MANY = 20 * _GROUP


def write(file: Path, first: int, last: int, columns: str = "*") -> pa.Table:
    """Rows by DuckDB, in groups that become many; gives them."""
    select = f"""
      select {columns} from (
        select range as number, case when range % 7 <> 0 then 'text ' || range % 11 end as few,
          md5(range::varchar) as many, range / 3.0 as real, null::bigint as nothing, range % 2 = 0 as flag,
          range::tinyint % 5 as small
        from range({first}, {last})
      )
    """.replace("range::tinyint % 5", "(range % 5)::tinyint")
    with duckdb.connect() as connection:
        connection.execute("set threads = 1; set disabled_optimizers = 'statistics_propagation'")
        connection.execute(f"copy ({select}) to '{file}' (format parquet, row_group_size {_GROUP})")
    return pq.read_table(file)


@pytest.mark.parametrize(
    ("first", "second"),
    [(20 * _GROUP, 3), (3, 20 * _GROUP), (0, 5), (5, 0), (0, 0), (9 * _GROUP, 9 * _GROUP)],
)
def test_the_rows_of_both_are_there_in_order(tmp_path: Path, first: int, second: int) -> None:
    one, other = tmp_path / "one.parquet", tmp_path / "other.parquet"
    rows = pa.concat_tables([write(one, 0, first), write(other, first, first + second)])
    append_parquet(one, other)
    assert pq.read_table(one).equals(rows)
    with duckdb.connect() as connection:
        # Groups are passed over by their minima and maxima, and by their Bloom filters.
        for where in ("true", f"number >= {first}", f"number < {first}", "few = 'text 3'"):
            counted = connection.execute(
                f"select count(*), sum(number) from '{one}' where {where}"
            ).fetchall()
            assert (
                counted
                == connection.execute(f"select count(*), sum(number) from rows where {where}").fetchall()
            )


def test_three_become_one(tmp_path: Path) -> None:
    files = [tmp_path / f"{place}.parquet" for place in range(3)]
    rows = pa.concat_tables(
        [write(file, place * 9000, (place + 1) * 9000) for place, file in enumerate(files)]
    )
    for file in files[1:]:
        append_parquet(files[0], file)
    assert pq.read_table(files[0]).equals(rows)


def test_files_of_different_columns_are_refused_and_left_alone(tmp_path: Path) -> None:
    one, other = tmp_path / "one.parquet", tmp_path / "other.parquet"
    write(one, 0, 10)
    write(other, 0, 10, "number, few")
    before = one.read_bytes()
    with pytest.raises(ValueError, match="different columns"):
        append_parquet(one, other)
    assert one.read_bytes() == before


def test_lines_are_put_behind_lines(tmp_path: Path) -> None:
    one, more = tmp_path / "one.csv", tmp_path / "more"
    one.write_text("a,b\n1,2\n")
    more.write_text("3,4\n")
    append_csv(one, more)
    assert one.read_text() == "a,b\n1,2\n3,4\n"
