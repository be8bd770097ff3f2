"""The face of the lab: demonstration people, benchmarks, simulators."""

from shebaotong.lab.bench.private import run as bench_private
from shebaotong.lab.bench.rules import run as bench_rules
from shebaotong.lab.demo import DemoAccount, load_demo
from shebaotong.lab.people.cast import Member, cast
from shebaotong.lab.rehearsal import Rehearsal, rehearse

__all__ = [
    "DemoAccount",
    "Member",
    "Rehearsal",
    "bench_private",
    "bench_rules",
    "cast",
    "load_demo",
    "rehearse",
]
