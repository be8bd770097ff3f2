"""Leading the cases of the last weeks through the engine, in the order in which their steps happened."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import islice
from random import Random
from typing import Any

from django.db import transaction

from shebaotong.accounts import api as accounts
from shebaotong.cases import api as cases
from shebaotong.exchange.api import LocalTransport
from shebaotong.kernel.api import SHANGHAI, Actor, Calendar, Role, is_working_day
from shebaotong.lab.caseload.claimants import Claimant, claimants
from shebaotong.lab.caseload.flows import Flow, flow_of
from shebaotong.lab.people.loading import story_day
from shebaotong.network import api as network
from shebaotong.registry import api as registry

_OFFICE_HOURS = ((time(14), time(17)), (time(9), time(12)))
"""Of a working day, the later ones first."""
_WEEKS_MINUTES = 12 * 360
"""Office minutes back to the first case: twelve working days."""
_TODAY_MINUTES = 300
_SEED = "caseload"


def load_caseload(*, count: int, now: datetime, progress: Callable[[int, int], None]) -> int:
    """Lead ``count`` cases to where they stand now, all or none; how many were opened.

    Nothing is done where they were led before, and where their people are not in the registers, as in
    data that an earlier release has loaded.
    """
    who = claimants(count=count, as_of=story_day(now))
    if not who or not _is_held(who[0]) or _has_case(who[0]):
        return 0
    with transaction.atomic():
        _lead(who, now, progress)
    return len(who)


def _is_held(claimant: Claimant) -> bool:
    return claimant.number in registry.holdings(agency=claimant.owner)


def _has_case(claimant: Claimant) -> bool:
    token = accounts.person_token(number=claimant.number)
    return bool(cases.of_person(agency=claimant.window, token=token, size=1))


def _lead(who: tuple[Claimant, ...], now: datetime, progress: Callable[[int, int], None]) -> None:
    """Each flow as far as office time has gone; a step that is still to come is left to the visitor."""
    minutes = tuple(islice(_office_minutes(now, network.calendar_for(agency=who[0].owner)), _WEEKS_MINUTES))
    office = _Office(now)
    due: list[tuple[int, int, Flow]] = []
    for index, claimant in enumerate(who):
        random = Random(f"{_SEED}/{index}")
        # Every other one has come today or yesterday, so that something is due at each desk.
        ago = random.randrange(_TODAY_MINUTES if index % 2 else _WEEKS_MINUTES)
        heapq.heappush(due, (-ago, index, flow_of(claimant, office, random)))
    under_way = len(due)
    while due:
        at, index, flow = heapq.heappop(due)
        office.now = minutes[-at]
        wait = next(flow, None)
        if wait is not None and at + wait <= 0:
            heapq.heappush(due, (at + wait, index, flow))
        progress(under_way - len(due), under_way)


def _office_minutes(now: datetime, calendar: Calendar) -> Iterator[datetime]:
    """The minutes of office hours before ``now``, the last one first."""
    day = now.astimezone(SHANGHAI).date()
    while True:
        if is_working_day(day, calendar=calendar):
            for opens, closes in _OFFICE_HOURS:
                at = datetime.combine(day, closes, SHANGHAI)
                while (at := at - timedelta(minutes=1)) >= datetime.combine(day, opens, SHANGHAI):
                    if at < now:
                        yield at
        day -= timedelta(days=1)


@dataclass
class _Office:
    """The engine as a flow sees it: each acts by his own account, and what is written is carried at once."""

    now: datetime

    def open(self, claimant: Claimant, body: dict[str, Any]) -> str:
        opening = cases.Opening(
            item=claimant.item, owner=claimant.owner, body=body | {"subject": claimant.subject}
        )
        clerk = self._actor(claimant.window, Role.CLERK)
        number = cases.open_case(opening=opening, actor=clerk, now=self.now).case_number
        self._carry(claimant.window)
        return number

    def write(self, agency: str, role: Role, number: str, name: str, body: dict[str, Any]) -> None:
        actor = self._actor(agency, role)
        item = cases.read(number=number, actor=actor).item.code
        writing = cases.Writing(case_number=number, type=f"{item}.{name}", body=body)
        cases.write(writing=writing, actor=actor, now=self.now)
        self._carry(agency)

    def offered(self, agency: str, number: str, name: str) -> dict[str, Any]:
        outcome = cases.read(number=number, actor=self._actor(agency, Role.REVIEWER)).outcome
        assert outcome is not None and outcome.body is not None, "the engine has decided"
        return next(dict(each["body"]) for each in outcome.body["proposals"] if each["type"] == name)

    def awaited(self, agency: str, number: str) -> str:
        return cases.read(number=number, actor=self._actor(agency, Role.REVIEWER)).copy.state.waits[0].key

    def _carry(self, agency: str) -> None:
        cases.pump(agencies=[agency], transport=LocalTransport(), now=self.now)

    def _actor(self, agency: str, role: Role) -> Actor:
        entry = next(e for e in accounts.demo_staff() if e.agency == agency and e.roles == (role,))
        user = accounts.colleague(agency=agency, username=entry.username)
        assert user is not None, "the demonstration's staff is there"
        return accounts.actor_of(user)
