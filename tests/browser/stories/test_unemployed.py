"""Unemployment benefit of Zhongshan, asked for in Hengyang: one list, graded review, two windows."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from support import paper, window
from support.browsing import search
from support.stage import CAST, Stage

ZHONGSHAN = "442000"
ITEM = "失业保险金申领"
MATERIALS = {
    "material-identity": "seen",
    "material-end_of_employment": "seen",
    "material-bank_account": "seen",
}
CLAIM = {
    "left": "2026-09",
    "involuntary": "yes",
    "registered": "yes",
    "registered_on": "2026-10-12",
}


def form(stage: Stage, clerk: Page, key: str) -> None:
    window.open_form(stage, clerk, word="失业", item=ITEM)
    window.identify(clerk, key, owner=ZHONGSHAN)


def claims(stage: Stage, key: str, at: str = "wang.hengyang", **changes: str) -> str:
    clerk = stage.staff(at)
    form(stage, clerk, key)
    window.answer(clerk, {**CLAIM, **MATERIALS, **changes})
    return window.accept(clerk)


def soon(page: Page, words: str) -> None:
    """The page, loaded again until the other city's answer has come: a second or two."""
    for _ in range(30):
        if words in page.locator("main").inner_text():
            return
        page.wait_for_timeout(300)
        page.reload()
    raise AssertionError(f"{words} has not come: {page.locator('main').inner_text()}")


def review(stage: Stage, number: str, **answers: str) -> None:
    chen = stage.staff("chen.zhongshan")
    window.open_case(stage, chen, number)
    window.write(chen, "复核完毕，送核定", answers)


def decided(stage: Stage, number: str, action: str) -> bytes:
    """The approver decides on what the reviewer offered; the paper that the person gets."""
    huang = stage.staff("huang.zhongshan")
    window.open_case(stage, huang, number)
    window.write(huang, action)
    huang.locator("table").get_by_role("link", name=re.compile("核定表|决定书")).first.click()
    return paper.saved(huang.get_by_role("link", name="打印（PDF）"))


@pytest.mark.row("K1", "one list of all that is missing; what is missing can be handed in by phone")
@pytest.mark.row("P1", "accepted at the front, reviewed and decided at the back by two others")
def test_one_list_then_graded_review_and_uniform_feedback(stage: Stage) -> None:
    clerk = stage.staff("wang.hengyang")
    form(stage, clerk, "unemployed")
    window.answer(clerk, {**CLAIM, "material-identity": "seen"})
    clerk.get_by_role("button", name="受理", exact=True).click()
    notice = clerk.locator("main")
    for missing in ("解除劳动关系", "银行卡"):
        expect(notice).to_contain_text(missing)
    stage.shows(clerk, "4-one-time-notice")
    clerk.get_by_role("button", name="回去接着填").click()
    expect(clerk.get_by_label("姓名", exact=True)).to_have_value(CAST["unemployed"].name)
    window.answer(clerk, MATERIALS)
    number = window.accept(clerk)

    chen = stage.staff("chen.zhongshan")
    assert window.from_inbox(stage, chen, who=CAST["unemployed"].name) == number
    stage.shows(chen, "4-review")
    expect(chen.get_by_role("link", name="核定并办结")).to_have_count(0)
    review(stage, number, monthly_amount_fen="1710", amount_source="示例文件2号", note="核对无误")
    # The reviewer does not decide; the page says why, and the address gives no way round.
    window.open_case(stage, chen, number)
    expect(chen.get_by_role("link", name="核定并办结")).to_have_count(0)
    pdf = decided(stage, number, "核定并办结")
    said = paper.words(pdf)
    assert "1,710.00" in said and "行政复议" in said and CAST["unemployed"].number not in said
    window.open_case(stage, clerk, number)
    expect(clerk.locator(".tag", has_text="已办结")).to_be_visible()
    anybody = stage.passer_by()
    window.follow(stage, anybody, number, key="unemployed")
    expect(anybody.locator(".now-card, .now")).to_contain_text("办好了")
    stage.let_jobs_run()
    anybody.goto(f"{stage.site}/demo/sms/")
    expect(anybody.locator("main")).to_contain_text("中山已于2026年11月20日批准您的申请")


@pytest.mark.row("K1", "the same claim at a second window meets the first one and joins it")
@pytest.mark.row("C2", "an eight-digit permit goes through every step of a claim")
def test_an_eight_digit_permit_and_a_second_window(stage: Stage) -> None:
    assert len(CAST["taiwan"].number) == 8
    first = claims(stage, "taiwan")
    second = claims(stage, "taiwan", at="lin.wuzhou")
    lin = stage.staff("lin.wuzhou")
    window.open_case(stage, lin, second)
    soon(lin, "并入办件")
    lin.locator(f"main a[href*='{first}']").click()
    expect(lin.locator(".case-number")).to_be_visible()
    stage.shows(lin, "4-joined")
    again = stage.staff("wang.hengyang")
    form(stage, again, "taiwan")
    window.answer(again, {**CLAIM, **MATERIALS})
    again.get_by_role("button", name="受理", exact=True).click()
    expect(again).to_have_url(f"{stage.site}/desk/case/{first}/")
    review(stage, first, monthly_amount_fen="1710", amount_source="示例文件2号", note="核对无误")
    pdf = decided(stage, first, "核定并办结")
    assert "林志明" in paper.words(pdf)
    anybody = stage.passer_by()
    window.follow(stage, anybody, first, key="taiwan")
    expect(anybody.locator(".now-card, .now")).to_contain_text("办好了")
    lin_zhiming = stage.citizen("taiwan")
    lin_zhiming.goto(f"{stage.site}/mine/")
    expect(lin_zhiming.locator("main")).to_contain_text("失业保险金")
    huang = stage.staff("huang.zhongshan")
    huang.goto(f"{stage.site}/desk/search/")
    search(huang, CAST["taiwan"].number)
    expect(huang.locator(".work").first).to_contain_text("林志明")


@pytest.mark.row("P1", "who does not qualify is refused in writing with reason and remedy")
def test_refused_with_reason_and_remedy(stage: Stage) -> None:
    number = claims(stage, "unemployed_short", left="2026-08", registered_on="2026-09-10")
    chen = stage.staff("chen.zhongshan")
    window.open_case(stage, chen, number)
    stage.shows(chen, "4-not-met")
    review(stage, number, note="缴费不满一年")
    said = paper.words(decided(stage, number, "不予批准"))
    assert "缴失业保险不满一年" in said and "行政复议" in said and "行政诉讼" in said
    anybody = stage.passer_by()
    window.follow(stage, anybody, number, key="unemployed_short")
    stage.shows(anybody, "4-refused-tracking")
    text = anybody.locator("main").inner_text()
    assert "这次没有批准" in text and "为什么没有批准" in text and "您可以这样办" in text


def test_nobody_approves_what_he_accepted_or_what_is_his_own(stage: Stage) -> None:
    number = claims(stage, "unemployed", at="wang.zhongshan")
    wang = stage.staff("wang.zhongshan")
    window.open_case(stage, wang, number)
    expect(wang.get_by_role("link", name="复核完毕，送核定")).to_have_count(0)
    wang.goto(f"{stage.site}/desk/case/{number}/do/unemployment_claim.grant/")
    expect(wang).to_have_url(f"{stage.site}/desk/case/{number}/")
