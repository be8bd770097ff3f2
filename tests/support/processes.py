"""Which processes belong to a data folder, and folders that every user can reach."""

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path


def processes_of(folder: Path) -> dict[int, str]:
    """Living processes that work in the folder or name it in command or environment, without this one."""
    needle = str(folder).encode()
    found = {}
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            command = (entry / "cmdline").read_bytes()
            told = command + (entry / "environ").read_bytes() + os.fsencode(os.readlink(entry / "cwd"))
        except OSError:
            continue  # gone, or a zombie
        if needle in told and int(entry.name) != os.getpid():
            found[int(entry.name)] = command.replace(b"\0", b" ").decode(errors="replace")
    return found


def eventually(condition: Callable[[], bool], *, seconds: float = 60) -> bool:
    """Whether the condition comes true within the time."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def copied(home: Path, place: Path) -> Path:
    """A copy of a data folder that nobody uses, with owners and modes: PostgreSQL does not run as root."""
    subprocess.run(["cp", "-a", "--reflink=auto", home, place], check=True)
    return place


@contextmanager
def reachable_folder() -> Iterator[Path]:
    """A new folder that any user may pass through (pytest's own is closed, and PostgreSQL is not root)."""
    folder = Path(tempfile.mkdtemp(prefix="shebaotong-tests-", dir="/tmp"))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder)
