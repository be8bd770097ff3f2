"""The stage of the stories: a live server with the demonstration's people, a clock to move, and its actors.

Everybody has a browser window of his own and signs in through the real page. What runs on a clock in the
program runs here when the story says so (`let_jobs_run`); what runs on a queue is carried by the worker's own
loop, all the time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from playwright.sync_api import BrowserContext, Page, expect

from shebaotong.accounts.api import DEMO_PASSWORD, actor_of, create_citizen, load_demo_staff, set_password
from shebaotong.jobs import tasks
from shebaotong.kernel.api import SHANGHAI
from shebaotong.lab.api import cast
from shebaotong.lab.people.loading import load_people
from shebaotong.network.api import load_seed, register_holdings
from shebaotong.store.api import agency_context
from support.accounts import account
from support.browsing import Console, no_sideways_scroll, picture_if_wanted

BEGIN = datetime(2026, 11, 20, 9, 12, tzinfo=SHANGHAI)
"""A Friday morning with office hours before it; the cast's facts lie before this day."""
CAST = cast(as_of=BEGIN.date())
PATIENCE = 8_000
"""Milliseconds that a page may take on a machine that does other work too."""


@dataclass
class Clock:
    """The time as the whole program reads it."""

    now: datetime = BEGIN

    def __call__(self) -> datetime:
        return self.now

    def pass_time(self, **delta: float) -> None:
        self.now += timedelta(**delta)

    def set(self, hour: int, minute: int = 0, *, days: int = 0) -> None:
        """To a time of day in Shanghai, `days` days on."""
        day = (self.now.astimezone(SHANGHAI) + timedelta(days=days)).date()
        self.now = datetime(day.year, day.month, day.day, hour, minute, tzinfo=SHANGHAI)


@dataclass
class Stage:
    """The site, the clock, and a window for each who acts."""

    site: str
    clock: Clock
    new_context: Callable[..., BrowserContext]
    consoles: dict[str, Console] = field(default_factory=dict)
    _pages: dict[str, Page] = field(default_factory=dict)

    def staff(self, username: str) -> Page:
        """The window of a member of staff, signed in; he.foshan, lin.wuzhou, chen.zhongshan and so on."""
        cases_are_his_work = actor_of(account(username)).sees_cases
        return self._signed_in(username, "/desk/" if cases_are_his_work else "/desk/office/")

    def citizen(self, key: str) -> Page:
        """The window of one of the cast, signed in with his own account."""
        return self._signed_in(CAST[key].login, "/mine/")

    def passer_by(self, who: str = "anybody") -> Page:
        """A window in which nobody signs in."""
        return self._window(who)

    def let_jobs_run(self) -> None:
        """What the worker does every minute and every few seconds, at the time that the clock shows."""
        for job in (tasks.escalate, tasks.publish_figures, tasks.settle_due_dates, tasks.deliver_messages):
            job(0)

    def shows(self, page: Page, name: str) -> None:
        """A page that a story has come to, reflowing, and in pictures for a person to look at."""
        for width, height in ((1440, 900), (1366, 768), (390, 844)):
            no_sideways_scroll(page, width)
            page.set_viewport_size({"width": width, "height": height})
            picture_if_wanted(page, f"story-{name}-{width}", whole=width == 390)
        page.set_viewport_size({"width": 1440, "height": 900})

    def nothing_broke(self) -> None:
        """No window's console complained of a broken script, a missing file or a violated policy."""
        for who, console in self.consoles.items():
            heard = [words for words in console.complaints if "status of 4" not in words]
            assert not heard, f"{who}: {heard}"

    def _window(self, who: str) -> Page:
        if who not in self._pages:
            context = self.new_context()
            context.set_default_timeout(PATIENCE)
            self._pages[who] = context.new_page()
            self.consoles[who] = Console(self._pages[who])
        return self._pages[who]

    def _signed_in(self, username: str, home: str) -> Page:
        """Signs in again where the clock has ended the session."""
        page = self._window(username)
        page.goto(self.site + home)
        if "/login/" in page.url:
            page.get_by_label("用户名").fill(username)
            page.get_by_label("密码").fill(DEMO_PASSWORD)
            page.get_by_role("button", name="登录").click()
            expect(page).to_have_url(self.site + home)
        return page


def load_stage(clock: Clock) -> None:
    """Network, staff, the cast in the registers of its cities, and the accounts of the cast."""
    load_seed(now=clock.now)
    load_demo_staff()
    load_people(count=0, now=clock.now, register=_hold, progress=lambda done, total: None)
    for member in CAST.values():
        citizen = create_citizen(
            username=member.login,
            display_name=member.name,
            number=member.number,
            phone=member.life.phone,
        )
        set_password(citizen, DEMO_PASSWORD, now=clock.now)


def _hold(agency: str, numbers: Iterable[str]) -> None:
    with agency_context(agency=agency):
        register_holdings(agency=agency, numbers=numbers)
