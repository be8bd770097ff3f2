"""Databases of a benchmark's own, on the installation's server: made for a run, and dropped after it."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connections
from django.db.utils import load_backend

from shebaotong.store.api import Server, django_database, drop_database

_PREFIX = "shebaotong_bench_"


@contextmanager
def own_database(server: Server, *, name: str) -> Iterator[Server]:
    """A name for a database that nobody else has; whoever made one under it finds it dropped at the end."""
    own = server.at(database=f"{_PREFIX}{name}_{secrets.token_hex(4)}")
    try:
        yield own
    finally:
        drop_database(server=own)


class Connection:
    """A connection of the program's role that can take the place of Django's own, without signing in anew."""

    def __init__(self, server: Server) -> None:
        entry = django_database(server=server)
        # Otherwise each request would ask it whether it lives, and close it.
        lasting = {"CONN_MAX_AGE": None, "CONN_HEALTH_CHECKS": False}
        settings = {**connections.settings["default"], **entry, **lasting}
        self._wrapper = load_backend(settings["ENGINE"]).DatabaseWrapper(settings, "default")

    @contextmanager
    def in_use(self) -> Iterator[None]:
        """In this thread everything is asked of this database while the block lasts."""
        before: Any = connections["default"]
        connections["default"] = self._wrapper
        try:
            yield
        finally:
            connections["default"] = before

    def close(self) -> None:
        self._wrapper.close()
