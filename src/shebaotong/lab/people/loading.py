"""Filling the registers of all cities: one city after the other, each wholly or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime

from shebaotong.kernel.api import SHANGHAI
from shebaotong.lab.people.cast import EARLIEST, cast
from shebaotong.lab.people.life import Life
from shebaotong.lab.people.numbers import employer_code
from shebaotong.lab.people.places import CITIES, EMPLOYERS_PER_CITY, City, employer_name
from shebaotong.lab.people.population import SEED, people
from shebaotong.lab.people.records import Record, records_of
from shebaotong.registry.api import EmployerIn, holdings, import_employers, import_people
from shebaotong.store.api import agency_context

_BATCH = "demonstration"
Register = Callable[[str, Iterable[str]], None]
"""(agency, the numbers that it holds): what tells the locator."""


def load_people(
    *,
    count: int,
    now: datetime,
    register: Register,
    progress: Callable[[int, int], None],
    seed: int = SEED,
    also: Iterable[Life] = (),
) -> int:
    """Load the cast, ``also`` and ``count`` more people as they stand today; how many records were loaded.

    A city that has people already is left as it is, so a load that was broken off can be repeated.
    ``progress`` is told how many records are done and how many there are.
    """
    missing = [agency for agency in CITIES if next(holdings(agency=agency), None) is None]
    if not missing:
        return 0
    progress(0, count)
    as_of = story_day(now)
    held = _by_agency(count, seed, as_of, tuple(also))
    total = sum(len(held[agency]) for agency in missing)
    done = loaded = 0
    progress(done, total)
    for agency in missing:
        before = done

        def tell(seen: int, before: int = before) -> None:
            progress(min(before + seen, total), total)

        loaded += _load_city(CITIES[agency], held[agency], as_of, now, register, tell)
        done += len(held[agency])
        progress(done, total)
    return loaded


def story_day(now: datetime) -> date:
    """The day as of which people are loaded: today, or the first of the stories on a clock behind them."""
    return max(now.astimezone(SHANGHAI).date(), EARLIEST)


def _by_agency(count: int, seed: int, as_of: date, also: tuple[Life, ...]) -> dict[str, list[Life]]:
    """Who has a record where."""
    members = [*(member.life for member in cast(as_of=as_of).values()), *also]
    known = [document.number for life in members for document in life.documents]
    held: dict[str, list[Life]] = {agency: [] for agency in CITIES}
    for life in (*members, *people(count=count, seed=seed, as_of=as_of, taken=known)):
        for agency in life.agencies:
            held[agency].append(life)
    return held


def _load_city(
    city: City, lives: list[Life], as_of: date, now: datetime, register: Register, tell: Callable[[int], None]
) -> int:
    with agency_context(agency=city.agency):
        import_employers(agency=city.agency, employers=_employers(city), as_of=as_of)
        report = import_people(
            agency=city.agency,
            stream=_records(lives, city.agency, as_of),
            batch=_BATCH,
            now=now,
            progress=tell,
        )
        register(city.agency, holdings(agency=city.agency))
    return report.loaded


def _employers(city: City) -> Iterator[EmployerIn]:
    for sequence in range(EMPLOYERS_PER_CITY):
        code = employer_code(city.place, sequence)
        yield EmployerIn(code, employer_name(city, sequence), city.place, synthetic=True)


def _records(lives: list[Life], agency: str, as_of: date) -> Iterator[Record]:
    for life in lives:
        yield from records_of(life, agency, as_of)
