"""Hashing and masking of many keys, in pieces, in this process or in several."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager

from shebaotong.comparison.job import Progress
from shebaotong.comparison.private import curve

_PIECE = 8192


class Crowd:
    """Does one piece after another, or several at once in a pool of processes."""

    def __init__(self, pool: ProcessPoolExecutor | None) -> None:
        self._pool = pool

    def points(self, secret: bytes, keys: Sequence[bytes], progress: Progress) -> bytes:
        """The masked points of keys, one after another."""
        return self._joined(_points, secret, keys, "own list", progress)

    def masks(self, secret: bytes, points: bytes, progress: Progress) -> bytes:
        """The given points under one more mask, in their order. Raises ValueError for a bad point."""
        size = curve.POINT_BYTES
        each = [points[start : start + size] for start in range(0, len(points), size)]
        return self._joined(_masks, secret, each, "partner's list", progress)

    def _joined(
        self,
        work: Callable[[bytes, Sequence[bytes]], bytes],
        secret: bytes,
        items: Sequence[bytes],
        step: str,
        progress: Progress,
    ) -> bytes:
        made = bytearray()
        pieces = [items[start : start + _PIECE] for start in range(0, len(items), _PIECE)]
        secrets = [secret] * len(pieces)
        results = map(work, secrets, pieces) if self._pool is None else self._pool.map(work, secrets, pieces)
        for result in results:
            made += result
            progress(step, len(made) // curve.POINT_BYTES, len(items))
        return bytes(made)


@contextmanager
def crowd(workers: int) -> Iterator[Crowd]:
    """A crowd of ``workers`` processes; one means this process."""
    if workers == 1:
        yield Crowd(None)
        return
    # Not forked: the process that asks already runs threads.
    with ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn")) as pool:
        yield Crowd(pool)


def _points(secret: bytes, keys: Sequence[bytes]) -> bytes:
    return b"".join(curve.mask(secret, curve.points(keys)))


def _masks(secret: bytes, points: Sequence[bytes]) -> bytes:
    return b"".join(curve.mask(secret, points))
