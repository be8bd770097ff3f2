"""Benchmarks: each runs the program beside a peer, on the same data, in the same run."""
