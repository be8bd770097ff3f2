"""All the people, one by one: the same number of a person is always the same person."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from random import Random

from shebaotong.lab.people.kinds import KINDS
from shebaotong.lab.people.life import Damage, Life

SEED = 20_241_210
"""Of the people whom the demonstration shows."""
_SPOILED_EVERY = 400
_DAMAGES = (Damage.CHECK_DIGIT, Damage.BIRTH, Damage.OVERLAP, Damage.DOUBLE)


def people(*, count: int, seed: int, as_of: date, taken: Iterable[str] = ()) -> Iterator[Life]:
    """``count`` lives as they stand on ``as_of``, none with a number that is ``taken``.

    More people never change those who were there.
    """
    borne = set(taken)
    for index in range(count):
        life = _free(seed, index, as_of, borne)
        borne.update(document.number for document in life.documents)
        if index % _SPOILED_EVERY == _SPOILED_EVERY - 1:
            life = replace(life, damage=_DAMAGES[index // _SPOILED_EVERY % len(_DAMAGES)])
        yield life


def _free(seed: int, index: int, as_of: date, borne: set[str]) -> Life:
    """The person of that index; drawn again in the rare case that a number is somebody's already."""
    attempt = 0
    while True:
        random = Random(f"{seed}/{index}/{attempt}")
        make = random.choices([kind for kind, _ in KINDS], [share for _, share in KINDS])[0]
        life = make(random, index, as_of)
        if not any(document.number in borne for document in life.documents):
            return life
        attempt += 1
