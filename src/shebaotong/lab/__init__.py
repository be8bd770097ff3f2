"""Demonstration people, benchmarks, simulators and the conformance kit."""
