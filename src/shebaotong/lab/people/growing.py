"""Working lives: where people start, where they move, which gaps they have, when they retire."""

from __future__ import annotations

from datetime import date
from functools import cache
from random import Random

from shebaotong.kernel.api import Month, Unknown
from shebaotong.lab.people.life import Job
from shebaotong.lab.people.places import EMPLOYERS_PER_CITY, HOMES, WORKPLACES, City
from shebaotong.rules.api import Category, builtin, retirement_age

_FIRST_INSURED = Month(1996, 1)
_TEMPORARY_AGE = {"M": 50, "F": 40}
"""From this age a stranger's new account is a temporary one (国办发〔2009〕66号 第五条)."""


def pick_home(random: Random) -> City:
    return random.choices(HOMES, [city.weight for city in HOMES])[0]


def pick_workplace(random: Random) -> City:
    return random.choices(WORKPLACES, [city.weight for city in WORKPLACES])[0]


def birth_between(random: Random, as_of: date, youngest: int, oldest: int) -> date:
    """A day of birth that makes the person that old, in whole years, on ``as_of``."""
    last = as_of.toordinal() - youngest * 365 - youngest // 4 - 2
    first = as_of.toordinal() - (oldest + 1) * 365 - (oldest + 1) // 4 + 2
    return date.fromordinal(random.randint(first, last))


@cache
def retires(sex: str, birth: Month, as_of: date) -> Month:
    """The month of the statutory age; women of the demonstration are workers (original age 50)."""
    category = Category.MALE if sex == "M" else Category.FEMALE_50
    found = retirement_age(category=category, birth=birth, as_of=as_of, parameters=builtin())
    if isinstance(found, Unknown):
        raise LookupError(f"no retirement age is known for {category} on {as_of}")
    return found.month


def work(
    random: Random, *, sex: str, birth: date, home: City | None, last: Month, first_age: int = 18
) -> tuple[Job, ...]:
    """Jobs from the first to the one in ``last``: mostly in Guangdong, with moves and gaps between.

    ``home`` None: a person of the city of work, who stays there.
    """
    jobs: list[Job] = []
    at = max(_FIRST_INSURED, Month(birth.year + first_age + random.randint(0, 6), random.randint(1, 12)))
    city = pick_workplace(random)
    if home is not None and random.random() < 0.3:
        at = _append(random, jobs, home, at, random.randint(12, 100), last)
    while at <= last:
        at = _append(random, jobs, city, at, random.randint(5, 130), last)
        if home is not None and random.random() < 0.35:
            city = pick_workplace(random)
    return tuple(_with_account(random, job, sex, birth, home) for job in jobs)


def _append(random: Random, jobs: list[Job], city: City, start: Month, months: int, last: Month) -> Month:
    """Add a job that starts within ``last``; the month after which the next may begin."""
    if start > last:
        return start
    end = start + (months - 1)
    own_account = random.random() < 0.06
    employer = None if own_account else random.randrange(EMPLOYERS_PER_CITY)
    jobs.append(Job(city.agency, employer, start, None if end >= last else end))
    gap = random.choice((0, 0, 0, 1, 2, 3, 6, 14))
    return end + (1 + gap)


def _with_account(random: Random, job: Job, sex: str, birth: date, home: City | None) -> Job:
    elsewhere = home is not None and job.agency[:2] != home.province
    old_enough = job.start.year - birth.year >= _TEMPORARY_AGE[sex]
    ended = job.end is not None
    return Job(
        job.agency,
        job.employer,
        job.start,
        job.end,
        transferred=ended and elsewhere and random.random() < 0.08,
        temporary=elsewhere and old_enough,
        arrears=ended and random.random() < 0.03,
    )


def end_all(jobs: tuple[Job, ...], last: Month) -> tuple[Job, ...]:
    """The same jobs, none of which runs beyond ``last``."""
    kept = [job for job in jobs if job.start <= last]
    return tuple(
        job
        if job.end is not None and job.end <= last
        else Job(job.agency, job.employer, job.start, last, job.transferred, job.temporary, job.arrears)
        for job in kept
    )


def months_of(jobs: tuple[Job, ...], agency: str, last: Month) -> int:
    """Months of work at one agency up to ``last``."""
    mine = [job for job in jobs if job.agency == agency]
    return sum(max(0, min(job.end or last, last) - job.start + 1) for job in mine)
