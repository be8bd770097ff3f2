"""What every browser test of a page asks: axe, no sideways scroll, large targets, no policy violation."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, expect

from support.accounts import PASSWORD

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / ".tools/axe-core-4.14.1/axe.min.js"
ARTIFACTS = ROOT / "test-artifacts"
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
ELDER, NORMAL, HIGH = "elder.138.plain.nokeys", "normal.100.plain.nokeys", "normal.100.high.nokeys"
CITIZEN_TARGET, ELDER_TARGET, STAFF_TARGET = 44, 60, 24
ELDER_TEXT = 18
WIDTHS = (1440, 1366, 390, 320)
# Standing in a sentence, or hidden: not a target of its own.
TARGETS = """
(minimum) => [...document.querySelectorAll("a[href], button, input, select, textarea, summary")]
  .filter((e) => e.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true }))
  .filter((e) => !e.closest(".sr, .skip, .choice") && e.type !== "hidden")
  .filter((e) => !e.matches("p a, dd a, td a, th a"))
  .map((e) => ({ e, box: e.getBoundingClientRect() }))
  .filter(({ box }) => box.width < minimum - 0.5 || box.height < minimum - 0.5)
  .map(({ e, box }) => `${e.tagName} ${e.textContent.trim().slice(0, 20)} ` +
    `${Math.round(box.width)}×${Math.round(box.height)}`)
"""
SMALL_TEXT = """
(minimum) => [...document.querySelectorAll("body *")]
  .filter((e) => e.checkVisibility() && !e.closest(".sr, svg, [aria-hidden=true], .skip"))
  .filter((e) => [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim()))
  .map((e) => ({ e, style: getComputedStyle(e) }))
  .filter(({ style }) => parseFloat(style.fontSize) < minimum - 0.01)
  .map(({ e, style }) => `${e.tagName} ${e.textContent.trim().slice(0, 20)} ${style.fontSize}`)
"""
TIGHT_LINES = """
() => [...document.querySelectorAll("p, li, dd, dt, td, th, label, h1, h2, h3")]
  .filter((e) => e.checkVisibility() && !e.closest(".sr"))
  .map((e) => ({ e, style: getComputedStyle(e) }))
  .filter(({ style }) => parseFloat(style.lineHeight) / parseFloat(style.fontSize) < 1.3)
  .map(({ e, style }) => `${e.tagName} ${e.textContent.trim().slice(0, 20)} ${style.lineHeight}`)
"""
OUTSIDE = """
() => [...document.querySelectorAll("body *")]
  .filter((e) => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest(".sr, .table-frame, .rail"))
  .slice(0, 5).map((e) => `${e.tagName}.${e.getAttribute("class")} ${e.textContent.trim().slice(0, 20)}`)
"""


class Console:
    """What the browser complained about: a violated policy, a missing file, a script that broke."""

    def __init__(self, page: Page) -> None:
        self.complaints: list[str] = []
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.complaints.append(message.text)


def choose_face(context: BrowserContext, site: str, face: str, language: str = "zh-hans") -> None:
    """The face as its cookie names it, without pressing a switch."""
    context.add_cookies(
        [
            {"name": "face", "value": face, "url": site},
            {"name": "django_language", "value": language, "url": site},
        ]
    )


def sign_in(page: Page, site: str, username: str, *, lands: str = "/desk/") -> None:
    """Sign somebody of the demonstration in; ``lands`` is the page that he is led to."""
    page.goto(site + "/login/")
    page.get_by_label("用户名").fill(username)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    expect(page).to_have_url(site + lands)


def search(page: Page, typed: str) -> None:
    """Type into the desk's search box; the address of what it finds holds nothing of it."""
    box = page.get_by_role("searchbox", name="搜办件号、姓名、证件后四位")
    box.fill(typed)
    box.press("Enter")
    expect(page).to_have_url(re.compile(r"/desk/search/\?asked=\w+$"))


def check_axe(page: Page, *, without: tuple[str, ...] = ()) -> None:
    """No violation of WCAG 2.2 AA and best practice; ``without`` names rules answered otherwise."""
    if not AXE.is_file():
        raise FileNotFoundError(f"{AXE.relative_to(ROOT)} is missing: run `make browser` (needs npm)")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    options = {
        "runOnly": AXE_TAGS,
        "rules": {rule: {"enabled": False} for rule in without},
        # What passed is neither described nor sent over: a third of the time.
        "resultTypes": ["violations"],
    }
    violations: list[dict[str, Any]] = page.evaluate(
        "async (options) => (await axe.run(document, options)).violations", options
    )
    found = [
        f"{violation['id']}: {node['html'][:160]} — {node.get('failureSummary', '')[:200]}"
        for violation in violations
        for node in violation["nodes"]
    ]
    assert found == [], json.dumps(found, ensure_ascii=False, indent=1)


def no_sideways_scroll(page: Page, width: int) -> None:
    """At ``width`` pixels nothing but a table's own frame scrolls sideways (WCAG 1.4.10)."""
    page.set_viewport_size({"width": width, "height": 800})
    found = page.evaluate("document.documentElement.scrollWidth")
    assert found <= width, f"{found} px wide at {width}: {page.evaluate(OUTSIDE)}"


def target_sizes(page: Page, minimum: int) -> None:
    """Every link and button that stands alone is at least ``minimum`` pixels each way."""
    small = page.evaluate(TARGETS, minimum)
    assert not small, f"smaller than {minimum} px: {small}"


def elder_text(page: Page) -> None:
    """No text under 18 px and no line closer than 1.3."""
    small, tight = page.evaluate(SMALL_TEXT, ELDER_TEXT), page.evaluate(TIGHT_LINES)
    assert not small, f"type under {ELDER_TEXT} px: {small}"
    assert not tight, f"lines closer than 1.3: {tight}"


def picture(page: Page, name: str, *, whole: bool = True) -> Path:
    """A screenshot for a person to look at, in test-artifacts/."""
    ARTIFACTS.mkdir(exist_ok=True)
    path = ARTIFACTS / f"{name}.png"
    page.screenshot(path=path, full_page=whole)
    return path


def picture_if_wanted(page: Page, name: str, *, whole: bool = True) -> None:
    """A picture of what a story has come to: only with PICTURES=1, for each takes as long as a step."""
    if os.environ.get("PICTURES"):
        picture(page, name, whole=whole)


def check_page(page: Page, address: str, *, face: str = NORMAL, staff: bool = False) -> None:
    """All of the above for one page in one face, at four widths, and a console without complaints."""
    console = Console(page)
    answer = page.goto(address)
    assert answer is not None and answer.status == 200, address
    check_shown(page, face=face, staff=staff)
    assert not console.complaints, console.complaints


def check_shown(page: Page, *, face: str = NORMAL, staff: bool = False) -> None:
    """The same for the page that stands there already, as after a form was sent."""
    assert page.locator("dialog[open]").count() == 0
    check_axe(page)
    elder = face.startswith("elder") and not staff
    for width in WIDTHS:
        no_sideways_scroll(page, width)
        target_sizes(page, STAFF_TARGET if staff else ELDER_TARGET if elder else CITIZEN_TARGET)
    if elder:
        elder_text(page)
