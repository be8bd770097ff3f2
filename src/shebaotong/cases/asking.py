"""Asking the items of several works what follows, and reading what they want to know together.

Each work is asked for itself and goes on as far as it can; where its item needs facts it waits, until those
of all works are read by one call of the register and one of the locator.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from shebaotong.cases import facts
from shebaotong.cases.opencases import working_on
from shebaotong.cases.work import Work
from shebaotong.kernel.api import Fact
from shebaotong.network import api as network


def ask_item(work: Work) -> None:
    """Ask the item about every queued document until nothing more follows. Raises LocatorRefused."""
    for refused in ask_items([work]).values():
        raise refused


def ask_items(works: Sequence[Work]) -> Mapping[str, network.LocatorRefused]:
    """The same for works on different cases of one agency. By case number, why the locator refuses what its
    item wants to know: that work is to be given up."""
    refused: dict[str, network.LocatorRefused] = {}
    with working_on(agency=works[0].copy.agency, numbers=[work.copy.number for work in works]):
        asked = [(work, work.asking()) for work in works]
        told: list[tuple[Fact, ...] | None] = [None] * len(asked)
        while asked:
            going_on, wanted = [], []
            for (work, asking), answer in zip(asked, told, strict=True):
                try:
                    queries = next(asking) if answer is None else asking.send(answer)
                except StopIteration:
                    continue
                going_on.append((work, asking))
                wanted.append(facts.Wanted(work.copy, queries, work.actor, work.desk.now))
            asked, told = [], []
            for each, found in zip(going_on, facts.read_together(wanted) if wanted else (), strict=True):
                if isinstance(found, network.LocatorRefused):
                    refused[each[0].copy.number] = found
                else:
                    asked.append(each)
                    told.append(found)
    return refused
