"""The face of the lab: demonstration people, benchmarks, simulators."""

from shebaotong.lab.demo import DemoAccount, load_demo

__all__ = ["DemoAccount", "load_demo"]
