"""The demonstration network: loaded once, deterministic, visibly synthetic."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from shebaotong.accounts.api import (
    DEMO_PASSWORD,
    AccountRefused,
    DemoStaff,
    create_citizen,
    load_demo_staff,
    set_password,
)
from shebaotong.kernel.api import SHANGHAI
from shebaotong.lab.people.cast import cast
from shebaotong.lab.people.loading import load_people
from shebaotong.network.api import load_seed, register_holdings
from shebaotong.store.api import agency_context

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
    now = datetime.now(SHANGHAI)
    progress("Demonstration network", 0, 1)
    load_seed(now=now)
    progress("Demonstration network", 1, 1)
    staff = load_demo_staff()
    _load_citizens(now)

    def people_progress(done: int, total: int) -> None:
        progress("Demonstration people", done, total)

    load_people(count=people, now=now, register=_register, progress=people_progress)
    return _accounts(staff, now)


def _register(agency: str, numbers: Iterable[str]) -> None:
    with agency_context(agency=agency):
        register_holdings(agency=agency, numbers=numbers)


def _load_citizens(now: datetime) -> None:
    for member in cast(as_of=now.date()).values():
        try:
            citizen = create_citizen(
                username=member.login,
                display_name=member.name,
                number=member.number,
                phone=member.life.phone,
            )
        except AccountRefused as refused:
            if refused.code != "taken":
                raise
        else:
            set_password(citizen, DEMO_PASSWORD, now=now)


def _accounts(staff: Iterable[DemoStaff], now: datetime) -> tuple[DemoAccount, ...]:
    members = cast(as_of=now.date())
    return (
        *(
            DemoAccount(
                entry.username,
                DEMO_PASSWORD,
                f"{entry.city_zh} {entry.display_name}（{'、'.join(entry.roles)}）",
            )
            for entry in staff
            if entry.cast
        ),
        *(
            DemoAccount(members[key].login, DEMO_PASSWORD, f"{members[key].name}（参保人）")
            for key in ("du", "deng")
        ),
    )
