"""The demonstration network: loaded once, deterministic, visibly synthetic."""

from collections.abc import Iterable
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
from shebaotong.lab.caseload.claimants import claimants
from shebaotong.lab.caseload.loading import load_caseload
from shebaotong.lab.people.cast import cast
from shebaotong.lab.people.loading import load_people, story_day
from shebaotong.lab.progress import Progress
from shebaotong.network.api import all_agencies, load_seed, register_holdings
from shebaotong.store.api import agency_context, current_server, provision_agencies

# Login, password, and who it is.
Account = tuple[str, str, str]
_ALSO_SHOWN = (
    "zhou.foshan",
    "zhou.wuzhou",
    "huang.zhongshan",
    "wu.wuzhou",
    "zheng.zhongshan",
    "xu.zhongshan",
    "zheng.nanning",
    "xu.nanning",
    "wang.hengyang",
    "wang.shenzhen",
    "wang.ganzhou",
)
"""So that every role is in the table: supervisors of the two sides of the stories (board, comparisons, staff,
tokens), an approver, a liaison officer, the officials who keep the nation's and Guangxi's calendar (two
each: four eyes), and the clerks at whose windows the stories begin."""

_PEOPLE_FOR_A_CASE, _MOST_CASES = 200, 84
"""So few that the newest case of a story stands on the first page of the busiest desk."""


def load_records(*, people: int, progress: Progress) -> tuple[Account, ...]:
    """Load what the demonstration needs where it is missing; the accounts to show."""
    now = datetime.now(SHANGHAI)
    progress("Demonstration network", 0, 1)
    load_seed(now=now)
    provision_agencies(server=current_server(), agencies=[agency.code for agency in all_agencies()])
    progress("Demonstration network", 1, 1)
    staff = load_demo_staff()
    _load_citizens(now)

    def people_progress(done: int, total: int) -> None:
        progress("Demonstration people", done, total)

    def cases_progress(done: int, total: int) -> None:
        progress("Demonstration cases", done, total)

    count = min(people // _PEOPLE_FOR_A_CASE, _MOST_CASES)
    load_people(
        count=people,
        now=now,
        register=_register,
        progress=people_progress,
        also=(claimant.life for claimant in claimants(count=count, as_of=story_day(now))),
    )
    load_caseload(count=count, now=now, progress=cases_progress)
    return _accounts(staff, now)


def _register(agency: str, numbers: Iterable[str]) -> None:
    with agency_context(agency=agency):
        register_holdings(agency=agency, numbers=numbers)


def _load_citizens(now: datetime) -> None:
    for member in cast(as_of=story_day(now)).values():
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


def _accounts(staff: Iterable[DemoStaff], now: datetime) -> tuple[Account, ...]:
    members = cast(as_of=story_day(now))
    return (
        *(
            (
                entry.username,
                DEMO_PASSWORD,
                f"{entry.city_zh} {entry.display_name}（{'、'.join(entry.roles)}）",
            )
            for entry in staff
            if entry.cast or entry.username in _ALSO_SHOWN
        ),
        *((members[key].login, DEMO_PASSWORD, f"{members[key].name}（参保人）") for key in ("du", "deng")),
    )
