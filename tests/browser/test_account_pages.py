"""Signing in and one's own account, gone through by hand in a real browser."""

from __future__ import annotations

from datetime import datetime

import pytest
from playwright.sync_api import Page, expect
from pytest_django import Settings

from shebaotong.accounts.api import DEMO_PASSWORD, load_demo_staff
from shebaotong.kernel.api import SHANGHAI
from shebaotong.network.api import load_seed
from shebaotong.store.api import Server
from support.accounts import QUICK_HASHERS


@pytest.fixture
def staffed(live_database: Server, site: str, settings: Settings) -> str:
    settings.PASSWORD_HASHERS = QUICK_HASHERS
    load_seed(now=datetime(2026, 11, 20, 9, 0, tzinfo=SHANGHAI))
    load_demo_staff()
    return site


def sign_in(page: Page, site: str, username: str) -> None:
    page.goto(site + "/login/")
    page.get_by_label("用户名").fill(username)
    page.get_by_label("密码").fill(DEMO_PASSWORD)
    page.get_by_role("button", name="登录").click()
    expect(page).to_have_url(site + "/desk/")


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
