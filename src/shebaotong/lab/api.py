"""The face of the lab: demonstration people, benchmarks, simulators."""

from shebaotong.lab.bench.rules import run as bench_rules
from shebaotong.lab.demo import DemoAccount, load_demo

__all__ = ["DemoAccount", "bench_rules", "load_demo"]
