"""Where the embedded cluster lies, and as which user of the operating system it runs.

PostgreSQL refuses to run as root. A program started by root therefore hands the cluster to an account
that exists already; no account is added and no folder above is opened up. Where that account cannot
reach the data folder (a checkout under /root, say), the cluster lies below /var/lib/shebaotong instead,
and a note in the data folder remembers it.
"""

import hashlib
import os
import pwd
import shutil
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path

from shebaotong.store.errors import StoreError
from shebaotong.store.home import Home

ELSEWHERE = Path("/var/lib/shebaotong")
NOTE = "postgres-is-at"
# In this order: the account a packaged PostgreSQL would use, then the one every system has.
_ACCOUNTS = ("postgres", "nobody")
# sockaddr_un holds 108 bytes with the final zero; PostgreSQL adds "/.s.PGSQL.5432.lock".
_LONGEST_SOCKET_FOLDER = 107 - len("/.s.PGSQL.5432.lock")


@dataclass(frozen=True)
class Account:
    """A user of the operating system."""

    name: str
    uid: int
    gid: int


@dataclass(frozen=True)
class Place:
    """One embedded cluster on disk. `account` is None when it runs as the program's own user."""

    root: Path
    sockets: Path
    account: Account | None

    @property
    def data(self) -> Path:
        return self.root / "data"

    @property
    def log(self) -> Path:
        return self.root / "log"

    @property
    def socket(self) -> Path:
        return self.sockets / ".s.PGSQL.5432"

    @property
    def socket_lock(self) -> Path:
        """PostgreSQL's own lock file beside its socket."""
        return self.sockets / ".s.PGSQL.5432.lock"

    @property
    def control(self) -> Path:
        """Programs that use the server hold a connection here; see the guardian."""
        return self.sockets / "control"


def place_of(home: Home) -> Place:
    """Where the cluster of this data folder lies, or will lie. Reads only."""
    note = home.path / NOTE
    own = home.path / "postgres"
    root = Path(note.read_text().strip()) if note.exists() else own
    account = None
    if os.geteuid() == 0:
        account = _account(root)
        if root == own and not own.exists() and not _reachable(home.path, account):
            root = ELSEWHERE / _digest(home.path)
    return Place(root=root, sockets=_socket_folder(root), account=account)


def make(home: Home, place: Place) -> None:
    """Create the folders of the place, owned by the account that runs the server, closed to all others."""
    home.create()
    if place.root.is_relative_to(ELSEWHERE):
        ELSEWHERE.mkdir(exist_ok=True, mode=0o755)
        (home.path / NOTE).write_text(f"{place.root}\n")
    for folder in (place.root, place.sockets):
        folder.mkdir(exist_ok=True, mode=0o700)
        if place.account and folder.stat().st_uid == 0:
            os.chown(folder, place.account.uid, place.account.gid)
        _refuse_strangers(folder, place.account)


def remove(home: Home, place: Place) -> None:
    """Remove the cluster and all its data."""
    for folder in (place.sockets, place.root):
        if folder.exists():
            shutil.rmtree(folder)
    (home.path / NOTE).unlink(missing_ok=True)


def _account(root: Path) -> Account:
    """The owner of an existing cluster, else the first account that exists."""
    if root.exists() and (uid := root.stat().st_uid) != 0:
        entry = pwd.getpwuid(uid)
        return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)
    for name in _ACCOUNTS:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)
    raise StoreError(
        "PostgreSQL refuses to run as root, and this system has neither the user 'postgres' nor 'nobody'. "
        "Run the program as an ordinary user, or set DATABASE_URL."
    )


def _reachable(folder: Path, account: Account) -> bool:
    """Whether the account may pass through the folder and all above it (those that exist)."""
    return all(may_pass(part, account) for part in (folder, *folder.parents) if part.exists())


def may_pass(folder: Path, account: Account) -> bool:
    info = folder.stat()
    if info.st_uid == account.uid:
        return bool(info.st_mode & stat.S_IXUSR)
    if info.st_gid == account.gid:
        return bool(info.st_mode & stat.S_IXGRP)
    return bool(info.st_mode & stat.S_IXOTH)


def _socket_folder(root: Path) -> Path:
    near = root / "run"
    if len(os.fsencode(near)) <= _LONGEST_SOCKET_FOLDER:
        return near
    return Path(tempfile.gettempdir()) / f"shebaotong-{_digest(root)}"


def _refuse_strangers(folder: Path, account: Account | None) -> None:
    """A folder under /tmp may have been put there by somebody else."""
    info = folder.lstat()
    owner = account.uid if account else os.geteuid()
    if not stat.S_ISDIR(info.st_mode) or info.st_uid != owner or info.st_mode & 0o077:
        raise StoreError(
            f"{folder} must be a folder of mode 0700 owned by user {owner}, and is not. "
            "Nothing was changed. Look who made it, and remove it."
        )


def _digest(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:12]
