"""What an earlier run may have left: a server that still runs, or lock files without one."""

import os
import signal
import time
from contextlib import suppress
from pathlib import Path

from shebaotong.store.embedded.place import Place
from shebaotong.store.errors import StoreError

_PATIENCE_SECONDS = 60
_READY_LINE = 7


def is_ready(place: Place, *, pid: int) -> bool:
    """Whether the postmaster with this pid says in its pid file that it takes connections."""
    lines = _pid_file_lines(place)
    return len(lines) > _READY_LINE and lines[0].strip() == str(pid) and lines[_READY_LINE].strip() == "ready"


def clear(place: Place) -> None:
    """Stop an orphaned server and remove stale lock files.

    The caller holds the guardian's lock, so no other program of ours uses the cluster. The pid in the
    files proves nothing: it may belong to a zombie whose parent never reaps it, or to a stranger. What
    proves that a server lives is a process whose working folder is the data folder; only when none is
    left may the files go, for they guard against two servers writing at once.
    """
    began = time.monotonic()
    while living := _processes_in(place.data):
        waited = time.monotonic() - began
        if waited > _PATIENCE_SECONDS:
            raise StoreError(
                f"Processes {sorted(living)} still use {place.data} and do not stop. End them and try again."
            )
        lines = _pid_file_lines(place)
        postmaster = int(lines[0]) if lines and lines[0].strip().isdigit() else 0
        if postmaster in living:
            _send(postmaster, signal.SIGINT if waited < _PATIENCE_SECONDS / 2 else signal.SIGQUIT)
        elif waited > _PATIENCE_SECONDS / 6:
            # Backends of a postmaster that was killed leave by themselves; one in a long query may not.
            for pid in living:
                _send(pid, signal.SIGQUIT)
        time.sleep(0.1)
    for stale in (place.data / "postmaster.pid", place.socket, place.socket_lock):
        stale.unlink(missing_ok=True)


def _pid_file_lines(place: Place) -> list[str]:
    try:
        return (place.data / "postmaster.pid").read_text().splitlines()
    except FileNotFoundError:
        return []


def _processes_in(folder: Path) -> set[int]:
    """Living processes whose working folder this is; a zombie has none."""
    wanted = str(folder.resolve())
    found = set()
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            if os.readlink(entry / "cwd") == wanted:
                found.add(int(entry.name))
        except OSError:
            continue  # gone, a zombie, or another user's
    return found


def _send(pid: int, number: signal.Signals) -> None:
    with suppress(ProcessLookupError):  # it left by itself
        os.kill(pid, number)
