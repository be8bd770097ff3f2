"""The stories that a visitor of the demonstration may walk, as the page shows them.

Who is in them is known to what loads the demonstration, which provides them here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from shebaotong.kernel.api import Text


@dataclass(frozen=True, slots=True)
class Scene:
    """Somebody on a page, and what he does there."""

    login: str
    """Empty where nobody signs in."""
    who: str
    path: str
    does: Text
    person: str = ""
    number: str = ""
    """The invented person whom it is about, and his number, where they are needed."""


@dataclass(frozen=True, slots=True)
class Story:
    key: str
    title: Text
    scenes: tuple[Scene, ...]


Stories = Callable[[date], tuple[Story, ...]]
"""The stories as they can be walked on that day."""

_provided: list[Stories] = []


def provide_stories(stories: Stories) -> None:
    """Where the page takes them from."""
    _provided[:] = [stories]


def stories(*, on: date) -> tuple[Story, ...]:
    """All of them, in the order in which to walk them; none where nobody has provided any."""
    return tuple(story for provided in _provided for story in provided(on))
