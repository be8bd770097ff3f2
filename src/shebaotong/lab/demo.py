"""The demonstration, as the command line reads it before Django is set up: no table is named here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from shebaotong.lab.progress import Progress
from shebaotong.lab.sample.folder import Sample

if TYPE_CHECKING:
    from shebaotong.portal.api import Story

FEWEST_COMPARED = 1_000
"""Among fewer people the sample comparison would find nobody."""


@dataclass(frozen=True)
class DemoAccount:
    """One account that a visitor may sign in with. The password is for the demonstration only."""

    login: str
    password: str
    who: str


def load_demo(*, people: int, progress: Progress) -> tuple[DemoAccount, ...]:
    """Load what the demonstration needs where it is missing; the accounts to show."""
    # Tables can be named only once Django is set up.
    from shebaotong.lab.demo_records import load_records

    return tuple(DemoAccount(*account) for account in load_records(people=people, progress=progress))


def load_demo_round(*, folder: Path, people: int, progress: Progress) -> Sample | None:
    """The sample round of comparisons in ``folder``, on the desks of both provinces' agencies.

    None where there are too few people.
    """
    if people < FEWEST_COMPARED:
        return None
    from shebaotong.lab.sample.loading import load_round

    return load_round(folder=folder, people=people, progress=progress)


def demo_stories(on: date) -> tuple[Story, ...]:
    """What a visitor of the demonstration may walk on that day, scene by scene."""
    from shebaotong.lab.stories import stories

    return stories(on)
