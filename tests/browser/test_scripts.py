"""Our own scripts: reading aloud, drafts, session warning, shortcuts, keypad, and htmx's CSRF header."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

HTML = "text/html; charset=utf-8"
# A voice that never speaks but tells when it would have finished: the page's own text list is what is tested.
SPEECH = """
(() => {
  window.said = [];
  const voice = { lang: "zh-CN", name: "test" };
  const speech = {
    getVoices: () => (window.silent ? [] : [voice]),
    speak: (words) => { window.said.push([words.text, words.rate]); window.current = words; },
    cancel: () => { window.cancelled = true; },
    addEventListener: () => {},
  };
  Object.defineProperty(window, "speechSynthesis", { value: speech });
  window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
})();
"""


@pytest.mark.row("E1", "a page reads itself aloud, sentence by sentence")
def test_reading_aloud_speaks_each_sentence_marks_it_and_stops(page: Page, site: str) -> None:
    page.add_init_script(SPEECH)
    page.goto(site + "/design/tracking/")
    assert page.evaluate("window.said") == []
    start, stop = page.get_by_role("button", name="念给我听"), page.get_by_role("button", name="不念了")
    start.click()
    expect(stop).to_be_focused()
    assert page.evaluate("window.said") == [["您的退休手续，办到哪一步了", 0.8]]
    page.evaluate("window.current.onend()")
    said = [text for text, _ in page.evaluate("window.said")]
    assert said[1] == "第3步，共5步"
    for _ in range(200):
        if page.evaluate("document.querySelector('[data-say=start]').hidden") is False:
            break
        assert page.evaluate("CSS.highlights.has('reading') || !!document.querySelector('.is-reading')")
        page.evaluate("window.current.onend()")
    said = [text for text, _ in page.evaluate("window.said")]
    assert "安心等短信。" in said and "材料都齐了，不用再跑。" in said
    assert (said.count("已完成"), said.count("还没到")) == (2, 2)
    assert not page.evaluate("CSS.highlights.has('reading')")
    start.click()
    stop.click()
    expect(start).to_be_visible()
    assert page.evaluate("window.cancelled")


def test_without_a_voice_there_is_no_button(page: Page, site: str) -> None:
    page.add_init_script("window.silent = true;" + SPEECH)
    page.goto(site + "/design/tracking/")
    expect(page.locator("[data-read-aloud]")).to_be_hidden()


def test_sentences_keep_their_marks_and_lose_what_is_not_speech(page: Page, site: str) -> None:
    page.goto(site + "/")
    split = """async (text) => (await import("/static/portal/js/read-aloud.js")).sentences(text)"""
    assert page.evaluate(split, "甲好。乙，丙？“丁！”　戊\n己；") == [
        "甲好。",
        "乙，丙？",
        "“丁！”",
        "戊 己；",
    ]
    assert page.evaluate(split, " ·—→ ") == []
    assert page.evaluate(split, "") == []


FORM = """<!doctype html><html lang="zh-Hans"><title>表</title>
<body data-owner="{owner}"><main id="main"><h1>表</h1>{done}
<form data-draft="claim" method="post" {wipe}><p data-draft-restored hidden>已恢复</p>
<label>说明 <input name="remark" value="{remark}"{invalid}></label>
<label>密码 <input name="secret" type="password"></label>
<label>领过 <input name="drawn" type="checkbox" value="1"></label>
<label>不存 <input name="never" data-draft-skip></label><button>提交</button></form></main>
<script type="module" src="/static/portal/js/drafts.js"></script></body></html>"""


def form_page(page: Page, site: str, owner: str = "a1", **words: str) -> None:
    """A form as a view would send it, at an address of its own."""
    values = {"remark": "", "invalid": "", "done": "", "wipe": ""} | words
    page.unroute("**/draft/")
    page.route(
        "**/draft/",
        lambda route: route.fulfill(body=FORM.format(owner=owner, **values), content_type=HTML),
    )
    page.goto(site + "/draft/")


def test_an_expired_session_loses_nothing_that_was_typed(page: Page, site: str) -> None:
    form_page(page, site)
    page.get_by_label("说明").fill("曾用名杜月花")
    page.get_by_label("密码").fill("geheim")
    page.get_by_label("领过").check()
    page.get_by_label("不存").fill("4504")
    stored = page.evaluate("JSON.stringify(sessionStorage)")
    assert "geheim" not in stored and "4504" not in stored
    form_page(page, site, owner="")
    assert page.get_by_label("说明").input_value() == ""
    form_page(page, site)
    expect(page.get_by_label("说明")).to_have_value("曾用名杜月花")
    expect(page.get_by_label("领过")).to_be_checked()
    expect(page.get_by_text("已恢复")).to_be_visible()


def test_a_draft_is_never_shown_to_another_person(page: Page, site: str) -> None:
    form_page(page, site)
    page.get_by_label("说明").fill("曾用名杜月花")
    form_page(page, site, owner="b2")
    expect(page.get_by_label("说明")).to_have_value("")
    form_page(page, site)
    expect(page.get_by_label("说明")).to_have_value("")


def test_a_draft_ends_when_the_form_was_taken(page: Page, site: str) -> None:
    form_page(page, site)
    page.get_by_label("说明").fill("曾用名杜月花")
    form_page(page, site, done='<p data-draft-done="claim">已经受理</p>')
    form_page(page, site)
    expect(page.get_by_label("说明")).to_have_value("")


def test_a_form_sent_back_with_errors_is_newer_than_the_draft(page: Page, site: str) -> None:
    form_page(page, site)
    page.get_by_label("说明").fill("草稿")
    form_page(page, site, remark="提交过的", invalid=' aria-invalid="true"')
    expect(page.get_by_label("说明")).to_have_value("提交过的")


def test_serving_the_next_person_wipes_every_draft(page: Page, site: str) -> None:
    form_page(page, site, wipe="data-draft-wipe")
    page.get_by_label("说明").fill("曾用名杜月花")
    page.get_by_role("button", name="提交").click()
    page.wait_for_load_state()
    assert "杜月花" not in page.evaluate("JSON.stringify(sessionStorage)")


SESSION = """<!doctype html><html lang="zh-Hans"><title>页</title>
<body hx-headers:inherited='{"X-CSRFToken": "token"}'><main>正文</main>
<dialog id="session" data-seconds="1800" data-extend="/extend/"><form method="dialog">
<button>继续办</button></form></dialog>
<script type="module" src="/static/portal/js/session.js"></script></body></html>"""


def test_a_session_warns_in_time_and_goes_on_by_one_press(page: Page, site: str) -> None:
    asked: list[str] = []

    def extend(route: Route) -> None:
        asked.append(route.request.headers["x-csrftoken"])
        route.fulfill(status=204)

    page.route("**/session/", lambda route: route.fulfill(body=SESSION, content_type=HTML))
    page.route("**/extend/", extend)
    page.clock.install()
    page.goto(site + "/session/")
    dialog = page.get_by_role("dialog")
    page.clock.run_for(26 * 60 * 1000)
    expect(dialog).to_be_hidden()
    page.clock.run_for(70 * 1000)
    expect(dialog).to_be_visible()
    page.get_by_role("button", name="继续办").click()
    expect(dialog).to_be_hidden()
    assert asked == ["token"]
    page.clock.run_for(26 * 60 * 1000)
    expect(dialog).to_be_hidden()


def test_shortcuts_are_off_until_they_are_switched_on(page: Page, site: str) -> None:
    page.goto(site + "/design/workbench/")
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).not_to_be_focused()
    page.evaluate("document.body.dataset.shortcuts = 'on'")
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("jk/")
    expect(page.get_by_role("searchbox")).to_have_value("jk/")
    page.locator("body").click(position={"x": 700, "y": 5})
    page.keyboard.press("j")
    expect(page.locator(".work").nth(2)).to_be_focused()
    page.keyboard.press("k")
    expect(page.locator(".work").nth(1)).to_be_focused()
    page.evaluate(
        """() => {
          window.pressed = 0;
          document.querySelector("[data-shortcut=F8]").onclick = () => { window.pressed += 1; };
        }"""
    )
    page.keyboard.press("F8")
    assert page.evaluate("window.pressed") == 1


def test_the_keypad_types_into_its_field(page: Page, site: str) -> None:
    page.goto(site + "/design/")
    keypad = page.locator(".keypad")
    for key in ("4", "5", "0", "4", "X"):
        keypad.get_by_role("button", name=key, exact=True).click()
    keypad.get_by_role("button", name="删一位").click()
    expect(page.locator("#field-demo")).to_have_value("4504")


@pytest.mark.parametrize("status", [200, 422, 500])
def test_htmx_sends_the_csrf_header_swaps_4xx_and_tells_5xx(
    page: Page, context: BrowserContext, site: str, status: int
) -> None:
    sent: list[str] = []

    def answer(route: Route) -> None:
        sent.append(route.request.headers.get("x-csrftoken", ""))
        route.fulfill(status=status, body="<p>新的</p>", content_type=HTML)

    context.route("**/swap/", answer)
    page.goto(site + "/")
    page.evaluate(
        """() => {
          document.querySelector("main").insertAdjacentHTML("beforeend",
            '<div id="place">旧的</div><button id="go" hx-post="/swap/" hx-target="#place">换</button>');
          htmx.process(document.querySelector("main"));
        }"""
    )
    page.locator("#go").click()
    token = json.loads(page.locator("body").get_attribute("hx-headers:inherited") or "{}")["X-CSRFToken"]
    expect(page.locator("#place")).to_have_text("旧的" if status == 500 else "新的")
    assert sent == [token] and len(token) > 20
    if status == 500:
        expect(page.locator("#news")).to_have_text("没有成功，请再按一次。")


def test_a_real_post_by_htmx_is_taken_by_the_server(page: Page, site: str) -> None:
    page.goto(site + "/")
    page.evaluate(
        """() => {
          document.querySelector("main").insertAdjacentHTML("beforeend",
            '<button id="go" hx-post="/face/" hx-vals=\\'{"do": "contrast"}\\' hx-target="body">换</button>');
          htmx.process(document.querySelector("main"));
        }"""
    )
    with page.expect_response("**/face/") as taken:
        page.locator("#go").click()
    assert taken.value.status == 302
