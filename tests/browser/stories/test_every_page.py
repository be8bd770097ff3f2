"""Every page there is, by its address: accessible in both faces, reflowing, and in three languages.

A page that is not visited here, nor excused with the reason, is a failure: see the last test.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.urls import URLPattern
from playwright.sync_api import BrowserContext, Page

from shebaotong.accounts import api as accounts
from shebaotong.cases import api as cases
from shebaotong.exchange.api import LocalTransport
from shebaotong.exchange.models import Inbox, Outbox
from shebaotong.network import api as network
from shebaotong.portal.urls import urlpatterns
from shebaotong.store.api import Server, agency_context
from support.accounts import account
from support.browsing import ELDER, NORMAL, WIDTHS, check_shown, choose_face, no_sideways_scroll
from support.stage import CAST, Clock, Stage

FOSHAN, WUZHOU, ZHONGSHAN, HENGYANG = "440600", "450400", "442000", "430400"


@dataclass(frozen=True)
class Things:
    """Cases that the addresses need."""

    waiting: str
    """Mr Chen's unemployment claim of Zhongshan, which waits for what is missing."""
    asked: str
    """Ms Du's retirement claim at Foshan, of which Wuzhou is asked."""
    record: str
    """Ms Pan's rights record, asked for online and answered."""
    paper: str
    """Key of the record."""


def _opened(key: str, item: str, owner: str, who: Any, now: Any, **body: Any) -> str:
    member = CAST[key]
    subject = {"identifier_kind": member.kind, "identifier": member.number, "name": member.name}
    opening = cases.Opening(item, owner, {"subject": subject, **body})
    return cases.open_case(opening=opening, actor=who, now=now).case_number


def _under_way(agency: str) -> bool:
    with agency_context(agency=agency):
        sending = Outbox.objects.filter(agency=agency, relayed_at=None, dead_at=None)
        arriving = Inbox.objects.filter(agency=agency, done_at=None, dead_at=None)
        return sending.exists() or arriving.exists()


@pytest.fixture(scope="module")
def things(town: Server, clock: Clock) -> Things:
    def carry() -> None:
        everywhere = [agency.code for agency in network.all_agencies()]
        # The town's worker carries too, and what it has in hand is not ours: wait until it is done.
        for _ in range(600):
            cases.pump(agencies=everywhere, transport=LocalTransport(), now=clock.now)
            if not any(map(_under_way, everywhere)):
                return
            time.sleep(0.05)
        raise AssertionError("parcels did not arrive")

    def staff(username: str) -> Any:
        return accounts.actor_of(account(username))

    claim = {"left": "2026-09", "involuntary": True, "registered": True, "by_proxy": False, "materials": []}
    waiting = _opened(
        "unemployed", "unemployment_claim", ZHONGSHAN, staff("wang.hengyang"), clock.now, **claim
    )
    carry()
    missing = {
        "code": "end_of_employment",
        "title": {"zh": "终止或者解除劳动关系的证明", "en": "Proof of leaving"},
        "how": {"zh": "拍照就行", "en": "A photograph will do"},
    }
    notice = cases.Writing(waiting, "unemployment_claim.supplement_notice", {"missing": [missing]})
    cases.write(writing=notice, actor=staff("chen.zhongshan"), now=clock.now)
    carry()
    asked = _opened(
        "du",
        "retirement_claim",
        FOSHAN,
        staff("he.foshan"),
        clock.now,
        category="female50",
        wanted_from="2026-12",
        earlier_places=[WUZHOU],
        deemed_years=False,
        by_proxy=False,
        materials=[{"code": "identity", "status": "seen"}],
    )
    pan = accounts.actor_of(account(CAST["rights_wuzhou"].login), agency=WUZHOU)
    record = _opened("rights_wuzhou", "rights_record", WUZHOU, pan, clock.now, scope="all")
    carry()
    decision = cases.read(number=record, actor=pan).copy.state.decision
    assert decision is not None
    return Things(waiting, asked, record, str(decision.key).replace("/", "-"))


