"""The channel over HTTP with nothing but the standard library: one side listens, the other calls.

``POST /<session>/<n>`` brings the caller's message n; ``GET /<session>/<n>`` fetches the listener's. Both
may be repeated after a lost answer: numbers, not connections, keep the order. Everything from the second
message on is sealed end to end, so a proxy that ends TLS in between learns sizes and times only.
"""

from __future__ import annotations

import http.client
import secrets
import ssl
import threading
import time
from collections import deque
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

from shebaotong.comparison.private.channel import MESSAGE_BYTES, ChannelLost

_POLL_SECONDS = 20.0
"""How long one request may wait before it answers "nothing yet"."""
_WAITING_MESSAGES = 4
_BODY_BYTES = MESSAGE_BYTES + 4096


class CallingChannel:
    """The side that knows the other's address. ``patience`` seconds of silence end the job."""

    def __init__(self, url: str, *, patience: float, tls: ssl.SSLContext | None = None) -> None:
        self._url = urlsplit(url)
        if self._url.scheme not in ("http", "https") or not self._url.hostname:
            raise ValueError(f"not an address in the form http://HOST:PORT or https://HOST: {url!r}")
        self._tls = tls or (ssl.create_default_context() if self._url.scheme == "https" else None)
        self._patience = patience
        self._session = secrets.token_hex(16)
        self._sent = self._received = 0
        self._connection: http.client.HTTPConnection | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def send(self, message: bytes) -> None:
        self._until(("POST", str(self._sent), message), {200})
        self._sent += 1

    def receive(self) -> bytes:
        body = self._until(("GET", str(self._received), None), {200})
        self._received += 1
        return body

    def close(self) -> None:
        """Tell the listener that nothing more will be fetched."""
        try:
            self._once("POST", "bye", b"")
        except (OSError, http.client.HTTPException):
            return
        finally:
            if self._connection is not None:
                self._connection.close()

    def _until(self, request: tuple[str, str, bytes | None], wanted: set[int]) -> bytes:
        deadline = time.monotonic() + self._patience
        why = "it answered nothing"
        while time.monotonic() < deadline:
            try:
                status, body = self._once(*request)
            except (OSError, http.client.HTTPException) as error:
                why = str(error) or type(error).__name__
                time.sleep(min(0.2, self._patience))
                continue
            if status in wanted:
                return body
            if status not in (204, 503):
                raise ChannelLost(
                    f"the other province answered {status}: {body[:200].decode(errors='replace')}"
                )
        raise ChannelLost(f"no word from {self._url.netloc} for {self._patience:g} seconds: {why}")

    def _once(self, method: str, what: str, body: bytes | None) -> tuple[int, bytes]:
        if self._connection is None:
            self._connection = self._connect()
        path = f"{self._url.path.rstrip('/')}/{self._session}/{what}"
        try:
            self._connection.request(method, path, body)
            response = self._connection.getresponse()
            return response.status, response.read(_BODY_BYTES)
        except (OSError, http.client.HTTPException):
            self._connection.close()
            self._connection = None
            raise

    def _connect(self) -> http.client.HTTPConnection:
        host, port, wait = str(self._url.hostname), self._url.port, _POLL_SECONDS * 2
        if self._tls is not None:
            return http.client.HTTPSConnection(host, port, timeout=wait, context=self._tls)
        return http.client.HTTPConnection(host, port, timeout=wait)


class ListeningChannel:
    """The side that waits. It talks to the first caller only and answers others 409."""

    def __init__(self, host: str, port: int, *, patience: float) -> None:
        self._post = _Post()
        self._patience = patience
        self._server = _Server((host, port), self._post)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()

    @property
    def address(self) -> tuple[str, int]:
        """Where it listens; the port is the chosen one where 0 was asked for."""
        host, port = self._server.server_address[:2]
        return str(host), int(port)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def send(self, message: bytes) -> None:
        if not self._post.offer(message, self._patience):
            raise ChannelLost(f"the caller fetched nothing for {self._patience:g} seconds")

    def receive(self) -> bytes:
        message = self._post.take(self._patience)
        if message is None:
            raise ChannelLost(f"nobody called for {self._patience:g} seconds, or the caller hung up")
        return message

    def close(self) -> None:
        """Wait until the caller has fetched what is left, then stop listening."""
        self._post.drain(_POLL_SECONDS)
        self._server.shutdown()
        self._server.server_close()


