"""A comparison that is kept: encoded rows, ties and findings in a folder, so that a night needs only changes.

The folder holds what the first run made (``base``), and one folder for each night since, with the encoded
changes of that night and the findings after it. ``state.json`` says which night is the last complete one and
is replaced in one step: a night that was killed has not happened.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any

import duckdb

from shebaotong.comparison.by_person import PersonRows, write_by_person
from shebaotong.comparison.found import write_anew
from shebaotong.comparison.ingest import Encoded
from shebaotong.comparison.job import SideCount
from shebaotong.comparison.kinds import KINDS, Kind
from shebaotong.comparison.locks import clear, give_back, held, lies_in
from shebaotong.comparison.paths import rows_of
from shebaotong.comparison.problems import InputProblem
from shebaotong.comparison.tables import Tables

_VERSION = 5
_STATE = "state.json"
_FINDINGS = "findings.arrow"
SIDES = ("left", "right")
LASTING = ("numbers", "odd_people", "left_people", "right_people", "all_matches", "kin")
"""What a night goes on from, beside rows and findings."""


@dataclass(frozen=True, slots=True)
class State:
    kind_name: str
    as_of: int
    """Last month that counted, since year 0."""
    buckets: int
    night: int
    """0 after the first run."""
    left: SideCount
    right: SideCount
    linked: int | None
    """The night that brought the linked documents in force."""

    @property
    def kind(self) -> Kind:
        return KINDS[self.kind_name]


@dataclass(frozen=True, slots=True)
class Kept:
    folder: Path
    state: State

    @property
    def base(self) -> Path:
        return self.folder / "base"

    def night(self, number: int) -> Path:
        """The folder of a night; 0 is the first run."""
        return self.base if number == 0 else self.folder / f"night-{number}"

    def changes(self, side: str) -> list[Path]:
        """The encoded changes of a side, of all nights."""
        files = [self.night(night) / f"{side}.parquet" for night in range(1, self.state.night + 1)]
        return [file for file in files if file.exists()]

    def findings(self, night: int) -> Path:
        """The file of the findings after a night (:mod:`.found`)."""
        return self.night(night) / _FINDINGS

    def by_person(self, side: str) -> PersonRows:
        """The rows of the first run in the order of persons."""
        layout = next(own.layout for name, own in self.state.kind.sides if name == side)
        return PersonRows(layout, self.base / _by_person(side), self.state.buckets)

    @property
    def kin(self) -> Path | None:
        """The linked documents in force."""
        return None if self.state.linked is None else self.night(self.state.linked) / "kin.parquet"

    def commit(self, state: State) -> None:
        """From here on ``state`` is what the folder holds."""
        written = {"version": _VERSION, "duckdb": duckdb.__version__, **asdict(state)}
        begun = self.folder / f"{_STATE}.begun"
        begun.write_text(json.dumps(written, indent=2))
        begun.replace(self.folder / _STATE)

    def remove_unfinished(self) -> None:
        """Nights that were begun and never committed."""
        for folder in self.folder.glob("night-*"):
            if int(folder.name.partition("-")[2]) > self.state.night:
                shutil.rmtree(folder)


@contextmanager
def place_for(folder: Path | None) -> Iterator[None]:
    """Hold the place of a comparison that will be kept, if any is, from before the work: the later one of two
    runs is told at once. Raises InputProblem, also where something lies in ``folder`` already."""
    if folder is None:
        yield
        return
    _check_new(folder)
    begun = _begun(folder)
    with ExitStack() as stack:
        taken = f"--keep {folder}: another run is about to keep its comparison there. Wait for it to end."
        try:
            folder.parent.mkdir(parents=True, exist_ok=True)
            lock = stack.enter_context(held(begun, taken=taken))
        except OSError as error:
            raise InputProblem(
                f"--keep {folder}: cannot write there ({error.strerror or error})."
                " Name a folder that this user may make."
            ) from error
        try:
            _check_new(folder)
            clear(begun)
            yield
        finally:
            # What is kept has moved to its own name, and the lock with it.
            if lies_in(begun, lock):
                give_back(begun)


def _check_new(folder: Path) -> None:
    if _is_taken(folder):
        raise InputProblem(f"--keep {folder}: is there already. Name a new folder.")


def _is_taken(folder: Path) -> bool:
    return folder.exists() and (not folder.is_dir() or any(folder.iterdir()))


def begin(
    folder: Path, tables: Tables, sides: tuple[Encoded, Encoded], parts: list[Path], state: State
) -> None:
    """Keep what a first run made in its work folder: the files that nights go on from.

    Its place is held (:func:`place_for`). Raises InputProblem where something was put there since.
    """
    # While all lies in the work folder still: the run goes on from there with another place.
    if _is_taken(folder):
        raise _put_there_since(folder)
    # What several threads read at once stays with the process, beside the rows that are put in order.
    tables.connection.execute("set threads = 1")
    for name, rows in zip(SIDES, sides, strict=True):
        make = partial(write_by_person, tables.connection, rows, buckets=state.buckets)
        tables.work.once(_by_person(name), make)
    tables.connection.execute("reset threads")
    tables.work.once(_FINDINGS, partial(write_anew, tables.connection, rows_of(parts), "numbers"))
    kept = Kept(_begun(folder), state)
    kept.base.mkdir()
    for name in (_FINDINGS, *(name for side in SIDES for name in (side, f"{side}-odd", _by_person(side)))):
        shutil.move(tables.work.folder / name, kept.base / name)
    for name in LASTING:
        file = tables.work.folder / f"{name}.parquet"
        if file.exists():
            shutil.move(file, kept.base / file.name)
    kept.commit(state)
    try:
        # Takes the place of an empty folder, and of nothing else.
        kept.folder.rename(folder)
    except OSError as error:
        raise _put_there_since(folder) from error


def _put_there_since(folder: Path) -> InputProblem:
    return InputProblem(
        f"--keep {folder}: something was put there while the files were compared. The findings are written;"
        " to keep the comparison, give the command again with a new folder."
    )


def _begun(folder: Path) -> Path:
    own = folder.resolve()
    return own.with_name(f"{own.name}.begun")


def _by_person(side: str) -> str:
    return f"{side}-by-person"


@contextmanager
def opened(folder: Path) -> Iterator[Kept]:
    """A kept comparison, for one run at a time. Raises InputProblem."""
    if not (folder / _STATE).is_file():
        raise InputProblem(f"{folder}: no comparison is kept there. Begin with compare --keep.")
    with ExitStack() as stack:
        taken = f"{folder}: another run is at work there. Wait for it to end."
        try:
            stack.enter_context(held(folder, taken=taken))
        except OSError as error:
            raise InputProblem(f"{folder}: cannot write there ({error.strerror or error}).") from error
        # Not before the lock: a night that another run has committed by then would be taken for unfinished.
        kept = Kept(folder, _read_state(folder))
        kept.remove_unfinished()
        yield kept


def _read_state(folder: Path) -> State:
    """Raises InputProblem."""
    try:
        written: dict[str, Any] = json.loads((folder / _STATE).read_text())
        made_by = (written.pop("version"), written.pop("duckdb"))
        if made_by != (_VERSION, duckdb.__version__):
            raise InputProblem(
                f"{folder}: was kept by another version, whose encoding may differ."
                " Begin anew with compare --keep."
            )
        written |= {side: SideCount(**written[side]) for side in SIDES}
        return State(**written)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise InputProblem(
            f"{folder}: {_STATE} is damaged, and nobody knows what is kept. Begin anew with compare --keep."
        ) from error
