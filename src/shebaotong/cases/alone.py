"""The same work on many cases, one transaction each: a case that fails does not keep the others from theirs.

The log names the kind of the error and its place, never its words: those may hold a person's data.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from shebaotong.cases.append import StaleCopy
from shebaotong.kernel.api import kind_and_place
from shebaotong.store.api import UNREACHABLE, gave_way

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Tally:
    """What came of the cases; one in which there was nothing to do counts in neither field."""

    done: int
    """How many cases the work has changed."""
    failed: tuple[str, ...]
    """Numbers of those to be tried again: they broke the program, or somebody wrote to them meanwhile."""


def each_alone(numbers: Iterable[str], work: Callable[[str], bool], *, agency: str, what: str) -> Tally:
    """Do ``work`` to one case after the other; it opens its own transaction and says whether it did anything.

    Raises what the database says when it is not there at all: then no other case would fare better.
    """
    done, failed = 0, []
    for number in numbers:
        try:
            done += work(number)
        except StaleCopy:
            failed.append(number)
        except UNREACHABLE as error:
            if not gave_way(error):
                raise
            failed.append(number)
        except Exception as error:
            _log.error("%s: %s %s: %s", agency, what, number, kind_and_place(error))
            failed.append(number)
    if failed:
        _log.warning("%s: %s failed for %d cases, which are tried again", agency, what, len(failed))
    return Tally(done, tuple(failed))
