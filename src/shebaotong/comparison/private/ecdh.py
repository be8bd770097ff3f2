"""The portable engine: private set intersection from commuting masks, in two steps.

Both lists travel masked, padded and sorted, so that their order tells nothing. Each side masks the other's
list once more and returns the result *sorted*: from two such lists both sides count the overlap, and
neither can say whose points met. Only when both have found the count within the mandate do they tell each
other the places. What each side returns is fixed by a digest before it sees the other's answer: an
answer made up from the other's would claim that everybody is common.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from shebaotong.comparison.job import Progress
from shebaotong.comparison.private import curve
from shebaotong.comparison.private.crowd import Crowd, crowd
from shebaotong.comparison.private.handshake import Session
from shebaotong.comparison.private.mandate import opposite
from shebaotong.comparison.private.sealed import SealedChannel, broken

_POINT = np.dtype(f"S{curve.POINT_BYTES}")
_PLACE = np.dtype("<u4")
_Points = npt.NDArray[np.bytes_]
_Places = npt.NDArray[np.int64]


class EcdhEngine:
    """Curve25519 by ``cryptography``; ``workers`` processes share the masking."""

    name = "ecdh"

    def __init__(self, *, workers: int) -> None:
        self._workers = workers

    def meet(
        self, keys: Sequence[bytes], *, session: Session, mine: int, theirs: int, progress: Progress
    ) -> EcdhMeeting:
        secret = secrets.token_bytes(32)
        with crowd(self._workers) as workers:
            own, order = _own_list(workers, secret, keys, session, mine, progress)
            size = curve.POINT_BYTES
            met = _points(session.channel.swap("masked", own, expect=theirs * size))
            if not _rising(met):
                raise broken("the partner's list is not sorted, or names one element twice")
            try:
                twice = _points(workers.masks(secret, met.tobytes(), progress))
            except ValueError as error:
                raise broken("the partner's list holds a point of small order") from error
        answer_order = np.argsort(twice)
        answer = _swap_fixed(session, twice[answer_order].tobytes(), mine * size)
        if not _rising(answer):
            raise broken("the partner's answer is not sorted, or names one element twice")
        _, _, here = np.intersect1d(answer, twice[answer_order], assume_unique=True, return_indices=True)
        return EcdhMeeting(session.channel, order, answer_order[here], len(keys))


class EcdhMeeting:
    """The overlap, with the places of its members in the *partner's* list: to be told, not used."""

    def __init__(self, channel: SealedChannel, order: _Places, their_places: _Places, real: int) -> None:
        self._channel = channel
        self._order = order
        self._their_places = their_places
        self._real = real

    @property
    def overlap(self) -> int:
        return len(self._their_places)

    def reveal(self) -> list[int]:
        told = self._their_places.astype(_PLACE).tobytes()
        places = np.frombuffer(self._channel.swap("places", told, expect=len(told)), _PLACE)
        if len(np.unique(places)) != len(places) or (len(places) and places.max() >= len(self._order)):
            raise broken("the partner names places that the list does not have, or one twice")
        found = self._order[places]
        if len(found) and found.max() >= self._real:
            raise broken("the partner claims to know an element of the padding")
        return [int(index) for index in found]


def _own_list(
    workers: Crowd, secret: bytes, keys: Sequence[bytes], session: Session, mine: int, progress: Progress
) -> tuple[bytes, _Places]:
    """The masked, padded list in order of its points, and which key stands at each place."""
    bound = bytes.fromhex(session.id)
    real = workers.points(secret, [bound + key for key in keys], progress)
    padding = curve.mask(secret, curve.random_points(mine - len(keys)))
    points = _points(real + b"".join(padding))
    order = np.argsort(points)
    return points[order].tobytes(), order


def _swap_fixed(session: Session, ours: bytes, expect: int) -> _Points:
    """Both answers, each fixed by its digest first. The side is part of it, or an echo would fit."""
    digest = session.channel.swap("answer-digest", _digest(session.side, ours), expect=32)
    theirs = session.channel.swap("answer", ours, expect=expect)
    if _digest(opposite(session.side), theirs) != digest:
        raise broken("the partner's answer is not the one that it fixed before")
    return _points(theirs)


def _digest(side: str, answer: bytes) -> bytes:
    return hashlib.sha256(side.encode() + b"\n" + answer).digest()


def _points(data: bytes) -> _Points:
    # Fixed-length byte strings: numpy compares them bytewise, and trailing zeros are part of the length.
    return np.frombuffer(data, _POINT)


def _rising(points: _Points) -> bool:
    return bool(np.all(points[:-1] < points[1:]))
