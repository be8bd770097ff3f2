"""The demonstration network: loaded once, deterministic, visibly synthetic."""

from collections.abc import Callable
from dataclasses import dataclass

# Called with what is being loaded, how much is done, and how much there is.
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class DemoAccount:
    """One account that a visitor may sign in with. The password is for the demonstration only."""

    login: str
    password: str
    who: str


def load_demo(*, people: int, progress: Progress) -> tuple[DemoAccount, ...]:
    """Load what the demonstration needs where it is missing; the accounts to show."""
    progress("Demonstration network", 1, 1)
    return ()
