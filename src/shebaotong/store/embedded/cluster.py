"""One cluster on disk: made once, started by the guardian, stopped in order."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from functools import partial
from pathlib import Path
from typing import Any

from shebaotong.store.embedded import binaries, leftovers, tuning
from shebaotong.store.embedded.place import Account, Place
from shebaotong.store.errors import StoreError
from shebaotong.store.processes import end_with_parent

ADMIN = "postgres"
_START_SECONDS = 60
_STOP_SECONDS = 60


def ensure_data(place: Place, *, password: str) -> None:
    """Make the cluster where there is none; refuse one of another PostgreSQL version."""
    version_file = place.data / "PG_VERSION"
    if version_file.exists():
        refuse_other_version(place, found=version_file.read_text().strip())
        return
    # Made aside and renamed: a program that is killed in between leaves no half cluster behind.
    for abandoned in place.root.glob("making-*"):
        shutil.rmtree(abandoned)
    making = Path(tempfile.mkdtemp(prefix="making-", dir=place.root))
    word = making / "password"
    word.write_text(password)
    word.chmod(0o600)
    if place.account:
        for path in (making, word):
            os.chown(path, place.account.uid, place.account.gid)
    command = [
        str(binaries.programs_for(place) / "initdb"),
        *("-D", str(making / "data"), "-U", ADMIN, f"--pwfile={word}", "--encoding=UTF8", "--locale=C"),
        *("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--data-checksums"),
        *("--auth-local=scram-sha-256", "--auth-host=reject"),
    ]
    done = subprocess.run(command, check=False, capture_output=True, text=True, cwd="/", **_as(place.account))
    if done.returncode != 0:
        raise StoreError(f"PostgreSQL could not make its data folder {place.data}: {done.stderr.strip()}")
    (making / "data").rename(place.data)
    shutil.rmtree(making)


def refuse_other_version(place: Place, *, found: str) -> None:
    have = binaries.major_version()
    if found == str(have):
        return
    raise StoreError(
        f"{place.data} was written by PostgreSQL {found}; this program brings PostgreSQL {have} and cannot "
        f"read it. Nothing was changed. Go back to the release of shebaotong you used before, run "
        f"`shebaotong backup FILE`, move the data folder away, and run `shebaotong restore FILE` with this "
        f"release. For demonstration data, `make demo-reset` starts over."
    )


def start(place: Place) -> subprocess.Popen[bytes]:
    """Start the postmaster and wait until it takes connections.

    The postmaster dies with the process that calls this: the kernel sends it SIGINT (fast shutdown).
    """
    leftovers.clear(place)
    options = [part for item in tuning.settings(place).items() for part in ("-c", "=".join(item))]
    with open(place.log, "wb") as log:
        postmaster = subprocess.Popen(
            [str(binaries.programs_for(place) / "postgres"), "-D", str(place.data), *options],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd="/",
            # After the change of user, which would clear it. The guardian has one thread, so this is safe.
            preexec_fn=partial(end_with_parent, parent=os.getpid(), with_signal=signal.SIGINT),  # noqa: PLW1509
            **_as(place.account),
        )
    deadline = time.monotonic() + _START_SECONDS
    while not leftovers.is_ready(place, pid=postmaster.pid):
        if postmaster.poll() is not None:
            raise StoreError(
                f"PostgreSQL did not start: {place.log.read_text(errors='replace').strip()[-2000:]}"
            )
        if time.monotonic() > deadline:
            stop(postmaster)
            raise StoreError(f"PostgreSQL was not ready after {_START_SECONDS} s. Its log: {place.log}")
        time.sleep(0.02)
    return postmaster


def stop(postmaster: subprocess.Popen[bytes]) -> None:
    """Fast shutdown (connections are closed, nothing committed is lost), then an immediate one."""
    for step in (signal.SIGINT, signal.SIGQUIT):
        if postmaster.poll() is None:
            postmaster.send_signal(step)
        try:
            postmaster.wait(timeout=_STOP_SECONDS)
            return
        except subprocess.TimeoutExpired:
            continue
    postmaster.kill()
    postmaster.wait()


def _as(account: Account | None) -> dict[str, Any]:
    if account is None:
        return {}
    return {"user": account.uid, "group": account.gid, "extra_groups": []}
