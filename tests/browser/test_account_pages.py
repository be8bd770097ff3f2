"""Signing in and one's own account in a real browser: accessible, reflowing, and gone through by hand."""

from __future__ import annotations

from datetime import datetime

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django import Settings

from shebaotong.accounts.api import DEMO_PASSWORD, load_demo_staff
from shebaotong.kernel.api import SHANGHAI
from shebaotong.network.api import load_seed
from shebaotong.store.api import Server
from support.accounts import QUICK_HASHERS
from support.browsing import ELDER, NORMAL, check_page, choose_face

OPEN = ["/login/", "/password/forgotten/", "/password/reset/"]
OWN = ["/account/", "/password/change/"]
DESK = ["/desk/colleagues/", "/desk/code/"]


@pytest.fixture
def staffed(live_database: Server, site: str, settings: Settings) -> str:
    settings.PASSWORD_HASHERS = QUICK_HASHERS
    load_seed(now=datetime(2026, 11, 20, 9, 0, tzinfo=SHANGHAI))
    load_demo_staff()
    return site


def check(page: Page, address: str, *, face: str = NORMAL, staff: bool = False) -> None:
    """One page after another, each from the width at which a test begins."""
    page.set_viewport_size({"width": 1440, "height": 900})
    check_page(page, address, face=face, staff=staff)


def sign_in(page: Page, site: str, username: str) -> None:
    page.goto(site + "/login/")
    page.get_by_label("用户名").fill(username)
    page.get_by_label("密码").fill(DEMO_PASSWORD)
    page.get_by_role("button", name="登录").click()
    expect(page).to_have_url(site + "/desk/")


@pytest.mark.parametrize("face", [NORMAL, ELDER])
def test_account_pages_hold(page: Page, context: BrowserContext, staffed: str, face: str) -> None:
    choose_face(context, staffed, face)
    for address in OPEN:
        check(page, staffed + address, face=face)
    sign_in(page, staffed, "he.foshan")
    if face == ELDER:
        # Signed in, the account's own choice goes before the machine's.
        page.goto(staffed + "/account/")
        page.get_by_role("button", name="长辈版").click()
    for address in OWN:
        check(page, staffed + address, face=face)


def test_pages_about_colleagues_hold(page: Page, staffed: str) -> None:
    sign_in(page, staffed, "zhou.foshan")
    check(page, staffed + DESK[0], staff=True)
    page.goto(staffed + "/account/")
    page.get_by_role("button", name="退出登录").click()
    sign_in(page, staffed, "he.foshan")
    check(page, staffed + DESK[1], staff=True)


def test_a_forgotten_password_is_set_anew_with_a_colleagues_code(page: Page, staffed: str) -> None:
    sign_in(page, staffed, "zhou.foshan")
    page.goto(staffed + "/desk/colleagues/")
    page.get_by_role("link", name="何志文").click()
    page.locator("form[action$='/he.foshan/code/'] button").click()
    code = page.locator("b.num").inner_text()
    page.goto(staffed + "/account/")
    page.get_by_role("button", name="退出登录").click()
    page.get_by_role("link", name="忘记密码").click()
    page.get_by_role("link", name="我有重设码").click()
    page.get_by_label("用户名").fill("he.foshan")
    page.get_by_label("重设码").fill(code)
    page.get_by_label("新密码", exact=True).fill("a sentence to remember")
    page.get_by_label("再打一次新密码").fill("a sentence to remember")
    page.get_by_role("button", name="设新密码").click()
    expect(page.get_by_text("新密码设好了，请登录。")).to_be_visible()
