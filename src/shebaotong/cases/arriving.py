"""Working in what has arrived for an agency: many parcels together, as if each had come by itself.

Receipts from which nothing follows are filed first (``filing``). The rest goes in rounds. A round reads the
copies of all cases that the parcels belong to, once. It takes the parcels of each case in the order of their
arrival and asks the item what follows from each: from the first ones of all cases together, then from the
second ones, so that what the items want to know is read together. What that adds to all these cases is
appended in one statement, and the effects run. A parcel is put off to the next round where

- an earlier parcel of its case has effects, for instance on the register, which the item must see first;
- it opens a case, and another one that opens one in this round is the same person's for the same item;
- somebody else has written to its case since the round read it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from shebaotong.cases import delivery, parcels
from shebaotong.cases.append import StaleCopy, append_all
from shebaotong.cases.asking import ask_items
from shebaotong.cases.basis import Basis, hold_persons, read_basis
from shebaotong.cases.copy import Copy
from shebaotong.cases.effects import refusals_told
from shebaotong.cases.errors import Refused
from shebaotong.cases.filing import file_receipts
from shebaotong.cases.finishing import follow
from shebaotong.cases.opencases import same_name
from shebaotong.cases.work import Work
from shebaotong.exchange.api import Arrival, CarryFailure, Parcel
from shebaotong.kernel.api import Notify
from shebaotong.network import api as network
from shebaotong.store.api import agency_context

_ROUNDS = 8
"""Bounds one call; a parcel that is left over then is tried again later, like one that failed."""


def deliver(parcel: Parcel, arrived_at: datetime) -> None:
    """Work one parcel into the receiver's copy. Raises CarryFailure; see ``exchange.api.work_in``.

    ``arrived_at`` is the delivery that counts in law, however long the parcel then lay.
    """
    with agency_context(agency=parcel.receiver):
        (failure,) = deliver_all([Arrival(parcel, arrived_at)])
        if failure is not None:
            raise failure


def deliver_all(arrivals: Sequence[Arrival]) -> list[CarryFailure | None]:
    """Work parcels of one agency into its copies, in its context; the handler of ``exchange.work_in``.

    Raises CarryFailure where the transaction has to be rolled back for it.
    """
    results: list[CarryFailure | None] = [None] * len(arrivals)
    applicants = {token for each in arrivals for token in parcels.applicants(each.parcel)}
    hold_persons(agency=arrivals[0].parcel.receiver, persons=applicants)
    left, refused_receipts = file_receipts(arrivals)
    for index, failure in refused_receipts.items():
        results[index] = failure
    for _ in range(_ROUNDS):
        if not left:
            return results
        round_ = _Round(arrivals, left)
        try:
            with refusals_told():
                left = round_.run()
        except StaleCopy as stale:
            raise _changed() from stale
        except Refused as refused:
            # The register may know the person tomorrow; until then an operator sees why it waits.
            raise CarryFailure(f"{refused.code}: {refused}", permanent=False) from refused
        for index, failure in round_.failures.items():
            results[index] = failure
    for index in left:
        results[index] = _changed()
    return results


def _person(work: tuple[str, Work]) -> str:
    """Whom the case is about, by token; empty where nobody can tell."""
    subject = work[1].subject
    return "" if subject is None else subject.token


def _changed() -> CarryFailure:
    return CarryFailure("the copy changed underneath", permanent=False)


class _Round:
    """One reading of the copies, and one append of what comes of it."""

    def __init__(self, arrivals: Sequence[Arrival], chosen: Sequence[int]) -> None:
        self._arrivals = arrivals
        self._chosen = chosen
        self.failures: dict[int, CarryFailure] = {}
        """By place in ``arrivals``: why a parcel cannot be worked in."""
        self._works: dict[str, Work] = {}
        """By case number: what this round adds to the case."""
        self._taken: dict[str, list[int]] = {}
        """By case number: the places of the parcels that are part of that work."""
        self._put_off: list[int] = []
        self._unasked: dict[str, int] = {}
        """By case number: the place of the parcel that was taken and of which its item was not asked yet."""
        self._waiting: set[str] = set()
        """Cases of which nothing more is taken in this round."""
        self._requests: set[tuple[str, str]] = set()
        """Item and person's token of the requests that this round has met."""
        self._persons: set[str] = set()
        """Tokens of the persons whose open cases were read with the copies."""

    def run(self) -> list[int]:
        """The places of the parcels that are put off to the next round."""
        chosen = [self._arrivals[index].parcel for index in self._chosen]
        self._persons.update(token for parcel in chosen for token in parcels.applicants(parcel))
        basis = read_basis(
            agency=chosen[0].receiver,
            numbers=[parcel.case_number for parcel in chosen],
            persons=self._persons,
        )
        with network.as_of_revision(basis.network):
            for wave in self._waves():
                for index in wave:
                    self._take(index, basis)
                self._ask()
            # What follows may hold persons' records until the end: in one order, so that two rounds that
            # change the same people's do not wait for each other.
            works = sorted(self._works.items(), key=_person)
            written = append_all([work.addition() for _, work in works])
            for (number, work), done in zip(works, written, strict=True):
                if done:
                    follow(work)
                else:
                    self._put_off.extend(self._taken[number])
        return sorted(self._put_off)

    def _waves(self) -> list[list[int]]:
        """The places of the first parcels of all cases, of the second ones, and so on."""
        waves: list[list[int]] = []
        met: Counter[str] = Counter()
        for index in self._chosen:
            number = self._arrivals[index].parcel.case_number
            if met[number] == len(waves):
                waves.append([])
            waves[met[number]].append(index)
            met[number] += 1
        return waves

    def _take(self, index: int, basis: Basis) -> None:
        """Take one parcel into the work on its case, note why that failed, or put it off."""
        arrival = self._arrivals[index]
        number = arrival.parcel.case_number
        if number in self._waiting:
            self._put_off.append(index)
            return
        found: Copy | Work = self._works.get(number) or basis.copies[number]
        try:
            work = delivery.take(found, arrival)
        except CarryFailure as failure:
            if parcels.leaves_rows(arrival.parcel):
                raise
            self.failures[index] = failure
            return
        if work is None:
            return
        self._works[number] = work
        self._taken.setdefault(number, []).append(index)
        if isinstance(found, Copy) and found.revision == 0 and not self._join_earlier(work, basis):
            self._give_up(number)
            return
        self._unasked[number] = index

    def _ask(self) -> None:
        """Ask the items about the parcels that were taken last."""
        asked, self._unasked = self._unasked, {}
        refused = ask_items([self._works[number] for number in asked]) if asked else {}
        for number, index in asked.items():
            if number in refused:
                self._give_up(number)
                self._put_off.remove(index)
                self.failures[index] = CarryFailure(str(refused[number]), permanent=False)
            elif any(not isinstance(caused.effect, Notify) for caused in self._works[number].caused):
                # The next parcel of this case may be decided on what these do to the register.
                self._waiting.add(number)

    def _join_earlier(self, work: Work, basis: Basis) -> bool:
        """Join the request that has just come to an open case of the same person and item, if there is one.

        False where that cannot be known in this round: the request has to wait for the next.
        """
        request = delivery.opened_request(work)
        if request is None:
            return True
        known = basis.open_cases
        if request[1] not in self._persons:
            known = read_basis(agency=work.copy.agency, persons=[request[1]]).open_cases
        earlier = known.get(request, "")
        if request in self._requests or earlier in self._works:
            # The same request twice in this round, or the earlier case has work that is not appended yet.
            return False
        self._requests.add(request)
        if earlier and earlier != work.copy.number and self._same_person(work, earlier):
            try:
                delivery.join(work, earlier)
            except StaleCopy:
                return False
            self._waiting.add(earlier)
        return True

    def _same_person(self, work: Work, earlier: str) -> bool:
        """With another name it may be another person: both cases go on, and people look."""
        subject = work.subject
        return subject is not None and same_name(agency=work.copy.agency, number=earlier, name=subject.name)

    def _give_up(self, number: str) -> None:
        """Nothing of this case in this round; all that was taken of it is put off."""
        del self._works[number]
        self._put_off.extend(self._taken.pop(number))
        self._waiting.add(number)
