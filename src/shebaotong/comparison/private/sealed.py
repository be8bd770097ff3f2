"""Messages sealed with the keys of one session: encrypted, in order, each under its name.

ChaCha20-Poly1305 (RFC 8439) with a key for each direction and the message's number as nonce. Both sides
hash what they send and receive, so that at the end both can sign one transcript.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from shebaotong.comparison.private.channel import MESSAGE_BYTES, Channel, ChannelLost
from shebaotong.comparison.private.mandate import Side
from shebaotong.comparison.private.refusal import Reason, Refused

_REFUSAL = "refused"
_PIECE = MESSAGE_BYTES // 2


class SealedChannel:
    """``send`` and ``receive`` must name the same messages in the same order on both sides."""

    def __init__(self, channel: Channel, *, side: Side, left_key: bytes, right_key: bytes) -> None:
        ours, theirs = (left_key, right_key) if side == "left" else (right_key, left_key)
        self._channel = channel
        self._side = side
        self._sealer = ChaCha20Poly1305(ours)
        self._opener = ChaCha20Poly1305(theirs)
        self._sent = self._received = 0
        self._sent_hash, self._received_hash = hashlib.sha256(), hashlib.sha256()

    def send(self, name: str, payload: bytes) -> None:
        nonce = self._sent.to_bytes(12, "big")
        self._sent += 1
        _note(self._sent_hash, name, payload)
        self._channel.send(self._sealer.encrypt(nonce, _framed(name, payload), None))

    def receive(self, name: str) -> bytes:
        """The payload of the next message. Raises Refused where it is not this one, or is a refusal."""
        nonce = self._received.to_bytes(12, "big")
        self._received += 1
        try:
            found, payload = _unframed(self._opener.decrypt(nonce, self._channel.receive(), None))
        except (InvalidTag, ValueError) as error:
            raise broken(f"message {self._received} was changed on its way or is not sealed") from error
        _note(self._received_hash, found, payload)
        if found == _REFUSAL:
            raise refusal_of(payload)
        if found != name:
            raise broken(f"expected the message {name!r}, got {found!r}")
        return payload

    def send_object(self, name: str, data: Any) -> None:
        self.send(name, json.dumps(data, ensure_ascii=False).encode())

    def receive_object(self, name: str) -> dict[str, Any]:
        try:
            data = json.loads(self.receive(name))
        except (ValueError, RecursionError) as error:
            raise broken(f"the message {name!r} is not JSON") from error
        if not isinstance(data, dict):
            raise broken(f"the message {name!r} is not an object")
        return data

    def swap(self, name: str, ours: bytes, *, expect: int) -> bytes:
        """Send ``ours`` and receive ``expect`` bytes, piece about piece, so that neither side fills up."""
        theirs = bytearray()
        pieces = _pieces(ours)
        while True:
            piece = next(pieces, None)
            if piece is not None:
                self.send(name, piece)
            if len(theirs) < expect:
                theirs += self.receive(name)
            elif piece is None:
                break
        if len(theirs) != expect:
            raise Refused(
                Reason.SIZE_DIFFERS,
                f"The partner sent {len(theirs)} bytes of {name!r} instead of {expect}.",
                "Its list is not the one of the mandate; settle it before another job.",
            )
        return bytes(theirs)

    def refuse(self, refused: Refused) -> None:
        """Tell the partner why this side stops, where it can still be told."""
        with suppress(ChannelLost):
            self.send(_REFUSAL, json.dumps({"reason": refused.reason, "what": refused.what}).encode())

    def transcript(self) -> str:
        """One digest of everything said so far, the same on both sides; hex."""
        ours, theirs = self._sent_hash.digest(), self._received_hash.digest()
        left, right = (ours, theirs) if self._side == "left" else (theirs, ours)
        return hashlib.sha256(left + right).hexdigest()


def broken(what: str) -> Refused:
    """The partner's program does not follow the protocol, or somebody stands between."""
    return Refused(
        Reason.PROTOCOL_BROKEN,
        f"The protocol broke: {what}.",
        "Nothing more was sent. Compare the versions of both programs and look at the line between them.",
    )


def refusal_of(payload: bytes) -> Refused:
    """The partner's refusal as ours."""
    try:
        data = json.loads(payload)
        reason, what = Reason(data["reason"]), str(data["what"])
    except (ValueError, KeyError, TypeError, RecursionError):
        return broken("the partner refused without a reason that this program knows")
    return Refused(
        Reason.PEER_REFUSED,
        f"The other province refused ({reason}): {what}",
        "Settle it with the other province and start again on both sides.",
    )


def _pieces(data: bytes) -> Iterator[bytes]:
    return (data[start : start + _PIECE] for start in range(0, len(data), _PIECE))


def _framed(name: str, payload: bytes) -> bytes:
    label = name.encode()
    return bytes([len(label)]) + label + payload


def _unframed(frame: bytes) -> tuple[str, bytes]:
    if not frame or len(frame) < 1 + frame[0]:
        raise ValueError("shorter than its own label")
    return frame[1 : 1 + frame[0]].decode(), frame[1 + frame[0] :]


def _note(running: Any, name: str, payload: bytes) -> None:
    label = name.encode()
    running.update(len(label).to_bytes(4, "big") + label + len(payload).to_bytes(8, "big") + payload)
