"""A rights record: printed in another city, at night from home, refused where no agreement reaches."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from shebaotong.accounts import api as accounts
from support import paper, window
from support.accounts import account
from support.browsing import ELDER, WIDTHS, check_shown, search
from support.stage import CAST, DEMO_PASSWORD, Stage

WUZHOU, ZUNYI = "450400", "520300"
ITEM = "个人权益记录查询打印"
PAN = CAST["rights_wuzhou"]


def asks_at_window(stage: Stage, key: str, owner: str) -> Page:
    clerk = stage.staff("wang.shenzhen")
    window.open_form(stage, clerk, word="打印社保", item=ITEM)
    window.identify(clerk, key, owner=owner)
    return clerk


def genuine(stage: Stage, pdf: bytes) -> None:
    """Anybody with a telephone finds the paper genuine, and learns no more than it says."""
    anybody = stage.passer_by()
    anybody.goto(paper.code(pdf))
    text = anybody.locator("main").inner_text()
    assert "是真的，现在有效" in text
    assert "梧州" in text and PAN.number not in text and PAN.name not in text
    stage.shows(anybody, "3-verify")
    forged = re.sub(r"s=.", lambda first: "s=1" if first[0] == "s=0" else "s=0", paper.code(pdf))
    anybody.goto(forged)
    assert "是真的，现在有效" not in anybody.locator("main").inner_text()


@pytest.mark.row("Y7", "low-risk items are finished where they are asked")
@pytest.mark.row("Y1", "an item of the other province handled at the hall window")
def test_printed_at_a_window_in_shenzhen(stage: Stage) -> None:
    clerk = asks_at_window(stage, "rights_wuzhou", WUZHOU)
    number = window.accept(clerk)
    # Answered by Wuzhou's engine before the page came back: nobody in Wuzhou did anything.
    clerk.get_by_role("link", name="看结果").click()
    stage.shows(clerk, "3-record-case")
    expect(clerk.locator(".tag", has_text="已办结")).to_be_visible()
    clerk.get_by_role("link", name="个人权益记录单", exact=True).click()
    pdf = paper.saved(clerk.get_by_role("link", name="打印（PDF）"))
    said = paper.words(pdf)
    assert "梧州" in said and PAN.name in said and PAN.number not in said
    assert "职工基本养老保险" in said and "正在领取没有记录" in said
    genuine(stage, pdf)
    pan = stage.citizen("rights_wuzhou")
    pan.goto(f"{stage.site}/mine/log/")
    pan.get_by_label("您的证件号码").fill(PAN.number)
    pan.get_by_role("button", name="看记录").click()
    row = pan.locator(".looks > li", has_text="缴费记录").first
    expect(row).to_contain_text("梧州")
    expect(row).to_contain_text("2026-11-20 09:12")
    expect(row).to_contain_text(f"{number[:4]} {number[4:8]}")
    stage.shows(pan, "3-who-read")


@pytest.mark.row("B3", "a rights record asked for and printed at any hour, without anybody")
@pytest.mark.row("E4", "wholly online")
def test_asked_for_at_night_from_home(stage: Stage) -> None:
    stage.clock.set(23, 40)
    pan = stage.citizen("rights_wuzhou")
    pan.goto(f"{stage.site}/apply/rights_record/")
    pan.get_by_label("您的证件号码").fill(PAN.number)
    pan.get_by_label("您在哪里参保").select_option(WUZHOU)
    stage.shows(pan, "3-apply")
    pan.get_by_role("button", name="交上去").click()
    pan.get_by_role("link", name="看结果、打印").click()
    expect(pan.locator(".now-card, .now")).to_contain_text("办好了")
    stage.shows(pan, "3-mine")
    pdf = paper.saved(pan.get_by_role("link", name="打印").first)
    genuine(stage, pdf)


def test_a_session_that_ends_in_the_middle_loses_nothing(stage: Stage) -> None:
    pan, login = stage.citizen("rights_wuzhou"), CAST["rights_wuzhou"].login
    accounts.set_preferences(
        user=account(login), language="zh-hans", elder_mode=True, text_size=138, high_contrast=False
    )
    pan.goto(f"{stage.site}/apply/rights_record/")
    pan.get_by_label("您的证件号码").fill(PAN.number)
    pan.get_by_label("您在哪里参保").select_option(WUZHOU)
    stage.clock.pass_time(minutes=31)
    pan.get_by_role("button", name="交上去").click()
    expect(pan.get_by_text("登录过期了")).to_be_visible()
    check_shown(pan)
    pan.get_by_label("用户名").fill(login)
    pan.get_by_label("密码").fill(DEMO_PASSWORD)
    pan.get_by_role("button", name="登录").click()
    expect(pan.get_by_role("heading", name="接着办")).to_be_visible()
    pan.set_viewport_size({"width": WIDTHS[0], "height": 900})
    check_shown(pan, face=ELDER)
    stage.shows(pan, "3-go-on")
    pan.get_by_role("button", name="接着交").click()
    expect(pan.get_by_role("link", name="看结果、打印")).to_be_visible()


@pytest.mark.row("Y7", "where nobody may accept it: the reason and the nearest member window")
def test_refused_for_a_city_without_an_agreement(stage: Stage) -> None:
    clerk = asks_at_window(stage, "rights_zunyi", ZUNYI)
    clerk.get_by_role("button", name="受理", exact=True).click()
    main = clerk.locator("main")
    expect(main).to_contain_text("遵义")
    expect(main).to_contain_text("协议")
    expect(main).to_contain_text("中山")
    stage.shows(clerk, "3-refused")
    search(clerk, CAST["rights_zunyi"].name)
    expect(clerk.get_by_role("status").first).to_have_text("找到0项")
    expect(clerk.locator(".work")).to_have_count(0)
