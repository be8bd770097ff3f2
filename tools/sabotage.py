"""Put known faults into a copy of the source, one at a time, and see the tests turn red.

    python tools/sabotage.py                 all of tools/faults.yaml
    python tools/sabotage.py "four eyes off" by name

The copy lies in a temporary folder; the checkout is not touched. A fault that no test notices is a
failure: exit status 1. Tests that fail without any fault are one too, so run them green first.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[1]
FAULTS = ROOT / "tools" / "faults.yaml"
_COPIED = ("src", "tests", "tools", "docs", "pyproject.toml")
_LONGEST_SECONDS = 600
_RED = 1
"""pytest's status where tests ran and some failed; anything else means that they did not run."""


@dataclass(frozen=True)
class Fault:
    name: str
    file: str
    find: str
    put: str
    tests: tuple[str, ...]

    def planted(self, source: str) -> str:
        """The source with the fault in it. Raises ValueError where the place is not there exactly once."""
        if source.count(self.find) != 1:
            raise ValueError(f"{self.name}: {self.file} holds {source.count(self.find)} such places, not one")
        return source.replace(self.find, self.put)


def faults() -> list[Fault]:
    listed = yaml.safe_load(FAULTS.read_text(encoding="utf-8"))
    return [Fault(**{**entry, "tests": tuple(entry["tests"])}) for entry in listed]


@contextmanager
def copy_of_source() -> Iterator[Path]:
    """A copy of what the tests need, removed at the end."""
    with tempfile.TemporaryDirectory(prefix="sabotage-") as folder:
        top = Path(folder)
        top.chmod(0o755)
        for name in _COPIED:
            origin = ROOT / name
            ignore = shutil.ignore_patterns("__pycache__")
            if origin.is_dir():
                shutil.copytree(origin, top / name, ignore=ignore)
            else:
                shutil.copy(origin, top / name)
        yield top


def turns_red(fault: Fault, top: Path) -> bool:
    """Whether its tests fail on the copy with the fault in it. The copy is whole again afterwards."""
    file = top / fault.file
    whole = file.read_text(encoding="utf-8")
    file.write_text(fault.planted(whole), encoding="utf-8")
    try:
        return _status(fault.tests, top) == _RED
    finally:
        file.write_text(whole, encoding="utf-8")


def _status(tests: Sequence[str], top: Path) -> int:
    home = os.environ.get("SHEBAOTONG_HOME", str(ROOT / ".data"))
    environment = os.environ | {
        # Before the installed package, which points at the checkout.
        "PYTHONPATH": f"{top / 'src'}{os.pathsep}{top / 'tests'}",
        "PYTHONDONTWRITEBYTECODE": "1",
        "SHEBAOTONG_HOME": home,
    }
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", "-p", "no:xdist", *tests]
    done = subprocess.run(
        command,
        cwd=top,
        env=environment,
        capture_output=True,
        text=True,
        timeout=_LONGEST_SECONDS,
        check=False,
    )
    if done.returncode not in (0, _RED):
        sys.stderr.write(done.stdout[-2000:] + done.stderr[-2000:])
    return done.returncode


def main(names: Sequence[str]) -> int:
    wanted = [fault for fault in faults() if not names or fault.name in names]
    unknown = set(names) - {fault.name for fault in wanted}
    if unknown:
        sys.stderr.write(f"no such fault: {', '.join(sorted(unknown))}\n")
        return 2
    survived = []
    with copy_of_source() as top:
        for place, fault in enumerate(wanted, 1):
            started = time.monotonic()
            red = turns_red(fault, top)
            word = "red" if red else "NOT NOTICED"
            seconds = time.monotonic() - started
            sys.stdout.write(f"[{place}/{len(wanted)}] {fault.name}: {word} ({seconds:.0f} s)\n")
            sys.stdout.flush()
            if not red:
                survived.append(fault.name)
    sys.stdout.write(f"{len(wanted) - len(survived)} noticed, {len(survived)} not noticed\n")
    return 1 if survived else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
