"""How much memory Spark's process on this machine has used."""

from __future__ import annotations

import re
from pathlib import Path

from pyspark.sql import SparkSession


def peak_mb(session: SparkSession) -> float:
    """The most memory of the Java process; executors on other machines have theirs beside."""
    machine = session.sparkContext._jvm
    if machine is None:
        return 0.0
    status = Path(f"/proc/{machine.java.lang.ProcessHandle.current().pid()}/status")
    if status.exists() and (found := re.search(r"VmHWM:\s*(\d+) kB", status.read_text())):
        return int(found[1]) / 1024
    # Without /proc: what Java itself has counted, a little less than the process.
    pools = machine.java.lang.management.ManagementFactory.getMemoryPoolMXBeans()
    used: int = sum(pool.getPeakUsage().getUsed() for pool in pools)
    return used / 1024**2
