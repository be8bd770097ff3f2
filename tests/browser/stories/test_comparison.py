"""A supervisor reads what the half-yearly comparison of Guangdong and Guangxi has found."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from shebaotong.jobs.batch.api import run_batch
from shebaotong.lab.api import write_sample
from shebaotong.store.api import Server
from support.browsing import check_page, picture_if_wanted
from support.doubts import FOSHAN, HEAD, delivered, enrolled, finding, rejected
from support.stage import BEGIN, Stage

PEOPLE = 2_000
WIDTHS = (1440, 1366, 390)


@pytest.fixture(scope="module")
def round_of_the_half_year(town: Server, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Written, compared and delivered as the demonstration does it; its key."""
    sample = write_sample(parent=tmp_path_factory.mktemp("round"), day=BEGIN.date(), count=PEOPLE)
    run_batch(folder=sample.folder, now=BEGIN, progress=lambda step, done, total: None)
    return sample.key


def pictures(page: Page, name: str) -> None:
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900 if width == 1440 else 768})
        picture_if_wanted(page, f"{name}-{width}")
    page.set_viewport_size({"width": 1440, "height": 900})


@pytest.mark.row("Y8", "the supervisor reads each doubt with both cities' rows beside each other")
def test_the_supervisor_reads_a_doubt_with_both_sides_rows(
    round_of_the_half_year: str, stage: Stage, tmp_path: Path
) -> None:
    zhou = stage.staff("zhou.wuzhou")
    zhou.get_by_role("link", name="数据比对").click()
    expect(zhou.get_by_role("heading", level=1)).to_contain_text("上半年粤桂数据比对")
    expect(zhou.get_by_text("没有人核实之前，不停发、不清理、不扣款")).to_be_visible()
    batch = zhou.url
    pictures(zhou, "findings")

    zhou.get_by_role("navigation", name="按类型").get_by_role("link", name="死亡后继续发放").click()
    rows = zhou.get_by_role("table", name="涉及本机构的疑点").locator("tbody tr")
    assert rows.count() >= 1
    for row in rows.all():
        expect(row).to_contain_text("死亡后继续发放")
        expect(row).to_contain_text("*")
    zhou.get_by_role("navigation", name="按人员是否确定").get_by_role("link", name="人员待核").click()
    expect(zhou.get_by_text("没有这样的疑点")).to_be_visible()
    zhou.get_by_role("navigation", name="按类型").get_by_role("link", name="全部").click()
    doubtful = zhou.get_by_role("table", name="涉及本机构的疑点").locator("tbody tr").first
    expect(doubtful).to_contain_text("人员待核")
    doubtful.get_by_role("link").click()
    expect(zhou.get_by_text("这是疑点，还没有人核实")).to_be_visible()
    expect(zhou.get_by_role("table", name="是不是同一个人")).to_contain_text("不同")
    expect(zhou.get_by_role("img", name=re.compile("两边的月份"))).to_be_visible()
    expect(zhou.get_by_text("之前没有人打开过")).to_be_visible()
    pictures(zhou, "finding-doubtful")
    zhou.reload()
    expect(zhou.get_by_role("table", name="谁看过")).to_contain_text("周示例")

    zhou.goto(batch)
    zhou.get_by_role("link", name=re.compile("没能比对")).click()
    expect(zhou.get_by_role("heading", level=1)).to_have_text("没能比对的记录")
    pictures(zhou, "rejected")
    for address in (batch, zhou.url):
        check_page(zhou, address, staff=True)


def test_a_doubt_of_payments_holds_in_every_width(round_of_the_half_year: str, stage: Stage) -> None:
    zhou = stage.staff("zhou.wuzhou")
    batch = f"{stage.site}/desk/findings/{round_of_the_half_year}/"
    for kind in ("benefit", "after-death", "enrolment"):
        zhou.goto(f"{batch}?kind={kind}")
        zhou.get_by_role("table", name="涉及本机构的疑点").locator("tbody a").first.click()
        check_page(zhou, zhou.url, staff=True)
        zhou.set_viewport_size({"width": 1440, "height": 900})
        pictures(zhou, f"finding-{kind}")


def test_the_board_shows_the_newest_round(round_of_the_half_year: str, stage: Stage) -> None:
    zhou = stage.staff("zhou.foshan")
    check_page(zhou, f"{stage.site}/desk/board/", staff=True)
    pictures(zhou, "board-comparison")
    zhou.get_by_role("table", name="数据比对").get_by_role("link", name="两地重复领取待遇").click()
    expect(zhou.get_by_role("heading", level=1)).to_contain_text("数据比对")


def test_a_stranger_and_a_clerk_have_no_such_page(round_of_the_half_year: str, stage: Stage) -> None:
    clerk = stage.staff("lin.wuzhou")
    assert clerk.get_by_role("link", name="数据比对").count() == 0
    refused = clerk.request.get(f"{stage.site}/desk/findings/{round_of_the_half_year}/")
    assert refused.status == 403
    stranger = stage.staff("zhou.liupanshui")
    stranger.get_by_role("link", name="数据比对").click()
    expect(stranger.get_by_text("还没有比对批次")).to_be_visible()
    assert stranger.request.get(f"{stage.site}/desk/findings/{round_of_the_half_year}/").status == 404


def test_texts_without_end_in_a_file_run_over_no_page(town: Server, stage: Stage) -> None:
    head = replace(HEAD, key="2020H1", as_of=date(2020, 6, 30))
    long, agency = "W" * 5_000, "7" * 64
    said = {"name": long, "monthly_base_fen": long, "start_month": "0001-01"}
    delivered(
        finding(
            left_rows=(enrolled(**said),), right_rows=(enrolled(1, agency, **said),), right_agency=agency,
            first_month="0001-01", months=24_300, explanation=long,
        ),
        agency=FOSHAN, head=head, bad=[rejected(name=long, end_month=long, person_id=long)],
    )  # fmt: skip
    zhou = stage.staff("zhou.foshan")
    for address in ("", "1-0001/", "rejected/"):
        check_page(zhou, f"{stage.site}/desk/findings/2020H1/{address}", staff=True)
        pictures(zhou, f"long-texts-{address.strip('/') or 'list'}")
