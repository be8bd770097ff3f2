"""Applying online with papers, by hand in a real browser: what is missing is photographed with the phone."""

from __future__ import annotations

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django import Settings

from files.samples import jpeg
from shebaotong.accounts import api as accounts
from shebaotong.cases import api as cases
from shebaotong.kernel.api import SHANGHAI
from shebaotong.network.api import load_seed
from shebaotong.store.api import Server
from support.accounts import QUICK_HASHERS
from support.browsing import check_shown, picture_if_wanted
from support.insured import DU, account, recorded

FOSHAN = "440600"


@pytest.fixture
def du(live_database: Server, site: str, settings: Settings) -> str:
    settings.PASSWORD_HASHERS = QUICK_HASHERS
    load_seed(now=timezone.now().astimezone(SHANGHAI))
    accounts.load_demo_staff()
    account()
    recorded(FOSHAN)
    return site


@pytest.mark.row("Y1", "papers photographed at home count as papers at the window")
def test_a_claim_with_its_papers_from_the_phone(page: Page, du: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(du + "/login/?next=/apply/retirement_claim/")
    page.get_by_label("用户名").fill("du.shili")
    page.get_by_label("密码").fill(accounts.DEMO_PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.get_by_label("您的证件号码").fill(DU)
    page.locator("#q-owner").select_option(FOSHAN)
    page.locator("[name=category][value=female50]").check()
    page.locator("[name=wanted_from]").fill("2026-12")
    for name in ("deemed_years", "by_proxy"):
        page.locator(f"[name={name}][value=no]").check()
    page.get_by_role("button", name="下一步：传材料").click()
    expect(page.get_by_text("还差几样材料")).to_be_visible()
    check_shown(page)
    page.set_viewport_size({"width": 390, "height": 844})
    picture_if_wanted(page, "apply-missing")
    for place, content in (("identity", b"i"), ("bank_account", b"b")):
        photo = {"name": f"{place}.jpg", "mimeType": "image/jpeg", "buffer": jpeg(scan=content * 999)}
        page.locator(f"#q-file-{place}").set_input_files(files=[photo])
    page.locator("#q-identifier").fill("11010519491231002X")
    page.get_by_role("button", name="交上去").click()
    expect(page.get_by_text("identity.jpg").first).to_be_visible()
    picture_if_wanted(page, "apply-kept")
    page.locator("#q-identifier").fill(DU)
    page.get_by_role("button", name="交上去").click()
    expect(page.get_by_text("办件号").first).to_be_visible()
    [row] = cases.inbox(agency=FOSHAN, bucket="act").rows
    page.context.clear_cookies()
    page.set_viewport_size({"width": 1366, "height": 900})
    page.goto(du + f"/login/?next=/desk/case/{row.number}/")
    page.get_by_label("用户名").fill("he.foshan")
    page.get_by_label("密码").fill(accounts.DEMO_PASSWORD)
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_text("已上传，待核对")).to_have_count(2)
    picture_if_wanted(page, "apply-desk")
