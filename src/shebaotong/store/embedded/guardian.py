"""The guardian: a small process that keeps the embedded server running for as long as anyone uses it.

Every program that uses the server holds a connection to the guardian's socket. When the last one closes,
whether in order or because the program was killed, the guardian stops PostgreSQL and ends. It runs in a
session of its own, so Ctrl-C in a terminal does not reach it before its users have finished.

    python -m shebaotong.store.embedded.guardian DATA-FOLDER
"""

import fcntl
import os
import selectors
import signal
import socket
import sys
import time
from pathlib import Path
from subprocess import Popen

from shebaotong.store.embedded import cluster
from shebaotong.store.embedded.place import Place, make, place_of
from shebaotong.store.errors import StoreError
from shebaotong.store.home import Home

GREETING = b"ready\n"
EXIT_ANOTHER_RUNS = 75
EXIT_FAILED = 1
_GRACE_SECONDS = 15
_RESTARTS, _WITHIN_SECONDS = 3, 600.0
"""What ends more often than that has a cause that starting it again does not mend."""


class Guardian:
    """Accepts users, watches the postmaster, and knows when it is no longer needed."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._users: set[socket.socket] = set()
        self._selector = selectors.DefaultSelector()
        self._asked_to_stop = False
        self._idle_since = time.monotonic()
        self._grace = float(_GRACE_SECONDS)
        self._last_leavers: list[socket.socket] = []
        self._restarts: list[float] = []
        """When PostgreSQL was started again of late."""

    def run(self) -> None:
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self._stop_asked)
        postmaster = cluster.start(self._place)
        try:
            listener = self._listen()
            postmaster = self._serve(listener, postmaster)
            listener.close()
            self._place.control.unlink(missing_ok=True)
        finally:
            cluster.stop(postmaster)

    def dismiss(self) -> None:
        """Those who left last wait for this: to them, a closed connection means a stopped server."""
        for user in (*self._last_leavers, *self._users):
            user.close()

    def _listen(self) -> socket.socket:
        self._place.control.unlink(missing_ok=True)
        listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        listener.bind(str(self._place.control))
        listener.listen(16)
        self._selector.register(listener, selectors.EVENT_READ)
        return listener

    def _serve(self, listener: socket.socket, postmaster: Popen[bytes]) -> Popen[bytes]:
        while not self._finished():
            for key, _ in self._selector.select(timeout=0.5):
                if key.fileobj is listener:
                    self._welcome(listener)
                elif isinstance(key.fileobj, socket.socket):
                    self._farewell(key.fileobj)
            if postmaster.poll() is not None and not self._asked_to_stop:
                self._count_restart(time.monotonic())
                postmaster = cluster.start(self._place)
        return postmaster

    def _count_restart(self, now: float) -> None:
        """Raises StoreError where PostgreSQL ends again and again. One that is killed now and then, over the
        months in which a server runs, is started each time."""
        self._restarts = [at for at in self._restarts if at > now - _WITHIN_SECONDS] + [now]
        if (ended := len(self._restarts)) > _RESTARTS:
            raise StoreError(f"PostgreSQL ended {ended} times within minutes. Its log: {self._place.log}")

    def _welcome(self, listener: socket.socket) -> None:
        user, _ = listener.accept()
        self._users.add(user)
        self._selector.register(user, selectors.EVENT_READ)
        user.sendall(GREETING)

    def _farewell(self, user: socket.socket) -> None:
        """Users never write: anything readable is the end of the connection."""
        self._selector.unregister(user)
        self._users.discard(user)
        if self._users:
            user.close()
        else:
            self._last_leavers.append(user)
            self._grace = 0.0

    def _finished(self) -> bool:
        if self._asked_to_stop:
            return True
        if self._users:
            self._idle_since = time.monotonic()
            while self._last_leavers:
                self._last_leavers.pop().close()
            return False
        return time.monotonic() - self._idle_since >= self._grace

    def _stop_asked(self, _number: int, _frame: object) -> None:
        self._asked_to_stop = True


def main(folder: str) -> int:
    home = Home(Path(folder))
    try:
        place = place_of(home)
        make(home, place)
        lock = take_lock(home)
        if lock is None:
            return EXIT_ANOTHER_RUNS
        cluster.ensure_data(place, password=home.derive(purpose=cluster.ADMIN))
        guardian = Guardian(place)
        guardian.run()
        os.close(lock)
        guardian.dismiss()
    except StoreError as error:
        sys.stderr.write(f"{error}\n")
        return EXIT_FAILED
    return 0


def take_lock(home: Home) -> int | None:
    """The lock that makes this the only guardian of the data folder; None when another keeps it."""
    handle = os.open(home.path / "guardian.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        return None
    return handle


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
