"""The side of a program that uses the embedded server: join, and leave."""

import os
import socket
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryFile

from shebaotong.store.embedded import guardian
from shebaotong.store.embedded.place import place_of, remove
from shebaotong.store.errors import StoreError
from shebaotong.store.home import Home

_JOIN_SECONDS = 180
_LEAVE_SECONDS = 150


class EmbeddedServer:
    """A running embedded server, held for as long as this object is joined."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection

    @classmethod
    def join(cls, *, home: Home) -> "EmbeddedServer":
        """Use the running server of this data folder, or start it. Raises StoreError with what to do."""
        home.secret()
        deadline = time.monotonic() + _JOIN_SECONDS
        while time.monotonic() < deadline:
            if joined := _connect(home):
                return cls(joined)
            with TemporaryFile("w+") as complaint:
                keeper = _launch(home, complaint.fileno())
                while (code := keeper.poll()) is None and time.monotonic() < deadline:
                    if joined := _connect(home):
                        return cls(joined)
                    time.sleep(0.03)
                if code == guardian.EXIT_ANOTHER_RUNS:
                    # It is starting, or about to end.
                    time.sleep(0.2)
                elif code:
                    complaint.seek(0)
                    raise StoreError(
                        complaint.read().strip() or f"The PostgreSQL guardian ended with {code}."
                    )
        raise StoreError(f"The embedded PostgreSQL of {home.path} was not ready after {_JOIN_SECONDS} s.")

    def leave(self) -> None:
        """Give the server up; returns when it has stopped, or at once when others still use it."""
        self._connection.settimeout(_LEAVE_SECONDS)
        try:
            self._connection.shutdown(socket.SHUT_WR)
            while self._connection.recv(64):
                continue
        except OSError:
            pass  # the guardian is gone already, and the server with it
        finally:
            self._connection.close()


def remove_embedded(*, home: Home) -> None:
    """Remove the embedded server of a data folder with all its data; refused while a program uses it."""
    lock = guardian.take_lock(home)
    if lock is None:
        raise StoreError(f"The embedded PostgreSQL of {home.path} is running. Stop the program first.")
    try:
        remove(home, place_of(home))
    finally:
        os.close(lock)


def _connect(home: Home) -> socket.socket | None:
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    connection.settimeout(10)
    try:
        connection.connect(str(place_of(home).control))
        if connection.recv(len(guardian.GREETING)) == guardian.GREETING:
            connection.settimeout(None)
            return connection
    except OSError:
        pass  # no guardian, or one that is just ending
    connection.close()
    return None


def _launch(home: Home, complaint: int) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", guardian.__name__, str(home.path)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=complaint,
        cwd=Path("/"),
        start_new_session=True,
    )
