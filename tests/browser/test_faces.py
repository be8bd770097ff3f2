"""Switching faces by hand: with a script and without, by mouse and by keyboard."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from support.browsing import ELDER_TARGET, target_sizes


@pytest.mark.parametrize("script", [True, False])
def test_every_switch_works_with_and_without_a_script(browser: Browser, site: str, script: bool) -> None:
    context = browser.new_context(java_script_enabled=script, locale="zh-CN")
    page = context.new_page()
    page.goto(site + "/find/?q=养老金")
    html = page.locator("html")
    page.get_by_role("button", name="长辈版").first.click()
    expect(html).to_have_attribute("data-mode", "elder")
    expect(html).to_have_attribute("data-size", "138")
    assert page.url.endswith("/find/?q=%E5%85%BB%E8%80%81%E9%87%91")
    page.get_by_role("button", name="字大一点").last.click()
    expect(html).to_have_attribute("data-size", "165")
    page.get_by_role("button", name="高对比").last.click()
    expect(html).to_have_attribute("data-contrast", "high")
    page.get_by_role("button", name="繁體").click()
    expect(html).to_have_attribute("lang", "zh-Hant")
    page.get_by_role("button", name="退出長輩版").click()
    expect(html).to_have_attribute("data-mode", "normal")
    context.close()


@pytest.mark.row("E1", "large print from page to page, up to the largest type")
def test_the_largest_type_is_thirty_pixels_and_nothing_is_lost(page: Page, site: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(site + "/")
    page.get_by_role("button", name="长辈版").first.click()
    for _ in range(2):
        page.get_by_role("button", name="字大一点").last.click()
    assert page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)") >= 30
    expect(page.get_by_role("button", name="字大一点").last).to_be_disabled()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    target_sizes(page, ELDER_TARGET)


def test_the_keyboard_reaches_everything_and_focus_is_always_seen(page: Page, site: str) -> None:
    page.goto(site + "/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="跳到正文")).to_be_focused()
    expect(page.get_by_role("link", name="跳到正文")).to_be_in_viewport()
    wanted = page.evaluate(
        """() => [...document.querySelectorAll("a[href], button, input, select")]
        .filter((e) => e.checkVisibility() && !e.disabled && e.type !== "hidden").length"""
    )
    seen = set()
    for _ in range(wanted + 2):
        state = page.evaluate(
            """() => {
              const e = document.activeElement, box = e.getBoundingClientRect();
              const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
              return [[...document.querySelectorAll("*")].indexOf(e), e === document.body,
                getComputedStyle(e).outlineStyle !== "none", e.contains(top) || (top && top.contains(e))];
            }"""
        )
        place, at_body, ring, uncovered = state
        if not at_body:
            assert ring and uncovered, page.evaluate("document.activeElement.outerHTML.slice(0, 200)")
            seen.add(place)
        page.keyboard.press("Tab")
    assert len(seen) == wanted


def test_the_skip_link_leads_to_the_content(page: Page, site: str) -> None:
    page.goto(site + "/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()


def test_nothing_opens_by_itself_and_nothing_moves_for_those_who_ask_for_rest(page: Page, site: str) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.goto(site + "/")
    assert page.locator("dialog[open], :popover-open").count() == 0
    moving = page.evaluate(
        """() => [...document.querySelectorAll("*")].map((e) => getComputedStyle(e))
        .filter((s) => s.animationName !== "none" || /[1-9]/.test(s.transitionDuration)).length"""
    )
    assert moving == 0


def test_the_elder_pages_are_found_by_searching_for_them(page: Page, site: str) -> None:
    page.goto(site + "/")
    page.get_by_role("searchbox").fill("关怀版")
    page.get_by_role("searchbox").press("Enter")
    page.get_by_role("button", name="现在换").click()
    expect(page.locator("html")).to_have_attribute("data-mode", "elder")
