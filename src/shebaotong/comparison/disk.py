"""What a disk refuses while results are written, said so that the reader knows what to do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

import duckdb

from shebaotong.comparison.problems import InputProblem

_INNER = re.compile(r'"exception_message":"((?:[^"\\]|\\.)*)"')
"""What DuckDB says of a file that it was writing beside its work."""
_FULL = ("No space left on device", "Disk quota exceeded", "File too large", "max_temp_directory_size")


@contextmanager
def on_disk() -> Iterator[None]:
    """Raises InputProblem for what the disk refuses inside."""
    try:
        yield
    except duckdb.OutOfMemoryException as error:
        # DuckDB says so, too, when it finds no room on the disk for what does not fit into memory.
        if not _is_full(error):
            raise
        raise _refusal(error) from error
    except (duckdb.IOException, OSError) as error:
        raise _refusal(error) from error


def _is_full(error: Exception) -> bool:
    return any(sign in str(error) for sign in _FULL)


def _refusal(error: Exception) -> InputProblem:
    told = str(error).splitlines()[0]
    if inner := _INNER.search(told):
        told = inner[1].replace('\\"', '"')
    remedy = "Make room there" if _is_full(error) else "See that the folder is there and may be written"
    return InputProblem(
        f"A file cannot be read or written ({told}). {remedy}, then give the same command again: what is done"
        " is not done anew."
    )
