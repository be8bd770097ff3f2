"""The channel over HTTP: whole messages in order, through lost answers, strangers and silence."""

from __future__ import annotations

import http.client
import os
import socket
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest

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


def test_a_message_beyond_the_limit_is_refused(listening: ListeningChannel) -> None:
    with (
        CallingChannel(url(listening), patience=1) as channel,
        pytest.raises(ChannelLost, match=r"413|no word"),
    ):
        channel.send(bytes(MESSAGE_BYTES + 8192))


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
