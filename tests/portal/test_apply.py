"""Applying online by oneself: the window's list, one's own identity, an answer at night."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from files.samples import jpeg
from shebaotong.accounts.api import actor_of
from shebaotong.cases import api as cases
from shebaotong.cases.append import StaleCopy
from shebaotong.files import api as files_api
from support.accounts import Who
from support.accounts import account as staff
from support.insured import DU, account, recorded, signed_in
from support.pages import Page, faults

FOSHAN, WUZHOU = "440600", "450400"
RECORD = {"identifier": DU, "owner": WUZHOU, "scope": "all", "key": "k"}
CLAIM = {
    "identifier": DU,
    "owner": FOSHAN,
    "category": "female50",
    "wanted_from": "2026-12",
    "earlier_places": WUZHOU,
    "deemed_years": "no",
    "by_proxy": "no",
    "key": "c",
}

UNEMPLOYED = {
    "identifier": DU,
    "owner": WUZHOU,
    "left": "2026-10",
    "involuntary": "yes",
    "registered": "yes",
    "registered_on": "2026-11-02",
    "by_proxy": "no",
    "key": "u",
}


@pytest.fixture
def du(who: Who) -> Client:
    account()
    recorded(WUZHOU)
    return signed_in("du.shili")


@pytest.mark.row("B3", "a rights record asked for and printed at any hour, without anybody")
def test_a_rights_record_at_night(du: Client) -> None:
    assert faults(Page(du.get("/apply/rights_record/").content.decode())) == []
    sent = du.post("/apply/rights_record/", RECORD)
    assert sent.status_code == 302, sent.content.decode()[:3000]
    done = du.get(sent["Location"]).content.decode()
    number = sent["Location"].rstrip("/").split("/")[-1]
    assert number.startswith(WUZHOU[:4]) and "看结果、打印" in done
    assert DU not in done and faults(Page(done)) == []
    page = du.get(f"/mine/case/{number}/").content.decode()
    paper = re.search(rf"/mine/case/{number}/pdf/[0-9-]+/", page)
    assert "办好了" in page and paper
    assert du.get(paper[0]).content.startswith(b"%PDF")


def test_who_loses_every_race_keeps_what_he_typed(du: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        # Others write to the same case each time that it has been read.
        patch.setattr("shebaotong.cases.finishing.append", stale)
        lost = du.post("/apply/rights_record/", RECORD)
    assert lost.status_code == 422
    page = Page(lost.content.decode())
    assert "这次没有交上" in page.text and f'value="{DU}"' in lost.content.decode()
    assert du.post("/apply/rights_record/", RECORD).status_code == 302


def stale(*_arguments: object, **_named: object) -> None:
    raise StaleCopy


def test_the_same_form_twice_is_one_case(du: Client) -> None:
    first, second = (du.post("/apply/rights_record/", RECORD)["Location"] for _ in range(2))
    assert first == second
    changed = du.post("/apply/rights_record/", RECORD | {"scope": "pension"})
    assert changed.status_code == 422 and "已经交过" in changed.content.decode()


def test_only_for_oneself(du: Client) -> None:
    refused = du.post("/apply/rights_record/", RECORD | {"identifier": "11010519491231002X"})
    page = refused.content.decode()
    assert refused.status_code == 422 and "不是本账号" in page
    assert "11010519491231002X" in page and 'value="450400" selected' in page, "what was typed stays"
    assert not cases.inbox(agency=WUZHOU, bucket="ended").rows
    answer = Client().get("/apply/rights_record/")
    assert answer.status_code == 302 and "next=%2Fapply" in answer["Location"]


@pytest.mark.parametrize("owner", ["", "999999", "x"])
def test_an_unknown_city_is_refused(du: Client, owner: str) -> None:
    refused = du.post("/apply/rights_record/", RECORD | {"owner": owner})
    assert refused.status_code == 422 and "请选择您参保的城市" in refused.content.decode()


@pytest.mark.parametrize("code", ["assistance", "nothing", "eligibility_certification"])
def test_what_is_not_offered_online_is_not_there(du: Client, code: str) -> None:
    assert du.get(f"/apply/{code}/").status_code == 404


@pytest.mark.slow
@pytest.mark.row("Y1", "the same list of materials online and at the window")
def test_the_window_and_the_web_show_one_list(du: Client) -> None:
    online = du.get("/apply/retirement_claim/").content.decode()
    window = signed_in("he.foshan").get("/desk/intake/retirement_claim/").content.decode()
    materials = [material.title.zh for material in cases.item("retirement_claim").materials]
    assert materials and all(title in online and title in window for title in materials)


def test_what_must_be_seen_cannot_be_claimed_as_seen(du: Client) -> None:
    typed = CLAIM | {"material-bank_account": "seen", "material-identity": "seen"}
    refused = du.post("/apply/retirement_claim/", typed)
    page = refused.content.decode()
    assert refused.status_code == 422 and "还差几样材料" in page and "社会保障卡" in page
    assert "2026-12" in page, "what was typed stays"
    assert not cases.inbox(agency=FOSHAN, bucket="act").rows


CARD, PASS = (jpeg(scan=bytes(range(start, 250)) * 40) for start in (1, 2))


def photo(content: bytes, name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="image/jpeg")


def hidden(page: Page) -> dict[str, str]:
    """What the page remembers of the uploads."""
    held = {field.get("name", ""): field.get("value", "") for field in page.all("input")}
    return {name: value for name, value in held.items() if name.startswith("kept")}


@pytest.mark.row("Y1", "papers photographed at home count as papers at the window")
def test_uploaded_papers_count_and_are_shown_to_be_checked(du: Client) -> None:
    before = Page(du.get("/apply/retirement_claim/").content.decode())
    assert "下一步拍照上传：本人身份证件" in before.text and "下一步：传材料" in before.text
    first = Page(du.post("/apply/retirement_claim/", CLAIM).content.decode())
    fields = {field.get("name") for field in first.all("input") if field.get("type") == "file"}
    assert fields == {"file-identity", "file-bank_account", "file-other"} and faults(first) == []
    assert "还差本人" not in first.text, "what was not asked for yet is no error"
    one = du.post(
        "/apply/retirement_claim/", CLAIM | hidden(first) | {"file-identity": photo(PASS, "证.jpg")}
    )
    second = Page(one.content.decode())
    assert (
        one.status_code == 422
        and "还差社会保障卡或本人银行卡" in second.text
        and "还差本人" not in second.text
    )
    assert "证.jpg" in second.text and "kept-identity" in hidden(second)
    wrong = (
        CLAIM
        | hidden(second)
        | {"identifier": "11010519491231002X", "file-bank_account": photo(CARD, "卡.jpg")}
    )
    third = Page(du.post("/apply/retirement_claim/", wrong).content.decode())
    assert "不是本账号" in third.text and "还差" not in third.text
    assert {"kept-identity", "kept-bank_account"} <= set(hidden(third)), "an error elsewhere loses none"
    sent = du.post("/apply/retirement_claim/", CLAIM | hidden(third))
    assert sent.status_code == 302, sent.content.decode()[:3000]
    number = sent["Location"].rstrip("/").split("/")[-1]
    desk = signed_in("he.foshan")
    page = Page(desk.get(f"/desk/case/{number}/").content.decode())
    assert page.text.count("已上传，待核对") == 2 and "待提交" not in page.text
    assert "证.jpg" in page.text and "卡.jpg" in page.text
    files = {href for link in page.all("a") if "/file/" in (href := link.get("href", ""))}
    assert {b"".join(desk.get(href)) for href in files} == {CARD, PASS}


@pytest.mark.row("Y1", "papers photographed at home count as papers at the window")
def test_what_may_follow_later_or_be_promised_need_not_be_photographed(du: Client) -> None:
    address = "/apply/unemployment_claim/"
    first = Page(du.post(address, UNEMPLOYED).content.decode())
    choices = {(f["name"], f["value"]) for f in first.all("input") if "instead" in f.get("name", "")}
    assert choices == {("instead-end_of_employment", "commitment"), ("instead-bank_account", "later")}
    typed = UNEMPLOYED | hidden(first) | {"file-identity": photo(PASS, "证.jpg")}
    wrong = {"instead-bank_account": "commitment", "instead-end_of_employment": "commitment"}
    refused = Page(du.post(address, typed | wrong).content.decode())
    assert "还差社会保障卡" in refused.text and "还差终止" not in refused.text
    right = hidden(refused) | wrong | {"instead-bank_account": "later"}
    sent = du.post(address, UNEMPLOYED | right)
    assert sent.status_code == 302, sent.content.decode()[:3000]
    number = sent["Location"].rstrip("/").split("/")[-1]
    page = Page(signed_in("li.wuzhou").get(f"/desk/case/{number}/").content.decode())
    assert "告知承诺" in page.text and "容缺" in page.text


def test_one_photo_is_not_two_papers_and_that_is_said(du: Client) -> None:
    both = {"file-identity": photo(PASS, "证.jpg"), "file-bank_account": photo(PASS, "又.jpg")}
    first = Page(du.post("/apply/retirement_claim/", CLAIM).content.decode())
    refused = du.post("/apply/retirement_claim/", CLAIM | hidden(first) | both)
    page = Page(refused.content.decode())
    assert refused.status_code == 422 and "又.jpg：这个文件已经作为另一样材料传过了" in page.text
    sent = du.post(
        "/apply/retirement_claim/", CLAIM | hidden(page) | {"file-bank_account": photo(CARD, "卡.jpg")}
    )
    assert sent.status_code == 302, sent.content.decode()[:3000]


@pytest.mark.slow
def test_uploads_go_along_to_the_city_that_is_chosen_in_the_end(du: Client) -> None:
    first = Page(
        du.post("/apply/retirement_claim/", CLAIM | {"file-identity": photo(PASS, "证.jpg")}).content.decode()
    )
    assert hidden(first)["kept_at"] == FOSHAN
    nowhere = Page(
        du.post("/apply/retirement_claim/", CLAIM | hidden(first) | {"owner": ""}).content.decode()
    )
    assert hidden(nowhere)["kept_at"] == FOSHAN and "证.jpg" in nowhere.text
    elsewhere = CLAIM | hidden(nowhere) | {"owner": WUZHOU, "earlier_places": FOSHAN}
    sent = du.post("/apply/retirement_claim/", elsewhere | {"file-bank_account": photo(CARD, "卡.jpg")})
    assert sent.status_code == 302, sent.content.decode()[:3000]
    number = sent["Location"].rstrip("/").split("/")[-1]
    page = Page(signed_in("lin.wuzhou").get(f"/desk/case/{number}/").content.decode())
    assert page.text.count("已上传，待核对") == 2 and "证.jpg" in page.text


@pytest.mark.slow
def test_more_than_one_may_leave_lying_is_told_at_its_field_and_nothing_is_lost(
    du: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All cities together: a form for another city has used one of the two places."""
    monkeypatch.setattr("shebaotong.files.api.PERSON", files_api.Load(2, 10**9))
    other = CLAIM | {"owner": WUZHOU, "key": "another form", "file-other": photo(CARD, "另.jpg")}
    assert "另.jpg" in du.post("/apply/retirement_claim/", other).content.decode()
    both = {"file-identity": photo(PASS, "证.jpg"), "file-bank_account": photo(CARD, "卡.jpg")}
    refused = du.post("/apply/retirement_claim/", CLAIM | both)
    page = Page(refused.content.decode())
    assert refused.status_code == 422 and "卡.jpg：没交的表里，文件最多 2 个" in page.text
    assert "kept-identity" in hidden(page) and "证.jpg" in page.text and "2026-12" in refused.content.decode()
    # The other form is handed in, or swept: there is room again, and what was kept is still kept.
    monkeypatch.setattr("shebaotong.files.api.PERSON", files_api.Load(3, 10**9))
    sent = du.post(
        "/apply/retirement_claim/", CLAIM | hidden(page) | {"file-bank_account": photo(CARD, "卡.jpg")}
    )
    assert sent.status_code == 302, sent.content.decode()[:3000]


@pytest.mark.slow
def test_a_claim_with_its_papers_uploaded_asks_for_none_again(du: Client) -> None:
    first = Page(du.post("/apply/unemployment_claim/", UNEMPLOYED).content.decode())
    fields = [f["name"] for f in first.all("input") if f.get("type") == "file" and f["name"] != "file-other"]
    photos = {name: photo(jpeg(scan=bytes([at]) * 999), f"{name}.jpg") for at, name in enumerate(fields, 1)}
    sent = du.post("/apply/unemployment_claim/", UNEMPLOYED | hidden(first) | photos)
    assert fields and sent.status_code == 302, sent.content.decode()[:3000]
    number = sent["Location"].rstrip("/").split("/")[-1]
    outcome = cases.read(number=number, actor=actor_of(staff("li.wuzhou"))).outcome
    assert outcome is not None and outcome.body is not None
    proposed = [each["type"] for each in outcome.body["proposals"]]
    assert "review" in proposed and "supplement_notice" not in proposed and not outcome.body["missing"]


def test_a_guide_leads_to_the_form_where_there_is_one() -> None:
    assert "/apply/rights_record/" in Client().get("/item/rights_record/").content.decode()
    assert "/apply/" not in Client().get("/item/eligibility_certification/").content.decode()
