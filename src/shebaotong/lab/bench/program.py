"""The program that a benchmark measures, as the command line runs it: known before Django is set up."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Program:
    """The program that is measured, as the command line runs it."""

    start: Callable[[], tuple[str, int]]
    """Start the web server and the worker; host and port, once it answers."""
    worker_resting: Callable[[], AbstractContextManager[None]]
    """The worker stands still while the block lasts."""
    workers: int
    """Processes of the web server."""
    processes: Callable[[], Mapping[str, int]]
    """The numbers of the processes that were started, by name; each has children."""