class _Post:
    """Messages on their way in and out, under one lock."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._session: str | None = None
        self._inward: deque[bytes] = deque()
        self._outward: deque[bytes] = deque()
        self._arrived = self._fetched = 0
        self._last: bytes = b""
        self._gone = False

    def joins(self, session: str, *, opening: bool) -> bool:
        """The first caller who brings a first message has the line; a scanner that passes by has not."""
        with self._changed:
            if self._session is None and opening:
                self._session = session
            return self._session == session

    def offer(self, message: bytes, seconds: float) -> bool:
        with self._changed:
            if not self._changed.wait_for(lambda: len(self._outward) < _WAITING_MESSAGES, seconds):
                return False
            self._outward.append(message)
            self._changed.notify_all()
            return True

    def take(self, seconds: float) -> bytes | None:
        with self._changed:
            self._changed.wait_for(lambda: self._inward or self._gone, seconds)
            if not self._inward:
                return None
            message = self._inward.popleft()
            self._changed.notify_all()
            return message

    def arrive(self, number: int, message: bytes) -> bool:
        """False where there is no room yet; a message that came before is dropped."""
        with self._changed:
            if number < self._arrived:
                return True
            if not self._changed.wait_for(lambda: len(self._inward) < _WAITING_MESSAGES, _POLL_SECONDS):
                return False
            if number == self._arrived:
                self._inward.append(message)
                self._arrived += 1
                self._changed.notify_all()
            return number < self._arrived

    def fetch(self, number: int) -> bytes | None:
        """The message of this number, again where its answer was lost; None where it is not there yet."""
        with self._changed:
            if number == self._fetched - 1:
                return self._last
            if not self._changed.wait_for(lambda: bool(self._outward), _POLL_SECONDS):
                return None
            if number != self._fetched:
                return self._last if number == self._fetched - 1 else None
            self._last = self._outward.popleft()
            self._fetched += 1
            self._changed.notify_all()
            return self._last

    def leave(self) -> None:
        with self._changed:
            self._gone = True
            self._changed.notify_all()

    def drain(self, seconds: float) -> None:
        """Until the caller says that it is gone; not at all where nobody ever called."""
        with self._changed:
            self._changed.wait_for(lambda: self._gone or self._session is None, seconds)


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, address: tuple[str, int], post: _Post) -> None:
        super().__init__(address, _Handler)
        self.post = post


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def do_POST(self) -> None:
        length = self.headers.get("Content-Length") or "0"
        if not (length.isascii() and length.isdigit()) or int(length) > _BODY_BYTES:
            self.close_connection = True
            self._answer(413, b"message too long, or of no length")
            return
        body = self.rfile.read(int(length))
        what = self._addressed()
        if what == "bye":
            self.server.post.leave()
            self._answer(200)
        elif what is not None:
            self._answer(200 if self.server.post.arrive(int(what), body) else 503)

    def do_GET(self) -> None:
        what = self._addressed()
        if what is None:
            return
        message = self.server.post.fetch(int(what)) if what != "bye" else None
        self._answer(204 if message is None else 200, message or b"")

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: the job's own output says what happens."""

    def _addressed(self) -> str | None:
        """The last part of the path: a number or ``bye``; answers the caller itself otherwise."""
        parts = self.path.strip("/").split("/")
        if len(parts) < 2 or not (parts[-1] == "bye" or (parts[-1].isascii() and parts[-1].isdigit())):
            self._answer(404, b"no such message")
            return None
        opening = self.command == "POST" and parts[-1] == "0"
        if not self.server.post.joins(parts[-2], opening=opening):
            self._answer(409, b"busy with another caller")
            return None
        return parts[-1]

    def _answer(self, status: int, body: bytes = b"") -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if status != 204:
            self.wfile.write(body)
