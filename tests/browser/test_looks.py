"""Pages that need no case, in every face: accessible, reflowing, with targets that a finger meets."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from support.browsing import (
    ARTIFACTS,
    CITIZEN_TARGET,
    ELDER,
    HIGH,
    NORMAL,
    check_axe,
    check_page,
    choose_face,
    no_sideways_scroll,
    picture,
    target_sizes,
)

PICTURED = {"home": "/", "guide": "/item/retirement_claim/", "ways": "/ways/?here=450400&insured=442000"}
STAFF = ["/design/workbench/", "/design/board/"]


@pytest.mark.parametrize("address", STAFF)
def test_staff_pages_hold(page: Page, site: str, address: str) -> None:
    check_page(page, site + address, staff=True)


@pytest.mark.parametrize("address", ["/", "/design/tracking/", "/design/workbench/"])
def test_high_contrast_holds(page: Page, context: BrowserContext, site: str, address: str) -> None:
    choose_face(context, site, HIGH)
    page.goto(site + address)
    check_axe(page)


@pytest.mark.parametrize("face", [NORMAL, ELDER])
def test_every_component_holds(page: Page, context: BrowserContext, site: str, face: str) -> None:
    choose_face(context, site, face)
    page.goto(site + "/design/")
    # Samples stand side by side: headings skip levels, and a sample page's own landmarks come twice.
    check_axe(page, without=("heading-order", "landmark-unique"))
    no_sideways_scroll(page, 390)
    picture(page, f"gallery-{face.split('.')[0]}")


@pytest.mark.parametrize("language", ["en", "zh-hant"])
@pytest.mark.parametrize("address", ["/", "/event/retirement/"])
@pytest.mark.row("W2", "pages in traditional Chinese, also on a phone")
def test_other_languages_hold_on_a_phone(
    page: Page, context: BrowserContext, site: str, address: str, language: str
) -> None:
    choose_face(context, site, NORMAL, language)
    page.goto(site + address)
    no_sideways_scroll(page, 390)
    target_sizes(page, CITIZEN_TARGET)
    check_axe(page)


@pytest.mark.parametrize("width", [1440, 1366, 390])
def test_pictures_for_a_person_to_look_at(page: Page, context: BrowserContext, site: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900 if width == 1440 else 768})
    for name in ("workbench", "board", "tracking"):
        page.goto(f"{site}/design/{name}/")
        assert picture(page, f"{name}-{width}", whole=width == 390).stat().st_size > 20_000
    for face in (NORMAL, ELDER):
        choose_face(context, site, face)
        for name, address in PICTURED.items():
            page.goto(site + address)
            assert picture(page, f"{name}-{face.split('.')[0]}-{width}").stat().st_size > 20_000


def test_an_unknown_page_is_as_accessible_as_any(page: Page, site: str) -> None:
    answer = page.goto(site + "/no-such-page/")
    assert answer is not None and answer.status == 404
    check_axe(page)
    no_sideways_scroll(page, 320)
    page.get_by_role("link", name="返回首页").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("在哪个城市，都能办社保")


def test_the_side_column_is_a_drawer_on_a_smaller_screen(page: Page, site: str) -> None:
    page.goto(site + "/design/workbench/")
    side, opener = page.locator("#side"), page.get_by_role("button", name="时限和对话")
    expect(side).to_be_visible()
    expect(opener).to_be_hidden()
    page.set_viewport_size({"width": 1280, "height": 768})
    expect(side).to_be_hidden()
    opener.click()
    expect(side).to_be_visible()
    # What the open drawer covers in part, axe takes for too small.
    check_axe(page, without=("target-size",))
    page.keyboard.press("Escape")
    expect(side).to_be_hidden()
    expect(opener).to_be_focused()


def test_list_and_sheet_are_pages_of_their_own_on_a_narrow_screen(page: Page, site: str) -> None:
    page.goto(site + "/design/workbench/")
    expect(page.locator(".desk-list")).to_be_visible()
    page.set_viewport_size({"width": 900, "height": 768})
    expect(page.locator(".desk-list")).to_be_hidden()
    expect(page.get_by_role("link", name="收件箱", exact=True).last).to_be_visible()


NAMES_IN_PICTURES = """
() => [...document.querySelectorAll(".chart svg text")]
  .filter((e) => e.checkVisibility())
  .map((e) => ({ e, svg: e.ownerSVGElement }))
  .map(({ e, svg }) => ({ e, scale: svg.getBoundingClientRect().width / svg.viewBox.baseVal.width }))
  .map(({ e, scale }) => [e.textContent.trim(), parseFloat(getComputedStyle(e).fontSize) * scale])
"""


def test_names_in_the_boards_pictures_can_be_read_at_every_width(page: Page, site: str) -> None:
    """At least 12 px; where the flows would be smaller a list stands in their place."""
    page.goto(site + "/design/board/")
    for width, listed in ((1440, False), (1366, False), (1000, True), (390, True), (320, True)):
        page.set_viewport_size({"width": width, "height": 900})
        names = page.evaluate(NAMES_IN_PICTURES)
        assert len(names) >= 10 and min(size for _, size in names) >= 12, (width, sorted(names))
        flows = page.get_by_role("list", name="梧州为中山办得最多")
        expect(flows).to_be_visible(visible=listed)
        expect(page.locator(".flow-picture")).to_be_visible(visible=not listed)
        if listed:
            largest = flows.get_by_role("listitem").first
            expect(largest).to_have_text(re.compile(r"梧州 → 中山\s+144"))
            assert largest.evaluate("(e) => parseFloat(getComputedStyle(e).fontSize)") >= 12
        no_sideways_scroll(page, width)


def test_print_is_black_on_white_with_the_table_instead_of_the_picture(page: Page, site: str) -> None:
    page.goto(site + "/design/board/")
    page.emulate_media(media="print")
    expect(page.locator(".chart svg").first).to_be_hidden()
    # The sketch of the network has no table; it stays a picture.
    expect(page.locator(".net-wide:visible, .net-narrow:visible")).to_have_count(1)
    expect(page.locator(".flow-list")).to_be_hidden()
    expect(page.get_by_role("cell", name="佛山").first).to_be_visible()
    page.goto(site + "/design/tracking/")
    expect(page.locator(".site-foot, .topbar").first).to_be_hidden()
    size = page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)")
    assert size == pytest.approx(16 * 96 / 72, abs=0.1)
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    sheet = page.pdf(path=str(ARTIFACTS / "tracking.pdf"), prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", sheet)) == 1
