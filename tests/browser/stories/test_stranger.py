"""A clerk of a city that takes part in no agreement: he can neither see, find nor guess anything of it.

By page, with the real numbers; by search and by identifier; by the API with a token of his city; and with his
city's own role in the database. Each way is also tried by who may, so that the test could fail.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from datetime import timedelta

import psycopg
import pytest
from django.urls import URLPattern
from playwright.sync_api import APIResponse, Page, expect
from psycopg import sql

from files import samples
from shebaotong.accounts import api as accounts
from shebaotong.cases import api as cases
from shebaotong.files import api as files
from shebaotong.kernel.api import Actor, casenumber
from shebaotong.portal.urls import urlpatterns
from shebaotong.store.api import Server, provision_agencies
from support import window
from support.accounts import account
from support.browsing import search
from support.processes import eventually
from support.stage import CAST, Clock, Stage

FOSHAN, WUZHOU, ZHONGSHAN, STRANGER = "440600", "450400", "442000", "520200"
NOBODYS = "4406000000000003"
"""A well-formed number of a case that does not exist."""
OPEN_TO_ALL = {"track", "verify", "tracked_paper"}
"""These ask for what only the person, or who holds the paper, knows: the last four, or the paper's seal."""


@dataclass(frozen=True)
class Affair:
    """What the stranger must not learn of."""

    keys: dict[str, list[str]]
    """By case: its documents."""
    file: str

    @property
    def numbers(self) -> tuple[str, ...]:
        return tuple(self.keys)

    @property
    def words(self) -> tuple[str, ...]:
        people = [CAST["du"], CAST["deng"]]
        shown = tuple(casenumber.show(number) for number in self.numbers)
        told = tuple(word for member in people for word in (member.name, member.number, member.life.phone))
        return (*self.numbers, *shown, *told)


def actor(username: str) -> Actor:
    return accounts.actor_of(account(username))


def subject(key: str) -> dict[str, str]:
    member = CAST[key]
    return {
        "identifier_kind": member.kind,
        "identifier": member.number,
        "name": member.name,
        "phone": member.life.phone,
    }


def seen(*codes: str) -> list[dict[str, str]]:
    return [{"code": code, "status": "seen"} for code in codes]


@pytest.fixture(scope="module")
def affair(town: Server, clock: Clock) -> Affair:
    """Ms Du's claim with its inquiry and a photograph, Mr Deng's claim: written by their clerks, carried."""
    he, lin, now = actor("he.foshan"), actor("lin.wuzhou"), clock.now
    draft = files.draft_of("stranger", by="stranger")
    photo = files.store_file(
        agency=FOSHAN, name="身份证.jpg", stream=io.BytesIO(samples.jpeg()), case_number=draft, now=now
    )
    du = cases.open_case(
        opening=cases.Opening(
            item="retirement_claim",
            owner=FOSHAN,
            body={
                "subject": subject("du"),
                "category": "female50",
                "wanted_from": "2026-12",
                "earlier_places": [WUZHOU],
                "deemed_years": False,
                "by_proxy": False,
                "materials": seen("identity"),
            },
            attaching=cases.Attaching([cases.Attachment(photo.sha256, "identity")], draft),
        ),
        actor=he,
        now=now,
    ).case_number
    ask = {"agency": WUZHOU, "question": "draws_pension"}
    cases.write(writing=cases.Writing(du, "retirement_claim.ask_assistance", ask), actor=he, now=now)
    child = cases.read(number=du, actor=he).copy.state.waits[0].key
    lump = {
        "subject": subject("deng"),
        "category": "male",
        "choices": "told",
        "by_proxy": False,
        "materials": seen("identity", "written_request", "bank_account"),
    }
    deng = cases.open_case(opening=cases.Opening("lump_sum", ZHONGSHAN, lump), actor=lin, now=now).case_number
    # The worker carries it, as in life.
    chen = actor("chen.zhongshan")
    assert eventually(lambda: _held(deng, chen) and _held(child, lin), seconds=30)
    copies = [cases.read(number=n, actor=a).copy for n, a in ((du, he), (child, lin), (deng, chen))]
    keys = {copy.number: [str(d.key).replace("/", "-") for d in copy.documents] for copy in copies}
    return Affair(keys, photo.sha256)


