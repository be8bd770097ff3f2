"""Both engines for the tests of the comparison; one small Spark for all of them in a process."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

_SETTINGS = """
spark.master local[1]
spark.sql.shuffle.partitions = 2
spark.default.parallelism: 1
# A step is one job, not one a stage; and every join is of sorted rows.
spark.sql.adaptive.enabled false
# As if no more rows fitted into memory.
spark.shuffle.spill.numElementsForceSpillThreshold 10000
# Steps are interpreted: compiling each takes longer than it runs. Where a test asks for it (`compiling`),
# they are compiled, as in use.
spark.sql.codegen.wholeStage false
spark.sql.codegen.factoryMode NO_CODEGEN
# The runs are over before a thorough compilation pays.
spark.driver.extraJavaOptions -XX:TieredStopAtLevel=1 -XX:+UseSerialGC
"""


@pytest.fixture(scope="session")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """An active Spark, on which the comparisons run."""
    from shebaotong.comparison.spark.session import session

    folder = tmp_path_factory.mktemp("spark")
    (folder / "spark-defaults.conf").write_text(_SETTINGS)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SPARK_CONF_DIR", str(folder))
        patch.delenv("SPARK_MASTER", raising=False)
        with session(memory_mb=512) as started:
            assert started.conf.get("spark.sql.shuffle.partitions") == "2"
            assert started.sparkContext.master == "local[1]"
            yield


_LONG = ("after-death]", "benefit-while-contributing]", "test_no_rows_at_all[spark]")
"""On Spark, where planning takes most of the time, these add little: findings after death go the way of those
in prison, those while contributing that of benefits and enrolments. Empty files stand beside hostile ones."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "[spark" in item.nodeid and item.nodeid.endswith(_LONG):
            item.add_marker("long")


@pytest.fixture(params=["duckdb", pytest.param("spark", marks=pytest.mark.slow)])
def engine(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    if name == "spark":
        request.getfixturevalue("spark")
    return name


@pytest.fixture
def compiling(spark: None) -> Iterator[None]:
    """Spark compiles the steps of this test, as in use."""
    from pyspark.sql import SparkSession

    active = SparkSession.getActiveSession()
    assert active is not None
    active.conf.set("spark.sql.codegen.wholeStage", "true")
    active.conf.set("spark.sql.codegen.factoryMode", "FALLBACK")
    yield
    active.conf.set("spark.sql.codegen.wholeStage", "false")
    active.conf.set("spark.sql.codegen.factoryMode", "NO_CODEGEN")


@pytest.fixture
def spilled() -> Callable[[], int]:
    """Tells how many bytes Spark has put to disk because it did not fit into memory."""

    def told() -> int:
        from pyspark.sql import SparkSession

        active = SparkSession.getActiveSession()
        if active is None:
            return 0
        machine, gateway = active.sparkContext._jvm, active.sparkContext._gateway
        store = active.sparkContext._jsc.sc().statusStore()
        none = gateway.new_array(machine.double, 0)
        stages = store.stageList(
            machine.java.util.ArrayList(), False, False, none, machine.java.util.ArrayList()
        )
        return sum(stages.apply(place).diskBytesSpilled() for place in range(stages.size()))

    return told
