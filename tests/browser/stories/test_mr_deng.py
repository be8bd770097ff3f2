"""Mr Deng, back home in Wuzhou, claims what Zhongshan owes him; a visiting pensioner certifies in Ganzhou."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from shebaotong.registry.api import orders_of
from support import window
from support.browsing import check_axe
from support.stage import Stage

GANZHOU, WUZHOU, ZHONGSHAN = "360700", "450400", "442000"


def papers(page: Page) -> list[tuple[str, str]]:
    """Title and city of each document on the case's page, oldest first."""
    rows = page.locator("section", has=page.get_by_role("heading", name="文书和回执")).locator("tbody tr")
    cells = [row.locator("th, td").all_inner_texts()[:2] for row in rows.all()]
    return [(title.strip(), city.strip()) for title, city in reversed(cells)]


@pytest.mark.row("N5", "accepted at Wuzhou's window, decided and paid by Zhongshan")
@pytest.mark.row("N4", "what one city has checked is recognised by all, with its source")
@pytest.mark.row("E4", "accepted here and handled by the other city")
def test_mr_deng_claims_at_home_what_another_city_owes_him(stage: Stage) -> None:
    lin = stage.staff("lin.wuzhou")
    window.open_form(stage, lin, word="退个人账户", item="职工养老一次性待遇申领")
    window.identify(lin, "deng", owner=ZHONGSHAN)
    seen = {f"material-{code}": "seen" for code in ("identity", "written_request", "bank_account")}
    window.answer(lin, {"category": "male", "choices": "told", **seen})
    number = window.accept(lin)
    expect(lin.locator("main")).to_contain_text("由中山办理")
    window.open_case(stage, lin, number)
    expect(window.step(lin)).to_contain_text("中山复核")
    expect(lin.get_by_role("link", name="复核完毕")).to_have_count(0)

    chen = stage.staff("chen.zhongshan")
    window.from_inbox(stage, chen, who="邓永福")
    identity = chen.locator("tr", has_text="本人身份证件")
    expect(identity).to_contain_text("梧州")
    expect(identity).to_contain_text("已核验")
    expect(chen.locator(".card", has_text="办理提示")).to_contain_text("互认：“本人身份证件”已由梧州")
    stage.shows(chen, "2-deng-review")
    chen.get_by_role("link", name="复核完毕，送核定").click()
    amount = chen.get_by_label("一次性待遇（元）").input_value()
    assert float(amount) > 0
    chen.go_back()
    window.write(chen, "复核完毕，送核定", {"note": "核对无误"})
    expect(chen.get_by_role("link", name="核定支付并办结")).to_have_count(0)

    huang = stage.staff("huang.zhongshan")
    window.from_inbox(stage, huang, who="邓永福")
    # What was read for the review is there for the decision, though the account alone was read again.
    read = huang.locator(".card", has_text="数据比对")
    expect(read).to_contain_text("87个月")
    expect(read).to_contain_text("本市个人账户储存额")
    window.write(huang, "核定支付并办结")
    orders = huang.locator("tr", has_text="职工养老一次性待遇").filter(has_text="待支付")
    expect(orders).to_contain_text(f"{float(amount):,.2f}元")
    stage.shows(huang, "2-deng-paid")
    (order,) = orders_of(agency=ZHONGSHAN, case_number=number)
    assert order.amount_fen == round(float(amount) * 100)
    assert orders_of(agency=WUZHOU, case_number=number) == ()

    # Both cities and Mr Deng read one history.
    decided = papers(huang)
    assert [title for title, _city in decided] == ["一次性待遇申请表", "复核意见", "一次性待遇核定表"]
    assert [city for _title, city in decided] == ["梧州", "中山", "中山"]
    window.open_case(stage, lin, number)
    assert papers(lin) == decided
    deng = stage.citizen("deng")
    deng.get_by_role("link", name="职工养老一次性待遇申领").click()
    expect(deng.locator(".now-card")).to_contain_text("办好了")
    steps = deng.locator(".steps .step")
    expect(steps).to_have_count(len(decided))
    for place, (_title, city) in enumerate(decided):
        expect(steps.nth(place)).to_contain_text(f"在{city}")
    stage.shows(deng, "2-deng-own-view")
    deng.goto(stage.site + "/mine/messages/")
    expect(deng.locator("article h2")).to_have_text(["您的申请已批准", "您的申请已受理"])

    declared_void(stage, huang, number)