Address = Callable[[Things], str]


@dataclass(frozen=True)
class Visit:
    """A page: the name of its address, who looks, and the address itself."""

    name: str
    who: str
    """A username, ``citizen:`` with a member of the cast, or empty for nobody signed in."""
    address: Address

    @property
    def staff(self) -> bool:
        return bool(self.who) and not self.who.startswith("citizen:")


def at(text: str) -> Address:
    """An address with the numbers of things in it."""
    return lambda things: text.format(**vars(things))


CHEN, PAN, HE, ZHOU = "citizen:unemployed", "citizen:rights_wuzhou", "he.foshan", "zhou.foshan"
VISITS = [
    Visit("home", "", at("/")),
    Visit("find", "", at("/find/?q=养老金")),
    Visit("event", "", at("/event/retirement/")),
    Visit("guide", "", at("/item/unemployment_claim/")),
    Visit("ways", "", at("/ways/?here=450400&insured=442000")),
    Visit("login", "", at("/login/")),
    Visit("password_forgotten", "", at("/password/forgotten/")),
    Visit("password_reset", "", at("/password/reset/")),
    Visit("track", "", at("/track/?n={record}")),
    Visit("stories", "", at("/demo/")),
    Visit("sms_outbox", "", at("/demo/sms/")),
    Visit("screen", "", at("/design/tracking/")),
    Visit("sessions", PAN, at("/account/")),
    Visit("password_change", PAN, at("/password/change/")),
    Visit("apply", PAN, at("/apply/unemployment_claim/")),
    Visit("apply_done", PAN, at("/apply/done/{record}/")),
    Visit("mine", PAN, at("/mine/")),
    Visit("my_case", PAN, at("/mine/case/{record}/")),
    Visit("my_paper", PAN, at("/mine/case/{record}/read/{paper}/")),
    Visit("my_case", CHEN, at("/mine/case/{waiting}/")),
    Visit("my_supplement", CHEN, at("/mine/case/{waiting}/supplement/")),
    Visit("my_log", PAN, at("/mine/log/")),
    Visit("my_messages", PAN, at("/mine/messages/")),
    Visit("my_whatif", PAN, at("/mine/whatif/")),
    Visit("inbox", HE, at("/desk/")),
    Visit("search", HE, at("/desk/search/")),
    Visit("people", HE, at("/desk/people/")),
    Visit("desk_whatif", HE, at("/desk/whatif/")),
    Visit("intake", HE, at("/desk/intake/")),
    Visit("intake_item", HE, at("/desk/intake/retirement_claim/")),
    Visit("intake_done", HE, at("/desk/intake/done/{asked}/")),
    Visit("case", HE, at("/desk/case/{asked}/")),
    Visit("case", "chen.zhongshan", at("/desk/case/{waiting}/")),
    Visit("unmask", HE, at("/desk/case/{asked}/number/")),
    Visit("act", HE, at("/desk/case/{asked}/do/retirement_claim.ask_assistance/")),
    Visit("act", HE, at("/desk/case/{asked}/do/case.attachment/")),
    Visit("document", HE, at("/desk/case/{asked}/paper/440600-1/")),
    Visit("void_paper", "huang.wuzhou", at("/desk/case/{record}/paper/{paper}/void/")),
    Visit("board", ZHOU, at("/desk/board/")),
    Visit("alerts", ZHOU, at("/desk/alerts/")),
    Visit("window_code", HE, at("/desk/code/")),
    Visit("office", ZHOU, at("/desk/office/")),
    Visit("directory", HE, at("/desk/directory/")),
    Visit("city", HE, at("/desk/directory/450400/")),
    Visit("directory_changes", ZHOU, at("/desk/directory/changes/")),
    Visit("directory_add", "zheng.foshan", at("/desk/directory/edit/department/")),
    Visit("colleagues", ZHOU, at("/desk/colleagues/")),
    Visit("new_colleague", ZHOU, at("/desk/colleagues/new/")),
    Visit("colleague", ZHOU, at("/desk/colleagues/of/he.foshan/")),
    Visit("tokens", ZHOU, at("/desk/tokens/")),
    Visit("new_token", ZHOU, at("/desk/tokens/new/")),
    Visit("new_channel", ZHOU, at("/desk/tokens/channel/")),
    Visit("agreements", ZHOU, at("/desk/agreements/")),
    Visit("reads", ZHOU, at("/desk/reads/")),
    Visit("calendar", "zheng.foshan", at("/desk/calendar/CN/2026/")),
    Visit("awaited", ZHOU, at("/desk/awaited/?list=waiting")),
    Visit("acts", ZHOU, at("/desk/acts/")),
]
EXCUSED = {
    "face, logout, session_end, say, take, next, extend, colleague_code, colleague_leaves, close_channel, "
    "revoke_token, publish_year, change_day": "a press of a button; what it leads to is visited",
    "calendar_home": "leads on to the calendar of the own region",
    "calendar_proposal": "visited by the colleague who publishes it in test_office_pages",
    "tracked_paper, my_pdf, staff_pdf, my_file, case_file": "a file to be saved",
    "go_on": "visited with a form that waits, in the story of the rights record",
    "verify": "visited from the code on the paper, in the story of the rights record",
    "findings, batch, finding, rejected_rows": "visited with a round of their own in test_comparison",
    "gallery": "visited with its own exceptions in test_looks",
    "directory_edit": "the page of directory_add with what stands there",
}


