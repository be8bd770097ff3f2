"""The fast engine's own environment: made on demand, because it cannot live in ours.

``spu`` 0.9.5 needs Python below 3.12, numpy below 2 and jax 0.4.34. What is installed is fixed by hash in
``rr22-requirements.txt``.
"""

from __future__ import annotations

import shutil
import subprocess
from importlib import resources
from pathlib import Path

VERSION = "0.9.5"
_PYTHONS = ("3.11", "3.10")


class CannotInstall(Exception):
    """What is missing on this machine, and what to do."""


def engine_python(folder: Path) -> Path | None:
    """The interpreter of a complete environment in ``folder``, or None."""
    python = folder / "bin" / "python"
    return python if python.exists() and _complete(folder).exists() else None


def install_engine(folder: Path) -> Path:
    """Make the environment in ``folder`` (about 1 GB) and return its interpreter. Raises CannotInstall."""
    uv = shutil.which("uv")
    if uv is None:
        raise CannotInstall("uv is not on the path: install it (https://docs.astral.sh/uv/) and try again.")
    _complete(folder).unlink(missing_ok=True)
    python = folder / "bin" / "python"
    _make_environment(uv, folder)
    requirements = resources.files("shebaotong.comparison.private").joinpath("rr22-requirements.txt")
    with resources.as_file(requirements) as listed:
        arguments = ["--python", str(python), "--require-hashes", "--only-binary", ":all:", "-r", str(listed)]
        _run([uv, "pip", "install", "--quiet", *arguments])
    _run([str(python), "-c", "import spu.psi"])
    _complete(folder).write_text(VERSION)
    return python


def _make_environment(uv: str, folder: Path) -> None:
    failures = []
    for version in _PYTHONS:
        try:
            _run(
                [uv, "venv", "--quiet", "--clear", "--no-python-downloads", "--python", version, str(folder)]
            )
            return
        except CannotInstall as error:
            failures.append(str(error))
    raise CannotInstall(f"No Python {' or '.join(_PYTHONS)} on this machine: {failures[0]}")


def _run(command: list[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise CannotInstall(f"`{' '.join(command[:3])} …` failed: {done.stderr.strip()[-600:]}")


def _complete(folder: Path) -> Path:
    return folder / f"shebaotong-rr22-{VERSION}"
