"""Ms Du retires in Foshan, and Wuzhou is asked whether it pays her a pension already."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from shebaotong.accounts import api as accounts
from support import window
from support.accounts import account
from support.browsing import ELDER, NORMAL, check_shown, choose_face
from support.stage import CAST, Stage

FOSHAN, WUZHOU, YULIN = "440600", "450400", "450900"
CLAIM = {
    "category": "female50",
    "wanted_from": "2026-12",
    "material-identity": "seen",
    "material-bank_account": "seen",
}


def claims(stage: Stage, key: str) -> str:
    """At Foshan's window: the claim of a person who says that she was insured in Wuzhou; its number."""
    he = stage.staff("he.foshan")
    window.open_form(stage, he, word="退休", item="职工退休待遇申领")
    window.identify(he, key, owner=FOSHAN)
    window.answer(he, {**CLAIM, "earlier_places": [WUZHOU]})
    stage.shows(he, f"1-{key}-intake")
    number = window.accept(he)
    expect(he.locator(".slip")).to_contain_text(window.grouped(number))
    return number


def asks(stage: Stage, he: Page, number: str, *, city: str) -> str:
    """He sends the inquiry that the engine proposes; the inquiry's number."""
    window.open_case(stage, he, number)
    he.get_by_role("link", name="发出协查").click()
    expect(he.locator("#q-agency option:checked")).to_have_text(city)
    he.locator(".sheet-foot").get_by_role("button", name="发出协查").click()
    window.succeeded(he)
    expect(he.locator(".tag", has_text="等协查回复")).to_be_visible()
    expect(he.locator(".deadline-left")).to_have_text("已停表")
    link = he.get_by_role("link", name=window.CASE_NUMBER)
    expect(he.locator("p", has=link)).to_contain_text(f"等{city}答复")
    return window.number_in(link.get_attribute("href"))


FIGURES = {
    "calculation_base_fen": "9000",
    "calculation_base_of": "this_year",
    "calculation_base_source": "示例文件1号",
    "average_wages": "",
    "average_index": "0.9",
    "average_index_source": "示例工资表",
}
AMOUNT = "2,472.14元"
"""297 months, 24.75 years: (9000 + 8100) / 2 × 24.75 % + both accounts / 192.1."""


def computed(stage: Stage, chen: Page) -> None:
    """What nobody has published is asked for, stated with its source, and the amount is there."""
    expect(chen.locator(".card", has_text="办理提示")).to_contain_text("计发基数")
    chen.get_by_role("link", name="补录计算要用的数").click()
    expect(chen.locator("[name=average_wages]")).to_have_value(re.compile("^1998 \n1999 "))
    stage.shows(chen, "1-du-figures")
    window.answer(chen, {**FIGURES, "calculation_base_source": ""})
    chen.locator(".sheet-foot button").first.click()
    expect(chen.locator("#q-calculation_base_source-error")).to_be_visible()
    expect(chen.locator("[name=average_index]")).to_have_value("0.9")
    window.answer(chen, FIGURES)
    chen.locator(".sheet-foot button").first.click()
    window.succeeded(chen)
    why = chen.locator(".card", has_text="怎样算出来的")
    expect(why).to_contain_text("2,472.14 元")
    expect(why).to_contain_text("依据未核实")


def agreed(stage: Stage, number: str) -> None:
    """Reviewed by one, granted by another; neither is the clerk who accepted it."""
    chen = stage.staff("chen.foshan")
    window.open_case(stage, chen, number)
    expect(chen.locator(".card", has_text="数据比对")).to_contain_text("梧州答复：没有领取养老待遇")
    computed(stage, chen)
    stage.shows(chen, "1-du-review")
    # Another amount than the computed one needs its reason; nothing typed is lost.
    chen.get_by_role("link", name="复核通过，送核定").click()
    window.answer(chen, {"monthly_amount_fen": "3123.45", "note": "条件符合"})
    chen.locator(".sheet-foot button").first.click()
    expect(chen.locator("#q-amount_reason-error")).to_contain_text("2,472.14元")
    stage.shows(chen, "1-du-amount-differs")
    window.answer(chen, {"monthly_amount_fen": "2472.14"})
    expect(chen.locator("[name=note]")).to_have_value("条件符合")
    chen.locator(".sheet-foot button").first.click()
    window.succeeded(chen)
    expect(chen.get_by_role("link", name="核定并办结")).to_have_count(0)
    huang = stage.staff("huang.foshan")
    window.from_inbox(stage, huang, who="杜月华")
    window.write(huang, "核定并办结")
    expect(huang.locator(".tag", has_text="已办结")).to_be_visible()
    huang.get_by_role("link", name="养老待遇核定表", exact=True).click()
    expect(huang.locator(".summary").first).to_contain_text(AMOUNT)
    stage.shows(huang, "1-du-decision")


