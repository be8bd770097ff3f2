"""From encoded rows to findings as other programs do it, and the bare join that nobody can be faster than.

All read the files that our comparison keeps (comparison.ingest): numbers for persons, schemes and months, the
agency as text. They meet by number alone and must give the same findings. What a program wants to be told to
be fast, it is told: columns, threads, partitions.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb

Files = Sequence[str]

COLUMNS = ("id", "name_hash", "birth", "grade", "scheme", "agency", "since", "until")
FINDING = ("person", "scheme", "left_agency", "right_agency", "since", "until", "confidence")
_GROUP = "person, scheme, left_agency, right_agency, certain"
_CONFIDENCE = """cast(floor(
      case least(l.grade, r.grade) when 3 then 100 when 2 then 100 when 1 then 90 when 0 then 80 else 75 end
        * (case when l.name_hash <> r.name_hash then 80 else 100 end)
        * (case when l.birth <> r.birth then 60 else 100 end) / 10000) as int)"""


def bare_join(_prepared: None, *, left: Files, right: Files, as_of: int, out: Path) -> None:
    """DuckDB counts how many rows of one side have the number of one of the other, and nothing else."""
    with duckdb.connect() as connection:
        counted = connection.execute(
            f"select count(*) as pairs from {_parquet(left)} as l join {_parquet(right)} as r on l.id = r.id"
        ).fetchall()
    out.write_text(str(counted[0][0]))


def with_polars(pl: Any, *, left: Files, right: Files, as_of: int, out: Path) -> None:
    """Polars, with its streaming engine as far as that goes: ``over`` is done in memory."""
    kept = ["id", "scheme", "name_hash", "birth", "grade", "agency", "since", "until"]
    sides = [
        pl.scan_parquet(list(files), hive_partitioning=False)
        .select(kept)
        .with_columns(until=pl.min_horizontal("until", pl.lit(as_of, pl.Int32)))
        for files in (left, right)
    ]
    pairs = (
        sides[0]
        .join(sides[1], on=["id", "scheme"], suffix="_right")
        .select(
            pl.col("id").alias("person"),
            "scheme",
            pl.col("agency").alias("left_agency"),
            pl.col("agency_right").alias("right_agency"),
            since=pl.max_horizontal("since", "since_right"),
            until=pl.min_horizontal("until", "until_right"),
            base=pl.min_horizontal("grade", "grade_right").replace_strict(
                {3: 100, 2: 100, 1: 90, 0: 80, -1: 75}, return_dtype=pl.Int64
            ),
            name=pl.when(pl.col("name_hash") != pl.col("name_hash_right")).then(80).otherwise(100),
            birth=pl.when(pl.col("birth") != pl.col("birth_right")).then(60).otherwise(100),
        )
        .filter(pl.col("since") <= pl.col("until"))
        .with_columns(confidence=(pl.col("base") * pl.col("name") * pl.col("birth") // 10000).cast(pl.Int32))
        .drop("base", "name", "birth")
        .with_columns(certain=pl.col("confidence") == 100)
        .collect(engine="streaming")
    )
    group = _GROUP.split(", ")
    runs = (
        pairs.sort("since", "until")
        .with_columns(before=pl.col("until").cum_max().shift(1).over(group))
        .with_columns(run=(pl.col("since") > 1 + pl.col("before")).fill_null(True).cum_sum().over(group))
        .group_by(*group, "run")
        .agg(pl.col("since").min(), pl.col("until").max(), pl.col("confidence").min())
    )
    runs.select(FINDING).write_parquet(out)


def with_splink(_prepared: Any, *, left: Files, right: Files, as_of: int, out: Path) -> None:
    """Splink's deterministic link on DuckDB by number, scheme and months; its pairs to runs by SQL."""
    from splink import DuckDBAPI, Linker, SettingsCreator
    from splink.blocking_rule_library import CustomRule

    clash = f"greatest(l.since, r.since) <= least(l.until, r.until, {as_of})"
    settings = SettingsCreator(
        link_type="link_only",
        blocking_rules_to_generate_predictions=[
            CustomRule(f"l.id = r.id and l.scheme = r.scheme and {clash}")
        ],
        additional_columns_to_retain=list(COLUMNS),
    )
    with duckdb.connect() as connection:
        splink = DuckDBAPI(connection)
        tables = []
        for side, files in (("left", left), ("right", right)):
            connection.execute(
                f"create temp table {side}_rows as"
                f" select row_number() over () as unique_id, {', '.join(COLUMNS)} from {_parquet(files)}"
            )
            tables.append(splink.register(f"{side}_rows", dataset_display_name=side))
        linked = Linker(tables, settings).inference.deterministic_link().physical_name
        sides = ", ".join(
            f"struct_pack({', '.join(f'{column} := {column}_{mark}' for column in COLUMNS)}) as {mark}"
            for mark in ("l", "r")
        )
        met = f"select {_pair(as_of)} from (select {sides} from {linked}) as linked"
        connection.execute(f"copy ({_runs(met)}) to '{out}' (format parquet)")


def with_spark(session: Any, *, left: Files, right: Files, as_of: int, out: Path) -> None:
    """A plain query on PySpark, local on two cores; ``out`` becomes a folder."""
    for side, files in (("left", left), ("right", right)):
        session.read.parquet(*files).createOrReplaceTempView(f"{side}_rows")
    met = f"select {_pair(as_of)} from left_rows as l join right_rows as r on {_MET.format(as_of=as_of)}"
    session.sql(_runs(met)).write.parquet(str(out))


def spark_session() -> Any:
    """With what fits two cores and a million rows."""
    from pyspark.sql import SparkSession

    return (
        SparkSession.builder.master("local[2]")
        .config("spark.sql.shuffle.partitions", 4)
        .config("spark.ui.enabled", "false")
        .config("spark.driver.memory", "2g")
        .config("spark.log.level", "ERROR")
        .getOrCreate()
    )


_MET = (
    "l.id = r.id and l.scheme = r.scheme and greatest(l.since, r.since) <= least(l.until, r.until, {as_of})"
)


def _pair(as_of: int) -> str:
    return (
        "l.id as person, l.scheme as scheme, l.agency as left_agency, r.agency as right_agency,"
        f" greatest(l.since, r.since) as since, least(l.until, r.until, {as_of}) as until,"
        f" {_CONFIDENCE} as confidence"
    )


def _runs(pairs: str) -> str:
    """The same on DuckDB and Spark: pairs of rows to runs of months."""
    order = f"partition by {_GROUP} order by since, until rows between unbounded preceding and"
    return f"""
    with weighed as (select *, confidence = 100 as certain from ({pairs}) as pairs),
    marked as (
      select *, case when since <= 1 + max(until) over ({order} 1 preceding) then 0 else 1 end as opens
      from weighed
    ),
    numbered as (select *, sum(opens) over ({order} current row) as run from marked)
    select person, scheme, left_agency, right_agency, min(since) as since, max(until) as until,
      min(confidence) as confidence
    from numbered group by {_GROUP}, run
    """


def _parquet(files: Files) -> str:
    listed = ", ".join(f"'{file}'" for file in files)
    return f"read_parquet([{listed}], hive_partitioning = false)"
