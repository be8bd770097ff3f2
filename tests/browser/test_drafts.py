"""What is typed into a form is gone once it is handed in: the next person's form begins empty."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from support.browsing import picture, sign_in


def fill(page: Page, form: str) -> None:
    page.goto(form)
    expect(page.locator("[name=name]")).to_have_value("")
    page.locator("[name=identifier]").fill("11010519491231002X")
    page.locator("[name=name]").fill("杜月华")
    page.locator("[name=owner]").select_option("450400")


def kept(page: Page) -> bool:
    return "杜月华" in page.evaluate("JSON.stringify(sessionStorage)")


def test_the_next_persons_form_begins_empty(page: Page, staffed: str) -> None:
    """After a request was taken in, after a draft was cleared, and after signing out."""
    sign_in(page, staffed, "he.foshan")
    record, claim = f"{staffed}/desk/intake/rights_record/", f"{staffed}/desk/intake/lump_sum/"
    fill(page, record)
    page.goto(record)
    expect(page.locator("[name=name]")).to_have_value("杜月华")
    expect(page.get_by_text("您上次没交的内容已经放回来了。")).to_be_visible()
    picture(page, "draft-brought-back")
    page.locator("form.sheet-form button[type=submit]").first.click()
    page.wait_for_url("**/done/**")
    assert not kept(page)

    fill(page, claim)
    page.goto(claim)
    page.get_by_role("button", name="清空重填").click()
    expect(page.get_by_text("您上次没交的内容已经放回来了。")).to_be_hidden()
    assert not kept(page)

    fill(page, claim)
    assert kept(page)
    page.locator("form[action$='/logout/'] button").click()
    page.wait_for_url("**/login/**")
    assert not kept(page)
