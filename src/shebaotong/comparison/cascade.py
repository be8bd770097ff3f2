"""Finding the persons known under several numbers: the steps of :mod:`.ties` one after another."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from shebaotong.comparison import ties
from shebaotong.comparison.dialect import Dialect

Propose = Callable[[], str]
"""Gives a relation of pairs (left_id, right_id) for those whom the relation ``cascade`` leaves."""


class Relations(Protocol):
    """Named relations of an engine."""

    @property
    def sql(self) -> Dialect:
        """How the engine speaks."""

    def view(self, name: str, select: str) -> None:
        """Name a relation; it is computed where it is used."""

    def keep(self, name: str, select: str) -> object:
        """Name a relation and compute it once."""

    def count(self, name: str) -> int:
        """How many rows it has."""


MakePeople = Callable[[], None]
"""Makes ``left_people`` and ``right_people`` (ties.people); comes after ``odd_people``."""


def find_ties(
    relations: Relations, *, kin: str | None, propose: Propose | None, make_people: MakePeople | None = None
) -> int:
    """Make ``families``, ``ties``, ``tied`` and ``all_matches``. Gives how many numbers are tied.

    Needs ``left_rows``, ``right_rows``, ``left_odd_rows``, ``right_odd_rows`` (those with ids below zero),
    and ``numbers``. ``kin`` is the relation of the linked documents (links.write_families).
    """
    relations.view("families", _nobody("id", "person"))
    if kin is not None:
        relations.view("kin", f"select * from {kin}")
        relations.keep("families", ties.families())
    relations.keep("odd_people", ties.odd_people())
    for side in ("left", "right"):
        relations.keep(f"{side}_odd", ties.odd(side, relations.sql))
        if make_people is None:
            relations.keep(f"{side}_people", ties.people(side))
    if make_people is not None:
        make_people()
    relations.keep("cascade", ties.cascade(relations.sql))
    proposed = _nobody("left_id", "right_id") if propose is None else f"select * from {propose()}"
    relations.view("proposed", proposed)
    relations.keep("ties", ties.ties())
    relations.keep("tied", ties.tied_ids())
    relations.keep("all_matches", ties.matches())
    return relations.count("tied")


def _nobody(*columns: str) -> str:
    nulls = ", ".join(f"cast(null as bigint) as {column}" for column in columns)
    return f"select {nulls} where false"
