"""Two transactions that overlap: the second begins before the first is committed."""

from __future__ import annotations

import threading
from collections.abc import Callable

from django.db import connection

from shebaotong.store.api import agency_context

# Long enough for what need not wait; what waits for the first is let go on afterwards.
_ALONE_SECONDS = 1.0


def crossed(
    first: Callable[[], object], second: Callable[[], object], *, agency: str, refusal: type[Exception]
) -> list[object]:
    """What came of each; a refusal is an answer too. Needs a database to commit in.

    ``first`` is done, and committed only when ``second`` is done as well or waits for it.
    """
    answers: list[object] = [None, None]

    def run(place: int, work: Callable[[], object]) -> None:
        try:
            answers[place] = work()
        except refusal as refused:
            answers[place] = refused

    def run_apart() -> None:
        try:
            run(1, second)
        finally:
            connection.close()

    apart = threading.Thread(target=run_apart)
    with agency_context(agency=agency):
        run(0, first)
        apart.start()
        apart.join(timeout=_ALONE_SECONDS)
    apart.join()
    return answers