def explained_to_her(stage: Stage, du: Page, number: str) -> None:
    """Why the amount is what it is, on her own page: folded, in large print, and in English."""
    du.goto(f"{stage.site}/mine/case/{number}/")
    why = du.locator(".card", has_text="怎样算出来的")
    amount = why.locator("summary", has_text="月基本养老金")
    expect(amount).to_contain_text("2,472.14 元")
    expect(amount).to_contain_text("依据未核实")
    base = why.locator("summary", has_text="基础养老金")
    expect(base).not_to_be_visible()
    amount.click()
    base.first.click()
    expect(why).to_contain_text("国发〔2005〕38号 第六条（自2006年1月1日起）")
    expect(why).to_contain_text("（计发基数 + 本人指数化月平均缴费工资）÷ 2 × 缴费年限 × 每满1年发给的比例")
    stage.shows(du, "1-du-explained")
    for face, language in ((ELDER, "zh-hans"), (NORMAL, "en"), (NORMAL, "zh-hant")):
        read_in(stage, du, face, language)
        for summary in du.locator(".explained summary").all():
            if summary.is_visible():
                summary.click()
        stage.shows(du, f"1-du-explained-{face.partition('.')[0]}-{language}")
        check_shown(du, face=face)
        if language == "en":
            assert not re.search("[\u4e00-\u9fff]", du.locator(".explained").first.evaluate(PLAIN_WORDS))
    expect(du.locator(".explained")).to_contain_text("計發基數")
    read_in(stage, du, NORMAL, "zh-hans")


PLAIN_WORDS = "(e) => [...e.querySelectorAll('b, summary')].map((each) => each.textContent).join(' ')"


def read_in(stage: Stage, du: Page, face: str, language: str) -> None:
    """The page again, as she has chosen it for her account."""
    choose_face(du.context, stage.site, face, language)
    accounts.set_preferences(
        user=account(CAST["du"].login),
        language=language,
        elder_mode=face == ELDER,
        text_size=138 if face == ELDER else 100,
        high_contrast=False,
    )
    du.reload()


@pytest.mark.row("Y2", "the claim waits for the answer and goes on by itself")
@pytest.mark.row("E4", "two cities jointly")
def test_asked_answered_and_granted(stage: Stage) -> None:
    number = claims(stage, "du")
    he = stage.staff("he.foshan")
    window.open_case(stage, he, number)
    expect(he.get_by_role("link", name="复核通过，送核定")).to_have_count(0)
    asks(stage, he, number, city="梧州")
    expect(window.step(he)).to_contain_text("梧州核对")
    stage.shows(he, "1-du-waits")

    anybody = stage.passer_by()
    window.follow(stage, anybody, number, key="du")
    expect(anybody.locator(".now-card")).to_contain_text("梧州正在帮您核对记录")
    expect(anybody.locator(".now-card")).to_contain_text("11月20日")
    expect(anybody.locator(".todo-card")).to_contain_text("您现在不用做什么")
    expect(anybody.locator("main")).not_to_contain_text("协查")
    stage.shows(anybody, "1-du-tracking-waits")

    stage.clock.set(10, 5)
    lin = stage.staff("lin.wuzhou")
    expect(lin.locator(".work", has_text="杜月华")).to_contain_text("今天17:00前")
    stage.shows(lin, "1-du-inbox")
    window.from_inbox(stage, lin, who="杜月华")
    said = lin.locator(".card", has_text="数据比对")
    expect(said).to_contain_text("1998-03至2006-11")
    expect(said).to_contain_text("未在本市领取养老待遇")
    expect(said).to_contain_text("杜月花")
    stage.shows(lin, "1-du-asked")
    window.write(lin, "填表并回传", {"note": "曾用名杜月花"})

    # Nobody in Foshan has to do anything for it to go on.
    he = stage.staff("he.foshan")
    window.open_case(stage, he, number)
    expect(window.step(he)).to_contain_text("佛山复核")
    expect(he.get_by_text("这一步由复核岗位的同事办")).to_be_visible()
    stage.clock.set(10, 30)
    agreed(stage, number)

    window.follow(stage, anybody, number, key="du")
    expect(anybody.locator(".now-card")).to_contain_text("办好了")
    expect(anybody.locator(".summary")).to_contain_text(AMOUNT)
    stage.shows(anybody, "1-du-tracking-granted")
    du = stage.citizen("du")
    du.get_by_role("link", name="消息").first.click()
    titles = du.locator("article h2")
    expect(titles).to_have_text(["您的申请已批准", "梧州正在帮您核对", "您的申请已受理"])
    stage.shows(du, "1-du-messages")
    explained_to_her(stage, du, number)
    stage.let_jobs_run()
    anybody.goto(stage.site + "/demo/sms/")
    newest = anybody.locator("tbody tr").first
    expect(newest).to_contain_text("佛山已于2026年11月20日批准您的申请")
    expect(newest).to_contain_text("发出了")
    expect(anybody.locator("table")).not_to_contain_text("杜月华")
    stage.shows(anybody, "1-du-sms")


