"""As little of an HTTP client as the benchmark needs: it shares its processors with what it measures."""

from __future__ import annotations

import socket
from collections.abc import Callable

_CHUNK = 65536
_END = b"\r\n\r\n"
_LENGTH = b"content-length:"


class Connection:
    """One connection to the web server that stays open."""

    def __init__(self, host: str, port: int, *, patience: float) -> None:
        self._host = f"{host}:{port}"
        self._socket = socket.create_connection((host, port), timeout=patience)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def post(self, path: str, body: bytes, *, token: str, key: str) -> tuple[int, bytes]:
        """Status and body of the answer. Raises OSError, ConnectionError where the server goes away."""
        head = (
            f"POST {path} HTTP/1.1\r\nHost: {self._host}\r\nAuthorization: Bearer {token}\r\n"
            f"Content-Type: application/json\r\nIdempotency-Key: {key}\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        self._socket.sendall(head.encode() + body)
        head_, _, said = self._more(b"", until=lambda got: _END in got).partition(_END)
        length = _length(head_)
        return int(head_[9:12]), self._more(said, until=lambda got: len(got) >= length)

    def _more(self, got: bytes, *, until: Callable[[bytes], bool]) -> bytes:
        while not until(got):
            more = self._socket.recv(_CHUNK)
            if not more:
                raise ConnectionError("the server closed the connection in an answer")
            got += more
        return got

    def close(self) -> None:
        self._socket.close()


def _length(head: bytes) -> int:
    """How long the body is. The server measures every answer; raises ConnectionError where it does not."""
    for line in head.lower().split(b"\r\n"):
        if line.startswith(_LENGTH):
            return int(line[len(_LENGTH) :])
    raise ConnectionError("an answer without its length")
