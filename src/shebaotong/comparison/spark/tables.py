"""Named relations of one run on Spark; what is computed lies in the work folder for a resumed run."""

from __future__ import annotations

import os
import re
from pathlib import Path

from pyspark.sql import SparkSession

from shebaotong.comparison.dialect import SPARK
from shebaotong.comparison.work import Work


class SparkTables:
    sql = SPARK

    def __init__(self, session: SparkSession, work: Work) -> None:
        self.session = session
        self.work = work

    def view(self, name: str, select: str) -> None:
        self.session.sql(select).createOrReplaceTempView(name)

    def keep(self, name: str, select: str) -> Path:
        """Compute once, then read from the folder that is given back.

        Spark's own caching would nest each plan in the next one's, and lose a part with its executor.
        """
        rows = self.session.sql(select)
        folder = self.work.once(f"{name}.parquet", lambda target: rows.write.parquet(written(target)))
        # With the schema told, Spark need not look for it.
        read = self.session.read.schema(rows.schema).parquet(readable(folder))
        read.createOrReplaceTempView(name)
        return folder

    def read(self, name: str, file: Path) -> None:
        """Name the rows of a Parquet file."""
        self.session.read.parquet(readable(file)).createOrReplaceTempView(name)

    def count(self, name: str) -> int:
        return self.session.table(name).count()


def written(path: Path) -> str:
    """A path for Spark to write, which every node sees, whatever its usual file system is."""
    return f"file://{os.path.abspath(path)}"


def readable(path: Path) -> str:
    """The same to be read, where Spark takes a path for a pattern."""
    return re.sub(r"([\\*?\[\]{}])", r"\\\1", written(path))


def text(value: str) -> str:
    """A literal in Spark's SQL."""
    return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'"
