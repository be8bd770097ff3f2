"""Who comes to the windows: people made for their claims, of the kinds that the stories tell about."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from random import Random

from shebaotong.kernel.api import Month
from shebaotong.lab.people import numbers
from shebaotong.lab.people.life import Document, Drawn, Job, Life
from shebaotong.lab.people.names import make_name
from shebaotong.lab.people.places import CITIES, EMPLOYERS_PER_CITY, HOMES, WORKPLACES, City

_SEED = 440_450
_FIRST_PHONE = 91_000_000
"""Past the cast's."""
_FIRST_SEQUENCE, _SEQUENCES = 400, 90
"""Of the numbers of one place, day and sex: past the cast's; who has one of them, the crowd has not."""
_HUB = "442000"
"""Zhongshan, which serves the inner cities of the memorandum."""
_GUANGXI = ("450400", "450900", "450100")
_MEMBERS = ("520300", "450400", "360700", "430400", "420600")
"""Cities that send people to Guangdong and have an agreement with the hub."""
_MS_DUS = ("450400", "440600")
"""Wuzhou and Foshan: whoever walks her story finds both desks at work."""


@dataclass(frozen=True, slots=True)
class Claimant:
    """One person, where he asks, and which city decides."""

    life: Life
    item: str
    window: str
    owner: str
    earlier: str = ""
    """A city where he was insured before, for claims that ask it."""

    @property
    def number(self) -> str:
        return self.life.documents[0].number

    @property
    def subject(self) -> dict[str, str]:
        document = self.life.documents[0]
        return {
            "identifier_kind": document.kind,
            "identifier": document.number,
            "name": self.life.name,
            "phone": self.life.phone,
        }


def claimants(*, count: int, as_of: date) -> tuple[Claimant, ...]:
    """``count`` people, the first of them the same for every count."""
    made = []
    for index in range(count):
        random = Random(f"{_SEED}/{index}")
        make = random.choices([make for make, _ in _KINDS], [share for _, share in _KINDS])[0]
        made.append(make(random, index, as_of))
    return tuple(made)


def _retiring(random: Random, index: int, as_of: date) -> Claimant:
    """A woman of fifty who has worked at home first and in Guangdong since."""
    home, work = _home(random, _GUANGXI), _work(random)
    if random.random() < 0.5:
        home, work = (CITIES[agency] for agency in _MS_DUS)
    first = random.randint(1996, 2001)
    jobs = (
        _job(random, home, Month(first, random.randint(1, 12)), Month(first + random.randint(4, 8), 6)),
        _job(random, work, Month(random.randint(2009, 2010), random.randint(1, 12)), _last(as_of)),
    )
    life = _life(random, index, "F", date(as_of.year - 50, random.randint(1, 4), _day(random)), home, jobs)
    return Claimant(life, "retirement_claim", work.agency, work.agency, home.agency)


def _too_few_years(random: Random, index: int, as_of: date) -> Claimant:
    """A man past the age with less than fifteen years, back at home."""
    home, owner = _at_home(random)
    start = Month(random.randint(2010, 2013), random.randint(1, 12))
    jobs = (_job(random, owner, start, start + random.randint(60, 110)),)
    birth = date(as_of.year - random.randint(63, 68), random.randint(1, 12), _day(random))
    return Claimant(_life(random, index, "M", birth, home, jobs), "lump_sum", home.agency, owner.agency)


def _unemployed(random: Random, index: int, as_of: date) -> Claimant:
    """Somebody who has lost his work in Guangdong and has gone home."""
    home, owner = _at_home(random)
    sex = random.choice("MF")
    jobs = (_job(random, owner, Month(random.randint(2016, 2023), random.randint(1, 12)), _last(as_of)),)
    birth = date(random.randint(1978, 1999), random.randint(1, 12), _day(random))
    life = _life(random, index, sex, birth, home, jobs)
    return Claimant(life, "unemployment_claim", home.agency, owner.agency)


def _pensioner(random: Random, index: int, as_of: date) -> Claimant:
    """A pensioner of Guangdong who lives at home again."""
    home, owner = _at_home(random)
    retired = Month(random.randint(2012, 2020), random.randint(1, 12))
    jobs = (_job(random, owner, Month(1994, random.randint(1, 12)), retired + -1),)
    drawn = Drawn(
        owner.agency,
        "employee_pension",
        retired,
        random.randrange(200_000, 420_000, 10),
        certified_until=date(as_of.year, 12, 31),
    )
    birth = date(retired.year - 60, retired.month, _day(random))
    life = _life(random, index, "M", birth, home, jobs, (drawn,))
    return Claimant(life, "eligibility_certification", home.agency, owner.agency)


def _recorded(random: Random, index: int, as_of: date) -> Claimant:
    """Somebody insured at home who needs the record in Guangdong."""
    home, work = _home(random, _GUANGXI), _work(random)
    jobs = (_job(random, home, Month(random.randint(2008, 2020), random.randint(1, 12)), None),)
    birth = date(random.randint(1972, 1996), random.randint(1, 12), _day(random))
    life = _life(random, index, random.choice("MF"), birth, home, jobs)
    return Claimant(life, "rights_record", work.agency, home.agency)


_KINDS: tuple[tuple[Callable[[Random, int, date], Claimant], int], ...] = (
    (_retiring, 34),
    (_too_few_years, 16),
    (_unemployed, 24),
    (_pensioner, 14),
    (_recorded, 12),
)
"""With how many of a hundred come for it."""


def _life(
    random: Random,
    index: int,
    sex: str,
    birth: date,
    home: City,
    jobs: tuple[Job, ...],
    drawn: tuple[Drawn, ...] = (),
) -> Life:
    sequence = _FIRST_SEQUENCE + index % _SEQUENCES
    return Life(
        name=make_name(random, home.group, sex),
        sex=sex,
        birth=birth,
        place=home.place,
        phone=numbers.phone(_FIRST_PHONE + index),
        documents=(Document("resident", numbers.resident_number(home.place, birth, sex, sequence)),),
        wage=random.randint(70, 140),
        jobs=jobs,
        drawn=drawn,
    )


def _job(random: Random, city: City, start: Month, end: Month | None) -> Job:
    return Job(city.agency, random.randrange(EMPLOYERS_PER_CITY), start, end)


def _at_home(random: Random) -> tuple[City, City]:
    """Where he lives again, and where in Guangdong he is insured: a pair that an agreement covers."""
    home = _home(random, _MEMBERS)
    if home.agency in _GUANGXI and random.random() < 0.5:
        return home, _work(random)
    return home, next(city for city in WORKPLACES if city.agency == _HUB)


def _home(random: Random, among: tuple[str, ...]) -> City:
    cities = [city for city in HOMES if city.agency in among]
    return random.choices(cities, [city.weight for city in cities])[0]


def _work(random: Random) -> City:
    return random.choices(WORKPLACES, [city.weight for city in WORKPLACES])[0]


def _last(as_of: date) -> Month:
    return Month.of(as_of) + -2


def _day(random: Random) -> int:
    return random.randint(1, 28)
