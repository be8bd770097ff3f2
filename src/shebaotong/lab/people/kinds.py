"""The kinds of life that the demonstration holds, each with its share of a thousand people."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from random import Random

from shebaotong.kernel.api import Month
from shebaotong.lab.people import wages
from shebaotong.lab.people.growing import (
    birth_between,
    end_all,
    months_of,
    pick_home,
    pick_workplace,
    retires,
    work,
)
from shebaotong.lab.people.identity import citizen, stranger
from shebaotong.lab.people.life import Drawn, Job, Life, Resident
from shebaotong.lab.people.places import City

Kind = Callable[[Random, int, date], Life]
_RESIDENTS_SINCE = Month(2012, 1)
_QUALIFYING_MONTHS = 180


def migrant(random: Random, index: int, as_of: date) -> Life:
    """From an inner city, at work in Guangdong; some have gone home again."""
    home = pick_home(random)
    life = citizen(random, index, birth_between(random, as_of, 19, 57), home)
    now = Month.of(as_of)
    last = now if random.random() < 0.75 else now + -random.randint(3, 80)
    jobs = work(random, sex=life.sex, birth=life.birth, home=home, last=last)
    if last < now:
        jobs = end_all(jobs, last)
        if not jobs or random.random() < 0.6:
            return replace(life, jobs=jobs, resident=(_resident(life, home, last + 1),))
    return replace(life, jobs=jobs) if jobs else replace(life, resident=(_resident(life, home, now),))


def local(random: Random, index: int, as_of: date) -> Life:
    """Born where they work, in Guangdong or in an inner city."""
    home = pick_workplace(random) if random.random() < 0.4 else pick_home(random)
    life = citizen(random, index, birth_between(random, as_of, 19, 55), home)
    jobs = work(random, sex=life.sex, birth=life.birth, home=None, last=Month.of(as_of))
    jobs = tuple(replace(job, agency=home.agency) for job in jobs)
    return (
        replace(life, jobs=jobs)
        if jobs
        else replace(life, resident=(_resident(life, home, Month.of(as_of)),))
    )


def pensioner(random: Random, index: int, as_of: date) -> Life:
    """Draws an employees' pension where the last job was, with a proof that is fresh, due or overdue."""
    home = pick_home(random) if random.random() < 0.5 else None
    birth = birth_between(random, as_of, 64, 86)
    life = citizen(random, index, birth, home or pick_workplace(random))
    retired = retires(life.sex, Month.of(birth), as_of)
    first_age = min(35, 1996 - birth.year) if birth.year < 1970 else 18
    place = pick_workplace(random).agency
    start = max(Month(1996, 1), Month(birth.year + max(18, first_age), 1))
    job = Job(place, random.randrange(40), start, max(start, retired + -1))
    months = months_of((job,), place, retired)
    if months < _QUALIFYING_MONTHS:
        return replace(life, jobs=(job,))
    drawn = _pension(random, place, "employee_pension", retired, wages.pension_fen(life.wage, months), as_of)
    return _perhaps_dead(random, replace(life, jobs=(job,), drawn=(drawn,)), as_of)


def resident_pensioner(random: Random, index: int, as_of: date) -> Life:
    """Draws the residents' pension at home; one in eight worked in Guangdong for some years as well."""
    home = pick_home(random)
    birth = birth_between(random, as_of, 61, 92)
    life = citizen(random, index, birth, home)
    start = max(_RESIDENTS_SINCE, Month.of(birth) + 60 * 12 + 1)
    amount = 10_000 + random.randrange(60, 240) * 100
    drawn = _pension(random, home.agency, "resident_pension", start, amount, as_of)
    jobs: tuple[Job, ...] = ()
    if random.random() < 0.125:
        began = Month(2009, 1) + random.randrange(24)
        end = began + random.randrange(10, 50)
        jobs = (Job(pick_workplace(random).agency, random.randrange(40), began, end, temporary=True),)
    spell = Resident(home.agency, _RESIDENTS_SINCE, max(_RESIDENTS_SINCE, start + -1))
    return _perhaps_dead(random, replace(life, jobs=jobs, resident=(spell,), drawn=(drawn,)), as_of)


