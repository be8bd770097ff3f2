"""Signing in and one's own account, gone through by hand in a real browser."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from support.browsing import sign_in


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
