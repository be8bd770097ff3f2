"""Pseudonyms of natural persons: equal for one person, and telling nobody who it is."""

from __future__ import annotations

from shebaotong.network.api import comparable_number, keyed_token


def hand_of(*, number: str) -> str:
    """The ``hand`` of a person who works: two accounts of one person have one hand.

    Raises ValueError for an empty number.
    """
    return keyed_token(comparable_number(number=number), purpose="hand")


def person_token(*, number: str) -> str:
    """The token of a person who is insured, to tell whether a case is somebody's own.

    Not the same as his hand: documents carry hands, and must not lead to the person they are about.
    Raises ValueError for an empty number.
    """
    return keyed_token(comparable_number(number=number), purpose="person")