def _held(number: str, actor: Actor) -> bool:
    try:
        return bool(cases.read(number=number, actor=actor).copy.documents)
    except cases.UnknownCase:
        return False


def addresses(number: str, affair: Affair) -> list[str]:
    """Every address of the site that names a case, with each document, file and action that it may have."""
    found = []
    parts = {
        "key": affair.keys[number],
        "sha256": [affair.file],
        "full_type": ["retirement_claim.review", "lump_sum.grant", "case.message", "assistance.answer"],
    }
    for pattern in urlpatterns:
        assert isinstance(pattern, URLPattern)
        route = str(pattern.pattern)
        if "<str:number>" not in route or pattern.name in OPEN_TO_ALL:
            continue
        route = route.replace("<str:number>", number)
        further = re.search(r"<str:(\w+)>", route)
        values = parts[further[1]] if further else [""]
        found += ["/" + (route.replace(further[0], value) if further else route) for value in values]
    return found


def ask(page: Page, stage: Stage, address: str, *, post: bool = False) -> APIResponse:
    """With the page's own session."""
    if not post:
        return page.request.get(stage.site + address, max_redirects=0)
    token = next(c["value"] for c in page.context.cookies() if c["name"] == "csrftoken")
    headers = {"X-CSRFToken": token, "Referer": stage.site + "/desk/"}
    return page.request.post(stage.site + address, form={"text": "x"}, headers=headers, max_redirects=0)


def leaks(text: str, affair: Affair, *, typed: str = "") -> list[str]:
    """What of the affair stands in a text, apart from what the stranger typed himself."""
    return [word for word in affair.words if word in text and word not in typed]


@pytest.mark.row("Y6", "a city under no agreement sees and finds nobody")
def test_no_page_shows_a_stranger_anything(stage: Stage, affair: Affair) -> None:
    he, yang = stage.staff("he.foshan"), stage.staff("yang.liupanshui")
    mine = affair.numbers[0]
    assert CAST["du"].name in ask(he, stage, f"/desk/case/{mine}/").text()
    for number in affair.numbers:
        for address in addresses(number, affair):
            nothing = address.replace(number, NOBODYS)
            # A document or a file is only ever read.
            for post in (False,) if re.search(r"/(paper|pdf|file)/", address) else (False, True):
                told = ask(yang, stage, address, post=post)
                known = ask(yang, stage, nothing, post=post)
                assert told.status in (403, 404, 405), (address, post, told.status)
                assert told.status == known.status, (address, post)
                assert leaks(told.text(), affair, typed=address) == [], (address, post)
    own = cases.read(number=mine, actor=actor("he.foshan")).copy
    assert not any(document.name == "message" for document in own.documents)


@pytest.mark.row("Y6", "a city under no agreement sees and finds nobody")
def test_no_search_finds_a_stranger_anything(stage: Stage, affair: Affair) -> None:
    yang = stage.staff("yang.liupanshui")
    du = CAST["du"]
    for typed in (affair.numbers[0], du.name, "duyuehua", du.number, du.number[-4:]):
        yang.goto(f"{stage.site}/desk/search/")
        search(yang, typed)
        expect(yang.get_by_role("status").first).to_have_text("找到0项")
        assert leaks(yang.locator(".sheet").inner_text(), affair, typed=typed) == []
    yang.get_by_role("link", name="查个人").click()
    for typed in (du.name, du.number, du.number[-4:], "duyuehua"):
        window.answer(yang, {"who": typed, "purpose": "随便看看"})
        yang.get_by_role("button", name="查询").click()
        expect(yang.get_by_text("本市登记里没有这个人。")).to_be_visible()
    for bucket in cases.BUCKETS:
        yang.goto(f"{stage.site}/desk/?list={bucket}")
        expect(yang.get_by_text("这里没有办件")).to_be_visible()

    # At his window: not for Foshan's people; and a claim of his own city learns of no other place.
    claim = {"category": "female50", "wanted_from": "2026-12", "material-bank_account": "seen"}
    for owner, key in ((FOSHAN, "du"), (STRANGER, "du_elsewhere")):
        window.open_form(stage, yang, word="退休", item="职工退休待遇申领")
        window.identify(yang, key, owner=owner)
        window.answer(yang, {**claim, "material-identity": "seen"})
        if owner == FOSHAN:
            yang.get_by_role("button", name="受理", exact=True).click()
            expect(yang.get_by_role("heading", level=1)).to_have_text("这里不能受理")
            stage.shows(yang, "5-stranger-window")
            continue
        window.open_case(stage, yang, window.accept(yang))
        text = yang.locator(".sheet").inner_text()
        assert "佛山" not in text and "玉林" not in text


