"""Data folders with a migrated database: made once, copied for each test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from support.processes import copied, reachable_folder
from support.program import run


@pytest.fixture(scope="session")
def _migrated() -> Iterator[Path]:
    with pytest.MonkeyPatch.context() as patch, reachable_folder() as folder:
        patch.delenv("DATABASE_URL", raising=False)
        done = run(folder / "home", "migrate")
        assert done.returncode == 0, done.stderr
        yield folder / "home"


@pytest.fixture(scope="session")
def install(_migrated: Path) -> Callable[[Path], Path]:
    """Makes a data folder as `shebaotong migrate` leaves a new one; migrating is most of many a test."""
    return lambda home: copied(_migrated, home)
