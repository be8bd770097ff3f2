"""While files are read: what is damaged in them is told by name, and nothing is made of files that change."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import duckdb

from shebaotong.comparison.problems import InputProblem
from shebaotong.comparison.sources import Source, mark_of, scans


@contextmanager
def intact(*sources: Source) -> Iterator[None]:
    """Inside the files of ``sources`` are read. Raises InputProblem where one is damaged, or was written to
    since it was opened: a pass over it would have seen some of the old and some of the new."""
    try:
        yield
    except (InputProblem, duckdb.OutOfMemoryException):
        raise
    except Exception:
        _check_unchanged(sources)
        _check_readable(sources)
        raise
    _check_unchanged(sources)


def _check_unchanged(sources: tuple[Source, ...]) -> None:
    for source in sources:
        for file, mark in source.marks:
            try:
                same = mark_of(file) == mark
            except OSError:
                same = False
            if not same:
                raise InputProblem(
                    f"{file}: was written to, replaced or removed while it was read."
                    " Compare again when nobody writes to it any more."
                )


def _check_readable(sources: tuple[Source, ...]) -> None:
    """Read file by file to the end, to find the one that cannot be."""
    for source in sources:
        for group in source.groups:
            for file in group.files:
                alone = replace(source, groups=(replace(group, files=(file,)),))
                (scan,) = scans(alone)
                texts = ", ".join(f'"{column}"' for column in source.layout.order)
                try:
                    with duckdb.connect(":memory:") as connection:
                        connection.execute("set threads = 1")
                        connection.execute(f"select max(hash({texts})) from ({scan.select}) as texts")
                except duckdb.OutOfMemoryException:
                    continue
                except duckdb.Error as error:
                    raise _unreadable(file, error) from error


def _unreadable(file: str, error: duckdb.Error) -> InputProblem:
    if "state machine" in str(error):
        return InputProblem(
            f"{file}: cannot be read to its end. Its lines end in different ways (LF, CR LF, CR), or one has"
            " a carriage return inside: save it again with one kind of line end."
        )
    reason = str(error).splitlines()[0]
    return InputProblem(
        f"{file}: cannot be read to its end ({reason}). It is damaged: have it written or sent again."
    )
