"""Two cities, who works there, and whose cases are walked: all invented, all by the usual ways in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from shebaotong.accounts import api as accounts
from shebaotong.kernel.api import SHANGHAI, Month, Role
from shebaotong.lab.people.life import Document, Job, Life
from shebaotong.lab.people.numbers import employer_code, phone, resident_number
from shebaotong.lab.people.places import CITIES, EMPLOYERS_PER_CITY, employer_name
from shebaotong.lab.people.records import records_of
from shebaotong.network import api as network
from shebaotong.registry.api import EmployerIn, holdings, import_employers, import_people
from shebaotong.store.api import agency_context

WINDOW, INSURED = "430400", "442000"
"""Where they apply (Hengyang) and where they are insured (Zhongshan)."""

_PEOPLE_A_DAY = 250
_AGE = 35
_JOB_YEARS = 8
_TOKEN_LASTS = timedelta(days=2)
_SCOPES = ("cases:read", "cases:write")


@dataclass(frozen=True, slots=True)
class Tokens:
    """A token for each who acts: of the window's channel, and the own ones of two officials."""

    window: str
    reviewer: str
    approver: str


@dataclass(frozen=True, slots=True)
class Applicant:
    name: str
    number: str
    phone: str


def load(*, people: int, now: datetime) -> tuple[Tokens, tuple[Applicant, ...]]:
    """Fill an empty, migrated database; the tokens and the people."""
    network.load_seed(now=now)
    accounts.load_demo_staff()
    lives = tuple(_lives(people, now.astimezone(SHANGHAI).date()))
    _register(lives, now)
    tokens = Tokens(
        window=_token(WINDOW, Role.CLERK, now),
        reviewer=_own_token(INSURED, Role.REVIEWER, now),
        approver=_own_token(INSURED, Role.APPROVER, now),
    )
    return tokens, tuple(Applicant(life.name, life.documents[0].number, life.phone) for life in lives)


def _lives(people: int, today: date) -> Iterator[Life]:
    """Men who have worked in one city for some years and have lost their work last month."""
    first_birth = date(today.year - _AGE, 1, 1)
    last = Month.of(today) + -1
    start = last + -12 * _JOB_YEARS
    for index in range(people):
        birth = first_birth - timedelta(days=index // _PEOPLE_A_DAY)
        yield Life(
            name=f"试{index:06d}",
            sex="M",
            birth=birth,
            place=CITIES[INSURED].place,
            phone=phone(index),
            documents=(
                Document(
                    "resident",
                    resident_number(CITIES[INSURED].place, birth, "M", index % _PEOPLE_A_DAY),
                ),
            ),
            wage=80 + index % 60,
            jobs=(Job(INSURED, index % EMPLOYERS_PER_CITY, start, last),),
        )


def _register(lives: Iterable[Life], now: datetime) -> None:
    city, today = CITIES[INSURED], now.astimezone(SHANGHAI).date()
    employers = (
        EmployerIn(employer_code(city.place, n), employer_name(city, n), city.place, synthetic=True)
        for n in range(EMPLOYERS_PER_CITY)
    )
    records = (record for life in lives for record in records_of(life, INSURED, today))
    with agency_context(agency=INSURED):
        import_employers(agency=INSURED, employers=employers, as_of=today)
        report = import_people(agency=INSURED, stream=records, batch="benchmark", now=now)
        if report.held:
            raise AssertionError(f"the register refused {report.held} of the benchmark's people")
        network.register_holdings(agency=INSURED, numbers=holdings(agency=INSURED))


def _token(agency: str, role: Role, now: datetime) -> str:
    boss = next(user for user in accounts.staff_of(agency=agency) if Role.SUPERVISOR.value in user.roles)
    channel = accounts.create_channel(
        by=boss, username=f"bench.{role.value}.{agency}", display_name="bench", roles=[role]
    )
    return _issued(boss, channel, now)


def _own_token(agency: str, role: Role, now: datetime) -> str:
    official = next(user for user in accounts.staff_of(agency=agency) if role.value in user.roles)
    return _issued(official, official, now)


def _issued(by: accounts.User, user: accounts.User, now: datetime) -> str:
    return accounts.issue_api_token(
        by=by,
        user=user,
        name="bench",
        purpose="benchmark",
        scopes=_SCOPES,
        expires_at=now + _TOKEN_LASTS,
        now=now,
    )
