"""The work folder beside the findings: what is done stays done when a run is killed.

Each step writes under a temporary name and is renamed when it is complete. The folder belongs to one set of
inputs: with other files, another month or another version it begins anew.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from shebaotong.comparison.disk import on_disk
from shebaotong.comparison.locks import LOCK, clear, give_back, held, remove
from shebaotong.comparison.problems import InputProblem


class Work:
    """What has been done so far for one set of findings, as files in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def once(self, name: str, make: Callable[[Path], object]) -> Path:
        """The finished ``name``; ``make`` is called to write it if no earlier run got that far."""
        finished = self.folder / name
        if not finished.exists():
            begun = self.folder / f"{name}.begun"
            remove(begun)
            make(begun)
            begun.rename(finished)
        return finished


@contextmanager
def work_beside(out: Path, *, key: dict[str, object]) -> Iterator[Work]:
    """The work folder for ``out``, kept if it was begun for the same ``key``, removed when all went well.

    It is removed as well when something failed before anything was done.

    Raises InputProblem when another run is at work on the same findings, or the folder cannot be written.
    """
    folder = out.with_name(f"{out.name}.work")
    with ExitStack() as stack:
        taken = f"{out}: another run is writing these findings. Wait for it to end."
        try:
            stack.enter_context(held(folder, taken=taken))
        except OSError as error:
            raise InputProblem(f"{out}: cannot write there ({error.strerror or error}).") from error
        with on_disk():
            _begin(folder, json.dumps(key, sort_keys=True))
        try:
            yield Work(folder)
        except BaseException:
            if not any(_is_done(entry) for entry in folder.iterdir()):
                give_back(folder)
            raise
        give_back(folder)


def _begin(folder: Path, key: str) -> None:
    """Keep what was done for the same key, and nothing else."""
    written = folder / "key.json"
    if not written.exists() or written.read_text() != key:
        clear(folder)
        written.write_text(key)
    remove(folder / "spill")


def _is_done(entry: Path) -> bool:
    """Whether a later run could go on from it."""
    return entry.name not in (LOCK, "key.json", "spill") and entry.suffix != ".begun"
