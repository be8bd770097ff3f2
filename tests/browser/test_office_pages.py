"""The agency's own pages in a real browser: accessible, reflowing, and gone through by hand."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from support.browsing import check_page, sign_in

STANDING = [
    "/desk/directory/edit/outlet/450100-01/",
    "/desk/calendar/45/2027/publish/",
    "/desk/calendar/45/2026/day/?day=2026-04-20",
]
"""What the walk of every page does not visit."""


def test_the_pages_hold(page: Page, staffed: str) -> None:
    sign_in(page, staffed, "zheng.nanning", lands="/desk/office/")
    for address in STANDING:
        page.set_viewport_size({"width": 1440, "height": 900})
        check_page(page, staffed + address, staff=True)


def test_an_official_proposes_a_year_and_a_colleague_publishes_it(page: Page, staffed: str) -> None:
    sign_in(page, staffed, "zheng.zhongshan", lands="/desk/office/")
    page.get_by_role("link", name="机构", exact=True).click()
    page.get_by_role("link", name="工作日历").click()
    page.goto(staffed + "/desk/calendar/CN/2027/")
    page.get_by_role("link", name="提出这一年").click()
    page.get_by_label("放假安排").fill("元旦：1月1日至3日放假。")
    page.get_by_label("通知的名称和文号").fill("试验通知〔2026〕1号")
    page.get_by_role("button", name="先看看会怎样").click()
    expect(page.get_by_role("heading", name="会变的日子")).to_be_visible()
    page.get_by_role("button", name="提出，请同事公布").click()
    expect(page.get_by_text("等另一位管理员公布")).to_be_visible()
    expect(page.get_by_role("button", name="公布", exact=True)).to_have_count(0)
    waits = page.url
    page.get_by_role("button", name="退出").click()
    sign_in(page, staffed, "xu.zhongshan", lands="/desk/office/")
    page.goto(staffed + "/desk/calendar/CN/2026/")
    check_page(page, page.url, staff=True)
    page.get_by_role("link", name="看看这份改动").click()
    check_page(page, waits, staff=True)
    page.set_viewport_size({"width": 1440, "height": 900})
    page.get_by_role("button", name="公布", exact=True).click()
    expect(page.get_by_text("受影响的办件一两分钟内按新日历重算")).to_be_visible()
    expect(page.get_by_text("试验通知〔2026〕1号")).to_be_visible()
