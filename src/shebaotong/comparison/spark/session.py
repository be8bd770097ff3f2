"""The Spark session of a run: the one at hand, or one started for it as the operator has configured Spark."""

from __future__ import annotations

import logging
import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from pyspark.errors import PySparkRuntimeError
from pyspark.find_spark_home import _find_spark_home
from pyspark.sql import SparkSession

from shebaotong.comparison.problems import InputProblem
from shebaotong.comparison.spark import functions
from shebaotong.comparison.spark.java import java_home

LEAST_MB = 512
"""Spark refuses to start with less."""

_SAME_EVERYWHERE = {
    # As the files have them; a file that is broken or gone is no empty one.
    "spark.sql.caseSensitive": "true",
    "spark.sql.files.ignoreCorruptFiles": "false",
    "spark.sql.files.ignoreMissingFiles": "false",
    "spark.sql.parquet.datetimeRebaseModeInRead": "CORRECTED",
    # A sum beyond the integers is an error, not another number.
    "spark.sql.ansi.enabled": "true",
}
"""What the meaning of the SQL rests on, whatever Spark's own configuration says."""

_UNLESS_CONFIGURED = {
    # Columns of integers take a hundredth on disk of what they take in memory: what is small enough to be
    # sent to every task is known only when it has been read.
    "spark.sql.autoBroadcastJoinThreshold": "-1",
    "spark.sql.adaptive.autoBroadcastJoinThreshold": "10MB",
}


@contextmanager
def session(*, memory_mb: int | None) -> Iterator[SparkSession]:
    """A session of its own on the active Spark, else on one that ends with the run. Raises InputProblem.

    ``memory_mb`` is the heap of the driver, which on one machine does all the work; None leaves it to Spark's
    configuration. An active Spark keeps what it has.
    """
    active = SparkSession.getActiveSession()
    if active is not None:
        yield _prepared(active.newSession())
        return
    started = _started(memory_mb)
    try:
        yield _prepared(started)
    finally:
        started.stop()


def _prepared(session: SparkSession) -> SparkSession:
    logging.getLogger("py4j").setLevel(logging.WARNING)
    for name, value in _SAME_EVERYWHERE.items():
        session.conf.set(name, value)
    configured = session.sparkContext.getConf()
    for name, value in _UNLESS_CONFIGURED.items():
        if not configured.contains(name):
            session.conf.set(name, value)
    functions.register(session)
    return session


def _started(memory_mb: int | None) -> SparkSession:
    if memory_mb is not None and memory_mb < LEAST_MB:
        raise InputProblem(f"--memory {memory_mb}MB: Spark needs at least {LEAST_MB}MB.")
    given = settings(memory_mb)
    builder = SparkSession.builder
    for name, value in given.items():
        builder = builder.config(name, value)
    environment = {}
    if _is_local(given.get("spark.master", "")) and "PYSPARK_PYTHON" not in os.environ:
        # Else the first python3 of the path, which may be another version.
        environment["PYSPARK_PYTHON"] = sys.executable
    try:
        with TemporaryDirectory(prefix="shebaotong-java-") as folder:
            home = java_home(Path(folder))
            if home is not None:
                environment["JAVA_HOME"] = str(home)
            with _environment(environment):
                started = builder.getOrCreate()
    except PySparkRuntimeError as error:
        raise InputProblem(
            f"--engine spark: Spark did not start ({error}). What it says stands above this line."
        ) from error
    started.sparkContext.setLogLevel("ERROR")
    return started


def settings(memory_mb: int | None) -> dict[str, str]:
    """What a Spark that we start is told; what the operator has configured goes before."""
    ours = {"spark.app.name": "shebaotong compare", "spark.ui.showConsoleProgress": "false"}
    given = _configured()
    # Under spark-submit, and with arguments for it, the master is chosen there.
    if not os.environ.keys() & {"PYSPARK_GATEWAY_PORT", "PYSPARK_SUBMIT_ARGS"}:
        ours["spark.master"] = os.environ.get("SPARK_MASTER") or given.get("spark.master", "local[*]")
        if _is_local(ours["spark.master"]):
            # Nobody else is to reach it, and it is to start without a name for this machine.
            ours |= {
                "spark.ui.enabled": "false",
                "spark.driver.bindAddress": "127.0.0.1",
                "spark.driver.host": "127.0.0.1",
                # Each task writes a file for each; two hundred, as is usual, are for many machines.
                "spark.sql.shuffle.partitions": "32",
            }
    told = {name: value for name, value in ours.items() if name == "spark.master" or name not in given}
    if memory_mb is not None:
        told["spark.driver.memory"] = f"{memory_mb}m"
    return told


def _is_local(master: str) -> bool:
    return master == "local" or master.startswith("local[")


def _configured() -> dict[str, str]:
    """Names and values in spark-defaults.conf, where Spark will read it."""
    folder = os.environ.get("SPARK_CONF_DIR") or Path(_find_spark_home()) / "conf"
    file = Path(folder) / "spark-defaults.conf"
    if not file.exists():
        return {}
    lines = (line.strip() for line in file.read_text(encoding="utf-8").splitlines())
    split = (re.split(r"\s*[=:\s]\s*", line, maxsplit=1) for line in lines if line and line[0] not in "#!")
    return {parts[0]: parts[1] for parts in split if len(parts) == 2}


@contextmanager
def _environment(values: dict[str, str]) -> Iterator[None]:
    """With these variables for the processes that are started."""
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
