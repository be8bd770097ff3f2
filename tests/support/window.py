"""What clerks and insured persons do on the pages, in their words: take in, find, write, follow."""

from __future__ import annotations

import re
from collections.abc import Mapping

from playwright.sync_api import Locator, Page, expect

from shebaotong.kernel.api import casenumber
from support.stage import CAST, Stage

Answers = Mapping[str, str | list[str]]
CASE_NUMBER = re.compile(r"^\d{4} \d{4} \d{4} \d{4}$")
"""As pages show it."""


def answer(page: Page, answers: Answers) -> None:
    """Fill a form by the names of its questions: text, a choice's value, or a list of ticks."""
    for name, value in answers.items():
        asked = page.locator(f"[name='{name}']:not([type=hidden])")
        kind = asked.first.get_attribute("type")
        if isinstance(value, list):
            for each in value:
                page.locator(f"[name='{name}'][value='{each}']").check()
        elif kind in ("radio", "checkbox"):
            page.locator(f"[name='{name}'][value='{value}']").check()
        elif asked.first.evaluate("e => e.tagName") == "SELECT":
            asked.first.select_option(value)
        else:
            asked.first.fill(value)


def open_form(stage: Stage, page: Page, *, word: str, item: str) -> None:
    """From the desk to the item's form: 窗口收件, the word that people use, the item."""
    page.get_by_role("link", name="窗口收件").click()
    page.get_by_label("找事项").fill(word)
    page.get_by_role("button", name="找一找").click()
    page.locator("main").get_by_role("link", name=item).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(item)


def identify(page: Page, key: str, *, owner: str) -> None:
    """Who stands at the window, and where he is insured."""
    member = CAST[key]
    page.get_by_label("证件种类").select_option(member.kind)
    page.get_by_label("证件号码").fill(member.number)
    page.get_by_label("姓名", exact=True).fill(member.name)
    page.get_by_label("手机").fill(member.life.phone)
    page.get_by_label("在哪里参保", exact=True).select_option(owner)


def accept(page: Page) -> str:
    """Press 受理; the number of the case that began."""
    page.get_by_role("button", name="受理", exact=True).click()
    expect(page).to_have_url(re.compile(r"/desk/intake/done/\d{16}/"))
    return number_in(page.url)


def number_in(address: str | None) -> str:
    """The case's number in an address."""
    found = re.search(r"\d{16}", address or "")
    assert found, address
    return found[0]


def grouped(number: str) -> str:
    return casenumber.show(number)


def step(page: Page) -> Locator:
    """The step of the rail in which the case is."""
    return page.locator(".route [aria-current=step]")


def succeeded(page: Page) -> None:
    expect(page.get_by_text("已办理。")).to_be_visible()


def open_case(stage: Stage, page: Page, number: str) -> None:
    page.goto(f"{stage.site}/desk/case/{number}/")
    expect(page.locator(".case-number")).to_be_visible()


def from_inbox(stage: Stage, page: Page, *, who: str, bucket: str = "act") -> str:
    """Open the person's case out of the inbox; its number."""
    page.goto(f"{stage.site}/desk/?list={bucket}")
    page.locator(".work", has_text=who).first.click()
    expect(page.locator(".case-number")).to_be_visible()
    return number_in(page.url)


def write(page: Page, action: str, answers: Answers | None = None) -> None:
    """From the case's page: press the action, fill its form, send it."""
    page.get_by_role("link", name=action, exact=True).click()
    answer(page, answers or {})
    page.locator(".sheet-foot button").first.click()
    succeeded(page)


def follow(stage: Stage, page: Page, number: str, *, key: str) -> None:
    """Anybody with the number and the document's last four looks up how far it is."""
    page.goto(stage.site + "/track/")
    page.get_by_label("办件号").fill(number)
    page.get_by_label("证件号码最后四位").fill(CAST[key].number[-4:])
    page.get_by_role("button", name="看进度").click()
    expect(page.locator(".now-card")).to_be_visible()
