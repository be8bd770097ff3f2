"""The demonstration network: loaded once, deterministic, visibly synthetic."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from shebaotong.kernel.api import SHANGHAI

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
    # The command line reads this module before Django is set up; tables can be named only afterwards.
    from shebaotong.lab.demo_network import load_network

    progress("Demonstration network", 0, 1)
    staff = load_network(now=datetime.now(SHANGHAI))
    progress("Demonstration network", 1, 1)
    return tuple(
        DemoAccount(login=entry.username, password=entry.password, who=f"{entry.display_name}, {entry.post}")
        for entry in staff
        if entry.cast
    )