@pytest.mark.row("Y2", "no answer: lamp, reminder, escalation")
@pytest.mark.row("Y2", "she draws a pension there: refused with reason and remedy")
def test_silence_is_escalated_and_a_drawn_pension_refused(stage: Stage) -> None:
    number = claims(stage, "du_drawing")
    he = stage.staff("he.foshan")
    child = asks(stage, he, number, city="梧州")
    shown = window.grouped(child)

    stage.clock.set(14)
    stage.let_jobs_run()
    wu = stage.staff("wu.wuzhou")
    wu.get_by_role("link", name="预警").click()
    expect(wu.locator("tr", has_text=shown)).to_contain_text("临期")
    zhou = stage.staff("zhou.wuzhou")
    zhou.get_by_role("link", name="预警").click()
    expect(zhou.locator("tr", has_text=shown)).to_have_count(0)
    he = stage.staff("he.foshan")
    window.open_case(stage, he, number)
    he.get_by_role("link", name=shown).click()
    window.write(he, "催办", {"reason": "请今天答复，本人在等"})

    stage.clock.set(18)
    stage.let_jobs_run()
    zhou = stage.staff("zhou.wuzhou")
    zhou.get_by_role("link", name="预警").click()
    expect(zhou.locator("tr", has_text=shown)).to_contain_text("超期")
    stage.shows(zhou, "1-silence-alerts")
    anybody = stage.passer_by()
    window.follow(stage, anybody, number, key="du_drawing")
    expect(anybody.locator(".now-card")).to_contain_text("梧州还没有答复，系统已经提醒他们")

    stage.clock.set(9, days=3)
    lin = stage.staff("lin.wuzhou")
    expect(lin.locator(".work-bad", has_text="莫桂英")).to_contain_text("超2天")
    window.from_inbox(stage, lin, who="莫桂英")
    expect(lin.locator(".chat")).to_contain_text("请今天答复，本人在等")
    expect(lin.locator(".card", has_text="数据比对")).to_contain_text("正在本市领取城乡居民养老金")
    stage.shows(lin, "1-silence-late")
    window.write(lin, "填表并回传")

    chen = stage.staff("chen.foshan")
    window.from_inbox(stage, chen, who="莫桂英")
    expect(chen.locator(".card", has_text="数据比对")).to_contain_text("梧州答复：正在领取养老待遇")
    window.write(chen, "复核通过，送核定", {"note": "梧州已发放城乡居民养老金"})
    huang = stage.staff("huang.foshan")
    window.open_case(stage, huang, number)
    window.write(huang, "不予批准")
    window.follow(stage, anybody, number, key="du_drawing")
    expect(anybody.locator(".now-card")).to_contain_text("这次没有批准")
    refused = anybody.locator("main")
    expect(refused).to_contain_text("为什么没有批准")
    expect(refused).to_contain_text("您可以选择保留一份待遇")
    expect(refused).to_contain_text("行政复议")
    stage.shows(anybody, "1-refused-tracking")


@pytest.mark.row("Y2", "not our person: asked again elsewhere")
@pytest.mark.row("Y2", "due the same working day when asked before 15:00, else the next")
def test_not_their_person_is_asked_elsewhere(stage: Stage) -> None:
    stage.clock.set(15, 10)
    number = claims(stage, "du_elsewhere")
    he = stage.staff("he.foshan")
    asks(stage, he, number, city="梧州")
    lin = stage.staff("lin.wuzhou")
    expect(lin.locator(".work", has_text="覃月兰")).to_contain_text("11-23前")
    window.from_inbox(stage, lin, who="覃月兰")
    expect(lin.locator(".card", has_text="数据比对")).to_contain_text("本市登记系统没有此人")
    window.write(lin, "填表并回传")

    he = stage.staff("he.foshan")
    window.from_inbox(stage, he, who="覃月兰")
    expect(he.locator(".card", has_text="办理提示")).to_contain_text("不是该市的参保人")
    asks(stage, he, number, city="玉林")
    wang = stage.staff("wang.yulin")
    window.from_inbox(stage, wang, who="覃月兰")
    window.write(wang, "填表并回传")
    window.open_case(stage, he, number)
    expect(window.step(he)).to_contain_text("佛山复核")
    rail = he.locator(".route")
    expect(rail).to_contain_text("梧州答复")
    expect(rail).to_contain_text("玉林答复")
    stage.shows(he, "1-elsewhere-review")