def declared_void(stage: Stage, huang: Page, number: str) -> None:
    """The amount was wrong: who approves declares the decision void, having looked twice."""
    window.open_case(stage, huang, number)
    huang.get_by_text("更多操作").click()
    huang.get_by_role("link", name="作废这份决定").click()
    expect(huang.get_by_role("heading", name="作废一次性待遇核定表", exact=True)).to_be_visible()
    stage.shows(huang, "2-deng-void")
    window.answer(huang, {"reason": "账户余额还没有结息，金额要重新核"})
    huang.get_by_role("button", name="下一步：再看一眼").click()
    expect(huang.get_by_role("heading", name="再看一眼：作废一次性待遇核定表")).to_be_visible()
    check_axe(huang)
    stage.shows(huang, "2-deng-void-again")
    huang.get_by_role("button", name="确认作废").click()
    window.succeeded(huang)
    expect(huang.locator("tr", has_text="职工养老一次性待遇").filter(has_text="已撤销")).to_be_visible()
    expect(window.step(huang)).to_contain_text("复核")
    stage.shows(huang, "2-deng-voided")
    huang.get_by_role("link", name="一次性待遇核定表（已作废）").click()
    expect(huang.locator("main")).to_contain_text("账户余额还没有结息")
    stage.shows(huang, "2-deng-void-paper")


@pytest.mark.row("K3", "certified at any window; the paying city's record is marked and valid for a year")
@pytest.mark.row("E10", "who was certified is told by SMS until when")
def test_a_visiting_pensioner_certifies_where_he_is(stage: Stage) -> None:
    wang = stage.staff("wang.ganzhou")
    window.open_form(stage, wang, word="认证", item="领取待遇资格认证")
    window.identify(wang, "visiting", owner=ZHONGSHAN)
    wang.get_by_label("本人在场，人和证件一致").check()
    number = window.accept(wang)
    wang.get_by_role("link", name="看结果").click()
    expect(wang.locator(".tag", has_text="已办结")).to_be_visible()
    expect(window.step(wang)).to_have_count(0)
    stage.shows(wang, "6-certified")
    wang.get_by_role("link", name="资格认证结果", exact=True).click()
    result = wang.locator(".summary").first
    expect(result).to_contain_text("2027年11月20日")
    expect(result).to_contain_text("赣州")
    expect(result).to_contain_text("窗口认证")

    # Zhongshan's own clerk finds the proof in Zhongshan's register.
    clerk = stage.staff("wang.zhongshan")
    window.open_form(stage, clerk, word="打印社保", item="个人权益记录")
    window.identify(clerk, "visiting", owner=ZHONGSHAN)
    record = window.accept(clerk)
    window.open_case(stage, clerk, record)
    clerk.get_by_role("link", name="个人权益记录单", exact=True).click()
    expect(clerk.locator("main")).to_contain_text("2027年11月20日")
    stage.shows(clerk, "6-record")

    stage.let_jobs_run()
    anybody = stage.passer_by()
    anybody.goto(stage.site + "/demo/sms/")
    told = anybody.locator("tr", has_text="资格认证")
    expect(told).to_contain_text("赣州")
    expect(told).to_contain_text("有效到2027年11月20日")
    window.follow(stage, anybody, number, key="visiting")
    expect(anybody.locator(".now-card")).to_contain_text("办好了")
    expect(anybody.locator(".summary")).to_contain_text("2027年11月20日")
    stage.shows(anybody, "6-tracking")