def unemployed(random: Random, index: int, as_of: date) -> Life:
    """Lost the last job within a year; a third have paid for less than a year, some draw the benefit."""
    home = pick_home(random)
    life = citizen(random, index, birth_between(random, as_of, 20, 49), home)
    ended = Month.of(as_of) + -random.randint(1, 11)
    paid = random.randint(2, 11) if random.random() < 0.33 else random.randint(12, 150)
    start = max(Month(life.birth.year + 18, 1), ended + (1 - paid))
    place = pick_workplace(random).agency
    job = Job(place, random.randrange(40), start, max(start, ended))
    drawn: tuple[Drawn, ...] = ()
    if paid >= 12 and random.random() < 0.3:
        drawn = (Drawn(place, "unemployment", ended + 1, 166_500),)
    return replace(life, jobs=(job,), drawn=drawn)


def foreigner(random: Random, index: int, as_of: date) -> Life:
    """From Hong Kong, Macau, Taiwan or abroad, at work in Guangdong."""
    life = stranger(random, index, birth_between(random, as_of, 22, 58))
    start = Month.of(as_of) + -random.randint(1, 160)
    start = max(start, Month(life.birth.year + 20, 1))
    return replace(life, jobs=(Job(pick_workplace(random).agency, random.randrange(40), start, None),))


def doubly_insured(random: Random, index: int, as_of: date) -> Life:
    """Insured twice for the same months: in two cities, or as employee and as resident."""
    home = pick_home(random)
    life = citizen(random, index, birth_between(random, as_of, 30, 55), home)
    end = Month.of(as_of) + -random.randint(0, 60)
    start = end + -random.randint(8, 90)
    jobs = (Job(pick_workplace(random).agency, random.randrange(40), start, end),)
    if random.random() < 0.5:
        overlap = Job(home.agency, random.randrange(40), start + 3, end + -2)
        return replace(life, jobs=(*jobs, overlap))
    since = max(_RESIDENTS_SINCE, start + -12)
    return replace(life, jobs=jobs, resident=(Resident(home.agency, since, max(since, end)),))


def too_few_months(random: Random, index: int, as_of: date) -> Life:
    """Past the age, back home, with too few months at the place of work for a pension."""
    home = pick_home(random)
    life = citizen(random, index, birth_between(random, as_of, 62, 74), home)
    start = Month(2009, 1) + random.randrange(60)
    job = Job(pick_workplace(random).agency, random.randrange(40), start, start + random.randrange(12, 110))
    return replace(life, jobs=(job,))


KINDS: tuple[tuple[Kind, int], ...] = (
    (migrant, 480),
    (local, 180),
    (pensioner, 90),
    (resident_pensioner, 100),
    (unemployed, 60),
    (foreigner, 20),
    (doubly_insured, 30),
    (too_few_months, 40),
)
"""Each kind of life and its share of a thousand."""


def _resident(life: Life, home: City, until: Month) -> Resident:
    adult = Month(life.birth.year + 16, life.birth.month)
    return Resident(home.agency, max(_RESIDENTS_SINCE, adult, until + -36), None)


def _pension(random: Random, agency: str, benefit: str, start: Month, amount: int, as_of: date) -> Drawn:
    until = as_of + timedelta(days=random.randint(-45, 340))
    overdue = until < as_of
    return Drawn(
        agency,
        benefit,
        start,
        amount,
        "suspended" if overdue else "active",
        "not_certified" if overdue else "",
        until,
    )


def _perhaps_dead(random: Random, life: Life, as_of: date) -> Life:
    """One pensioner in a hundred has died lately: the benefit has ended with the month of death."""
    if random.random() >= 0.01:
        return life
    died = as_of - timedelta(days=random.randint(10, 300))
    ended = tuple(
        replace(drawn, status="ended", reason="death") for drawn in life.drawn if drawn.start.first_day < died
    )
    return replace(life, deceased=died, drawn=ended) if ended else life
