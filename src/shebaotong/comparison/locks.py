"""Folders that one run has to itself: a lock in the folder, which goes with the process that holds it."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TextIO

from shebaotong.comparison.problems import InputProblem

LOCK = "lock"


@contextmanager
def held(folder: Path, *, taken: str) -> Iterator[TextIO]:
    """Have ``folder`` to oneself, made where it is missing. It may be moved meanwhile (:func:`lies_in`).

    Raises InputProblem ``taken`` where another run has it, OSError where it cannot be made or written.
    """
    while True:
        folder.mkdir(exist_ok=True)
        with (folder / LOCK).open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                raise InputProblem(taken) from error
            # Whoever had it may have ended since the file was opened, and taken the folder away.
            if lies_in(folder, lock):
                yield lock
                return


def clear(folder: Path) -> None:
    """Remove what a held folder holds, but the lock."""
    for entry in folder.iterdir():
        if entry.name != LOCK:
            remove(entry)


def give_back(folder: Path) -> None:
    """Remove a held folder. One that the next run has locked meanwhile stays: it is that run's."""
    clear(folder)
    (folder / LOCK).unlink(missing_ok=True)
    with suppress(OSError):
        folder.rmdir()


def remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def lies_in(folder: Path, lock: TextIO) -> bool:
    """Whether ``folder`` is the one that ``lock`` holds."""
    try:
        return os.path.samestat(os.fstat(lock.fileno()), (folder / LOCK).stat())
    except FileNotFoundError:
        return False
