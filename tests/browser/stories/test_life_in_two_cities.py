"""Ms Du asks at Wuzhou's window when and where she could retire: both cities' months stand on one line."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from support.browsing import check_shown
from support.stage import CAST, Stage

pytestmark = pytest.mark.browser
DU = CAST["du"]


@pytest.mark.row(
    "Y6", "a clerk sees all cities' months for a stated purpose, and the person sees that he did"
)
def test_she_asks_in_wuzhou_and_foshan_answers(stage: Stage) -> None:
    lin = stage.staff("lin.wuzhou")
    lin.goto(f"{stage.site}/desk/whatif/")
    stage.shows(lin, "whatif-asked")
    lin.get_by_label("证件号码").fill(DU.number)
    lin.get_by_label("姓名", exact=True).fill(DU.name)
    lin.get_by_label("岗位类别").select_option("female50")
    lin.get_by_label("平均缴费指数").fill("0.85")
    lin.get_by_role("button", name="试算", exact=True).click()
    expect(lin.get_by_role("alert")).to_contain_text("这一项要填")
    expect(lin.get_by_label("平均缴费指数")).to_have_value("0.85")
    lin.get_by_label("本人到窗口问何时、在哪里退休").check()
    lin.get_by_label("是", exact=True).first.check()
    lin.get_by_role("button", name="试算", exact=True).click()
    expect(lin.locator("#gathered")).to_contain_text("佛山")
    expect(lin.locator("#answer")).to_contain_text("按这里登记的记录算：梧州、佛山")
    stage.shows(lin, "whatif-answered")
    check_shown(lin, staff=True)

    lin.get_by_label("没公布的计发基数按多少算").fill("9000")
    lin.get_by_role("button", name="试算", exact=True).click()
    expect(lin.locator("#answer")).to_contain_text("9000.00")

    du = stage.citizen("du")
    du.goto(f"{stage.site}/mine/log/")
    du.get_by_label("证件号码").fill(DU.number)
    du.get_by_role("button", name="看记录").click()
    expect(du.locator(".looks")).to_contain_text("梧州市林雪梅查询：本人到窗口问何时、在哪里退休")
    expect(du.locator(".looks")).to_contain_text("佛山的记录")
    stage.shows(du, "whatif-log")
    check_shown(du)

    du.goto(f"{stage.site}/mine/whatif/")
    du.get_by_label("您的证件号码").fill(DU.number)
    du.get_by_label("岗位类别").select_option("female50")
    du.get_by_role("button", name="算一算", exact=True).click()
    expect(du.locator("#answer")).to_contain_text("按这里登记的记录算：")
    stage.shows(du, "whatif-mine")
    check_shown(du)
