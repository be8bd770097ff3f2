"""The channel over HTTP: whole messages in order, through lost answers, strangers and silence."""

from __future__ import annotations

import contextlib
import http.client
import os
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from shebaotong.comparison.private.channel import MESSAGE_BYTES, ChannelLost
from shebaotong.comparison.private.http_channel import CallingChannel, ListeningChannel

Together = Callable[..., tuple[Any, Any]]


@pytest.fixture
def listening() -> Iterator[ListeningChannel]:
    with ListeningChannel("127.0.0.1", 0, patience=20) as channel:
        yield channel


def url(listening: ListeningChannel) -> str:
    return "http://{}:{}/psi".format(*listening.address)


def test_messages_arrive_whole_and_in_order_both_ways(
    listening: ListeningChannel, together: Together
) -> None:
    ours = [os.urandom(size) for size in (0, 1, 70_000, MESSAGE_BYTES)] * 3

    def talk(channel: Any) -> list[bytes]:
        heard = []
        for message in ours:
            channel.send(message)
            heard.append(channel.receive())
        return heard

    def call() -> list[bytes]:
        with CallingChannel(url(listening), patience=20) as channel:
            return talk(channel)

    assert together(lambda: talk(listening), call) == (ours, ours)


def test_a_lost_answer_neither_doubles_nor_drops_a_message(listening: ListeningChannel) -> None:
    """The caller repeats what it does not know to have arrived."""

    def ask(method: str, path: str, body: bytes | None = None) -> tuple[int, bytes]:
        line = http.client.HTTPConnection(*listening.address, timeout=10)
        line.request(method, f"/abc/{path}", body)
        response = line.getresponse()
        return response.status, response.read()

    assert ask("POST", "0", b"one") == ask("POST", "0", b"one") == (200, b"")
    assert ask("POST", "1", b"two")[0] == 200
    assert (listening.receive(), listening.receive()) == (b"one", b"two")
    listening.send(b"first")
    listening.send(b"second")
    assert ask("GET", "0") == ask("GET", "0") == (200, b"first")
    assert ask("GET", "1") == (200, b"second")
    assert ask("POST", "bye")[0] == 200


def test_a_stranger_gets_no_word_in(listening: ListeningChannel) -> None:
    def status(method: str, path: str, body: bytes | None = None) -> int:
        line = http.client.HTTPConnection(*listening.address, timeout=10)
        line.request(method, path, body)
        return line.getresponse().status

    assert status("GET", "/scan/0") == 409
    assert status("GET", "/") == 404
    assert status("POST", "/abc/../../etc/passwd", b"") == 404
    assert status("POST", "/abc/0", b"hello") == 200
    assert status("POST", "/other/0", b"me too") == 409
    assert listening.receive() == b"hello"
    assert status("POST", "/abc/bye", b"") == 200


@pytest.mark.slow
def test_a_message_beyond_the_limit_is_refused(listening: ListeningChannel) -> None:
    with (
        CallingChannel(url(listening), patience=0.3) as channel,
        pytest.raises(ChannelLost, match=r"413|no word"),
    ):
        channel.send(bytes(MESSAGE_BYTES + 8192))


@pytest.mark.slow
def test_the_caller_may_start_first() -> None:
    with socket.socket() as spare:
        spare.bind(("127.0.0.1", 0))
        port = spare.getsockname()[1]
    caller = CallingChannel(f"http://127.0.0.1:{port}", patience=20)
    sending = threading.Thread(target=lambda: caller.send(b"early"))
    sending.start()
    with ListeningChannel("127.0.0.1", port, patience=20) as channel:
        assert channel.receive() == b"early"
        sending.join()
        caller.close()


@pytest.mark.slow
def test_silence_ends_the_job_with_a_reason() -> None:
    with pytest.raises(ChannelLost, match=r"no word from 127\.0\.0\.1:9 for 0\.3 seconds"):
        CallingChannel("http://127.0.0.1:9", patience=0.3).send(b"")
    with (
        ListeningChannel("127.0.0.1", 0, patience=0.1) as channel,
        pytest.raises(ChannelLost, match="nobody called"),
    ):
        channel.receive()


@pytest.mark.parametrize("address", ["example.org", "ftp://example.org", "http://"])
def test_an_address_that_is_none_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match="not an address"):
        CallingChannel(address, patience=1)


def certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate for 127.0.0.1 and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "gx.example")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(datetime(2000, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2999, 1, 1, tzinfo=UTC))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem, secret = folder / "cert.pem", folder / "key.pem"
    pem.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    secret.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    return pem, secret


def test_it_speaks_https_to_what_ends_tls_before_the_listener(
    listening: ListeningChannel, together: Together, tmp_path: Path
) -> None:
    pem, secret = certificate(tmp_path)
    ending = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    ending.load_cert_chain(pem, secret)
    door = socket.create_server(("127.0.0.1", 0))

    def relay(source: socket.socket, sink: socket.socket) -> None:
        # Who ends first closes the other's source.
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                sink.sendall(data)
        sink.close()

    def end_tls() -> None:
        caller, _ = door.accept()
        outside = ending.wrap_socket(caller, server_side=True)
        inside = socket.create_connection(listening.address)
        for source, sink in ((outside, inside), (inside, outside)):
            threading.Thread(target=relay, args=(source, sink), daemon=True).start()

    threading.Thread(target=end_tls, daemon=True).start()
    address = f"https://127.0.0.1:{door.getsockname()[1]}/psi"
    trusting = ssl.create_default_context(cafile=str(pem))

    def call() -> bytes:
        with CallingChannel(address, patience=20, tls=trusting) as channel:
            channel.send(b"over TLS")
            return channel.receive()

    def answer() -> bytes:
        heard = listening.receive()
        listening.send(b"and back")
        return heard

    assert together(call, answer) == (b"and back", b"over TLS")


@pytest.mark.slow
def test_a_certificate_that_nobody_trusts_ends_the_call(tmp_path: Path) -> None:
    pem, secret = certificate(tmp_path)
    ending = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    ending.load_cert_chain(pem, secret)
    door = socket.create_server(("127.0.0.1", 0))

    def end_tls() -> None:
        while True:
            caller, _ = door.accept()
            with contextlib.suppress(OSError):
                ending.wrap_socket(caller, server_side=True)

    threading.Thread(target=end_tls, daemon=True).start()
    with pytest.raises(ChannelLost, match="certificate verify failed"):
        CallingChannel(f"https://127.0.0.1:{door.getsockname()[1]}", patience=0.3).send(b"secret")
