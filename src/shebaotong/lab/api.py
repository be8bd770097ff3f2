"""The face of the lab: demonstration people, benchmarks, simulators."""

from shebaotong.lab.bench.comparison.run import run as bench_comparison
from shebaotong.lab.bench.late import cases as bench_cases
from shebaotong.lab.bench.late import lists as bench_lists
from shebaotong.lab.bench.private import run as bench_private
from shebaotong.lab.bench.program import Program as BenchProgram
from shebaotong.lab.bench.rules import run as bench_rules
from shebaotong.lab.demo import DemoAccount, demo_stories, load_demo, load_demo_round
from shebaotong.lab.people.cast import Member, cast
from shebaotong.lab.planted.accuracy import PUBLISHED as ACCURACY
from shebaotong.lab.planted.accuracy import measure as measure_accuracy
from shebaotong.lab.planted.accuracy import page as accuracy_page
from shebaotong.lab.rehearsal import Rehearsal, rehearse
from shebaotong.lab.sample.folder import Sample, write_sample

__all__ = [
    "ACCURACY",
    "BenchProgram",
    "DemoAccount",
    "Member",
    "Rehearsal",
    "Sample",
    "accuracy_page",
    "bench_cases",
    "bench_comparison",
    "bench_lists",
    "bench_private",
    "bench_rules",
    "cast",
    "demo_stories",
    "load_demo",
    "load_demo_round",
    "measure_accuracy",
    "rehearse",
    "write_sample",
]