@pytest.mark.row("Y6", "a city under no agreement sees and finds nobody")
def test_no_token_of_his_city_opens_anything(stage: Stage, affair: Affair) -> None:
    bearer = f"Bearer {_token('zhou.liupanshui', stage)}"
    rightful = f"Bearer {_token('zhou.foshan', stage)}"
    api, page = f"{stage.site}/api/v1", stage.passer_by()
    ours = page.request.get(f"{api}/cases/{affair.numbers[0]}", headers={"Authorization": rightful})
    assert ours.status == 200
    for number in affair.numbers:
        for tail in ("", "/documents", "/receipts"):
            told = page.request.get(f"{api}/cases/{number}{tail}", headers={"Authorization": bearer})
            known = page.request.get(f"{api}/cases/{NOBODYS}{tail}", headers={"Authorization": bearer})
            assert told.status == known.status and told.status in (404, 405), (number, tail)
            assert leaks(told.text(), affair, typed=number) == []
        written = page.request.post(
            f"{api}/cases/{number}/documents",
            data={"type": "case.message", "body": {"text": "x"}},
            headers={"Authorization": bearer, "Idempotency-Key": "stranger-0001"},
        )
        assert written.status == 404
    listed = page.request.get(f"{api}/cases?list=act", headers={"Authorization": bearer})
    assert listed.status == 200 and leaks(listed.text(), affair) == []


def _token(boss: str, stage: Stage) -> str:
    by, now = account(boss), stage.clock.now
    city = boss.partition(".")[2]
    channel = accounts.create_channel(by=by, username=f"reader.{city}", display_name="reader", roles=())
    return accounts.issue_api_token(
        by=by,
        user=channel,
        name="reader",
        purpose="test",
        scopes=("cases:read", "cases:write"),
        expires_at=now + timedelta(days=1),
        now=now,
    )


@pytest.mark.row("Y6", "a city under no agreement sees and finds nobody")
def test_no_table_shows_his_citys_role_anything(stage: Stage, affair: Affair, town: Server) -> None:
    provision_agencies(server=town, agencies=[FOSHAN, STRANGER])
    assert "cases_case" in _tables_that_tell(town, FOSHAN, affair)
    assert _tables_that_tell(town, STRANGER, affair) == []


def _tables_that_tell(server: Server, agency: str, affair: Affair) -> list[str]:
    """Tables that the agency's role may read and in which a row names a case or a person of the affair."""
    with psycopg.connect(server.conninfo(role="admin")) as session:
        session.execute(sql.SQL("SET ROLE {}").format(sql.Identifier(f"agency_{agency}")))
        # He may say that he is Foshan and that he is signing somebody in; his role says otherwise.
        for name, value in (("agency", FOSHAN), ("authenticating", "on"), ("locating", "x")):
            session.execute("SELECT set_config(%s, %s, false)", [f"shebaotong.{name}", value])
        tables = session.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace "
            "AND relkind IN ('r', 'p', 'v') AND has_table_privilege(oid, 'SELECT') ORDER BY 1"
        ).fetchall()
        assert len(tables) > 30
        patterns = [f"%{word}%" for word in affair.words]
        query = sql.SQL("SELECT count(*) FROM {table} WHERE {table}::text LIKE ANY(%s)")
        return [
            table
            for (table,) in tables
            if session.execute(query.format(table=sql.Identifier(table)), [patterns]).fetchone() != (0,)
        ]