def window(stage: Stage, visit: Visit) -> Page:
    if not visit.who:
        return stage.passer_by()
    if visit.staff:
        return stage.staff(visit.who)
    return stage.citizen(visit.who.partition(":")[2])


def shown(page: Page, stage: Stage, visit: Visit, address: str, face: str, language: str = "zh-hans") -> None:
    """The page in a face and a language; who is signed in has chosen them for his account."""
    context: BrowserContext = page.context
    page.set_viewport_size({"width": WIDTHS[0], "height": 900})
    choose_face(context, stage.site, face, language)
    if visit.who:
        username = CAST[visit.who.partition(":")[2]].login if not visit.staff else visit.who
        accounts.set_preferences(
            user=account(username),
            language=language,
            elder_mode=face == ELDER,
            text_size=138 if face == ELDER else 100,
            high_contrast=False,
        )
    answer = page.goto(stage.site + address)
    assert answer is not None and answer.status == 200, f"{address}: {answer and answer.status}"


@pytest.mark.parametrize("who", sorted({visit.who for visit in VISITS}))
def test_every_page_holds(stage: Stage, things: Things, who: str) -> None:
    """One sign-in for each who looks; all that does not hold is told at once."""
    faults = []
    for visit in [visit for visit in VISITS if visit.who == who]:
        page, address = window(stage, visit), visit.address(things)
        for face in (NORMAL, ELDER):
            shown(page, stage, visit, address, face)
            try:
                check_shown(page, face=face, staff=visit.staff)
            except AssertionError as fault:
                faults.append(f"{address} {face}: {fault}")
        for language in ("en", "zh-hant"):
            shown(page, stage, visit, address, NORMAL, language)
            try:
                no_sideways_scroll(page, 390)
            except AssertionError as fault:
                faults.append(f"{address} {language}: {fault}")
    # The next who looks begins as everybody does.
    shown(page, stage, visit, address, NORMAL)
    assert not faults, "\n".join(faults)


def test_no_page_is_left_out() -> None:
    names = {pattern.name for pattern in urlpatterns if isinstance(pattern, URLPattern)}
    excused = {name.strip() for line in EXCUSED for name in line.split(",")}
    visited = {visit.name for visit in VISITS}
    assert excused <= names and not excused & visited
    assert names - excused == visited
