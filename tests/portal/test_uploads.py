"""Files with a form: kept while it is mended, refused with the reason, handed out to those of the case."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from files import samples
from portal.test_desk import DU as CLAIM
from portal.test_desk import sign_in
from shebaotong.accounts import api as accounts
from shebaotong.cases import api as cases
from shebaotong.exchange.api import LocalTransport
from shebaotong.kernel.api import Status, casenumber
from shebaotong.registry import api as registry
from shebaotong.store.api import agency_context
from support.accounts import Who
from support.desk import shown
from support.insured import DU, account, signed_in
from support.pages import Page, faults

pytestmark = pytest.mark.usefixtures("who")
WUZHOU, FOSHAN = "450400", "440600"
FORM = "/desk/intake/retirement_claim/"
PHOTO = samples.jpeg(scan=bytes(range(255)) * 40)


def sent(content: bytes = PHOTO, name: str = "身份证.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="application/x-msdownload")


def number_in(address: str) -> str:
    return address.rstrip("/").split("/")[-1]


@pytest.mark.slow
@pytest.mark.row("B4", "papers handed in online lie on the case of the back office")
def test_a_scan_goes_with_the_claim_and_is_saved_at_the_other_desk() -> None:
    lin = sign_in("lin.wuzhou")
    done = lin.post(FORM, CLAIM | {"file-identity": sent()})
    assert done.status_code == 302, done.content.decode()[:3000]
    number = number_in(done["Location"])
    he = sign_in("he.foshan")
    for desk in (lin, he):
        page = desk.get(f"/desk/case/{number}/").content.decode()
        link = re.search(rf"/desk/case/{number}/file/[0-9a-f]{{64}}/", page)
        assert link and "身份证.jpg" in page and "本人身份证件" in page
        answer = desk.get(link[0])
        assert b"".join(answer) == PHOTO
        assert answer["Content-Disposition"].startswith("attachment;")
        assert answer["Content-Type"] == "image/jpeg" and answer["X-Content-Type-Options"] == "nosniff"
    assert sign_in("yang.liupanshui").get(link[0]).status_code == 404
    assert Client().get(link[0]).status_code == 302


@pytest.mark.row("N4", "each look is for a stated purpose, logged, and the person sees it")
def test_each_scan_read_at_a_desk_stands_in_the_access_log(who: Who) -> None:
    """Its bytes do; a look at the list of files reads none."""
    lin = sign_in("lin.wuzhou")
    hers = CLAIM | {"identifier": DU, "file-identity": sent()}
    number = number_in(lin.post(FORM, hers)["Location"])
    page = lin.get(f"/desk/case/{number}/").content.decode()
    (link,) = set(re.findall(rf"/desk/case/{number}/file/[0-9a-f]{{64}}/", page))
    assert scans_read(WUZHOU) == []
    assert lin.head(link).status_code == 405 and scans_read(WUZHOU) == []
    assert b"".join(lin.get(link)) == PHOTO
    assert scans_read(WUZHOU) == [("林雪梅", "办理“职工退休待遇申领”：本人身份证件", number)]
    account()
    mine = shown(signed_in("du.shili").post("/mine/log/", {"identifier": DU})).text
    assert re.search("林雪梅.*交来的文件（梧州的记录）.*办理“职工退休待遇申领”：本人身份证件", mine)
    # A colleague of the same city in whose own case it is gets none of it at the desk.
    lin_herself = who("lin.wuzhou")
    with agency_context(agency=WUZHOU):
        accounts.User.objects.filter(pk=lin_herself.pk).update(person_token=accounts.person_token(number=DU))
    assert sign_in("lin.wuzhou").get(link).status_code == 404 and len(scans_read(WUZHOU)) == 1


def scans_read(agency: str) -> list[tuple[str, str, str]]:
    found = registry.reads_of(agency=agency, identifier=DU, identifier_kind="resident")
    return [(each.reader.display, each.purpose.zh, each.case_number) for each in found if each.what == "file"]


@pytest.mark.slow
def test_the_scans_of_a_joined_claim_are_found_from_the_case_that_goes_on() -> None:
    """Nanning's claim meets Wuzhou's; Foshan decides on Wuzhou's and needs what Nanning has scanned."""
    lin, nanning = sign_in("lin.wuzhou"), sign_in("wang.nanning")
    first = number_in(lin.post(FORM, CLAIM)["Location"])
    carry()
    second = number_in(nanning.post(FORM, CLAIM | {"file-identity": sent(), "key": "k-2"})["Location"])
    carry()
    assert first != second
    he = sign_in("he.foshan")
    page = Page(he.get(f"/desk/case/{first}/").content.decode())
    assert "并入本件的申请，南宁受理" in page.text and "身份证.jpg" in page.text
    assert f"并入的申请 {casenumber.show(second)}" in page.text
    addresses = [link.get("href", "") for link in page.all("a")]
    assert f"/desk/case/{second}/" in addresses
    (scan,) = [address for address in addresses if "/file/" in address]
    assert scan.startswith(f"/desk/case/{second}/file/") and b"".join(he.get(scan)) == PHOTO
    # Nothing was copied, and Wuzhou has no part in the other claim.
    there = Page(lin.get(f"/desk/case/{first}/").content.decode())
    assert "并入本件的申请" not in there.text and "身份证.jpg" not in there.text
    assert lin.get(scan).status_code == 404


@pytest.mark.slow
def test_scans_of_a_request_that_is_open_already_go_into_the_open_case() -> None:
    lin = sign_in("lin.wuzhou")
    number = number_in(lin.post(FORM, CLAIM)["Location"])
    again = lin.post(FORM, CLAIM | {"file-identity": sent(), "key": "k-2"}, follow=True)
    page = Page(again.content.decode())
    assert "已打开原来的办件" in page.text and "已放进原来的办件" in page.text
    drafts = [each["data-draft-done"] for each in page.all("span") if "data-draft-done" in each]
    assert drafts == ["intake-retirement_claim"], "the browser forgets what was typed for this person"
    assert [link for link in page.all("a") if f"/desk/case/{number}/file/" in link.get("href", "")]


def carry() -> None:
    cases.pump(agencies=(WUZHOU, FOSHAN, "450100"), transport=LocalTransport(), now=timezone.now())


def test_an_error_elsewhere_loses_no_file() -> None:
    lin = sign_in("lin.wuzhou")
    wrong = lin.post(FORM, CLAIM | {"name": "", "file-identity": sent()})
    page = wrong.content.decode()
    assert wrong.status_code == 422
    kept = re.search(r'name="kept-identity" value="([0-9a-f]{64})"[^>]* checked', page)
    assert kept and "身份证.jpg" in page and faults(Page(page)) == []
    done = lin.post(FORM, CLAIM | {"kept-identity": kept[1]})
    case_page = lin.get(f"/desk/case/{number_in(done['Location'])}/").content.decode()
    assert "身份证.jpg" in case_page


def test_the_one_time_notice_keeps_the_files_for_later() -> None:
    lin = sign_in("lin.wuzhou")
    notice = lin.post(FORM, CLAIM | {"material-bank_account": "missing", "file-identity": sent()})
    assert notice.status_code == 422
    assert re.search(r'type="hidden" name="kept-identity" value="[0-9a-f]{64}"', notice.content.decode())


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (sent(b"MZ\x90\x00" + b"\0" * 400, "身份证.jpg"), "内容却是"),
        (sent(b"", "空.pdf"), "文件是空的"),
        (sent(PHOTO + b"\0" * (20 * 1024 * 1024), "大.jpg"), "超过 20 MB"),
        (sent(b"<svg onload=alert(1)>", "图.svg"), "只收 PDF"),
    ],
)
def test_a_disguised_empty_or_oversize_file_is_refused_with_the_reason(
    file: SimpleUploadedFile, words: str
) -> None:
    lin = sign_in("lin.wuzhou")
    refused = lin.post(FORM, CLAIM | {"file-identity": file})
    page = refused.content.decode()
    assert refused.status_code == 422 and words in page and file.name is not None and file.name in page
    assert 'value="杜月华"' in page and 'href="#q-file-identity"' in page
    assert not re.search(r'name="kept-identity"', page)


def test_a_file_of_another_form_or_city_is_not_taken() -> None:
    lin = sign_in("lin.wuzhou")
    page = lin.post(FORM, CLAIM | {"name": "", "file-identity": sent()}).content.decode()
    digest = re.findall(r'name="kept-identity" value="([0-9a-f]{64})"', page)[0]
    done = lin.post(FORM, CLAIM | {"key": "another", "kept-identity": digest})
    assert "扫描件和照片" not in lin.get(f"/desk/case/{number_in(done['Location'])}/").content.decode()
    he = sign_in("he.foshan").post(FORM, CLAIM | {"name": "", "kept-identity": digest})
    assert "身份证.jpg" not in he.content.decode()


@pytest.mark.slow
def test_a_clerk_attaches_later_and_not_without_a_file() -> None:
    lin = sign_in("lin.wuzhou")
    number = number_in(lin.post(FORM, CLAIM)["Location"])
    address = f"/desk/case/{number}/do/case.attachment/"
    assert "添加附件" in lin.get(f"/desk/case/{number}/").content.decode()
    assert 'enctype="multipart/form-data"' in lin.get(address).content.decode()
    nothing = lin.post(address, {"key": "a"})
    assert nothing.status_code == 422 and "请至少选一个文件" in nothing.content.decode()
    assert lin.post(address, {"key": "a", "file-other": sent()}).status_code == 302
    assert "其他材料" in lin.get(f"/desk/case/{number}/").content.decode()


@pytest.fixture
def waiting(who: Who) -> str:
    """Her unemployment claim at Wuzhou, of which Foshan has said what is missing."""
    account()
    now = timezone.now()
    body = {
        "subject": {"identifier_kind": "resident", "identifier": DU, "name": "杜月华"},
        "left": "2026-09",
        "involuntary": True,
        "registered": True,
        "by_proxy": False,
        "materials": [],
    }
    opening = cases.Opening("unemployment_claim", FOSHAN, body)
    number = cases.open_case(opening=opening, actor=accounts.actor_of(who("lin.wuzhou")), now=now).case_number
    cases.pump(agencies=[WUZHOU], transport=LocalTransport(), now=now)
    missing = {
        "code": "end_of_employment",
        "title": {"zh": "离职证明", "en": "Proof of leaving"},
        "how": {"zh": "拍照就行", "en": "A photograph will do"},
    }
    writing = cases.Writing(number, "unemployment_claim.supplement_notice", {"missing": [missing]})
    cases.write(writing=writing, actor=accounts.actor_of(who("chen.foshan")), now=now)
    cases.pump(agencies=[FOSHAN], transport=LocalTransport(), now=now)
    return number


@pytest.mark.row("K1", "one list of all that is missing; what is missing can be handed in by phone")
def test_the_person_photographs_what_is_missing_and_the_case_goes_on(waiting: str, who: Who) -> None:
    du = signed_in("du.shili")
    page = du.get(f"/mine/case/{waiting}/").content.decode()
    address = f"/mine/case/{waiting}/supplement/"
    assert address in page and "离职证明" in page
    form = Page(du.get(address).content.decode())
    assert "拍照就行" in form.text and faults(form) == []
    nothing = du.post(address, {"key": "k", "remark": ""})
    assert nothing.status_code == 422 and "请至少选一张照片" in nothing.content.decode()
    refused = du.post(address, {"key": "k", "remark": "好的", "file-end_of_employment": sent(b"", "a.jpg")})
    assert refused.status_code == 422 and "好的" in refused.content.decode()
    done = du.post(address, {"key": "k", "remark": "", "file-end_of_employment": sent(name="离职.jpg")})
    assert done.status_code == 302, done.content.decode()[:2000]
    chen = cases.read(number=waiting, actor=accounts.actor_of(who("chen.foshan")))
    assert (chen.copy.state.status, chen.copy.state.turn) == (Status.OPEN, FOSHAN)
    assert [entry["material"] for _d, _f, entry in cases.attachments_of(chen.copy)] == ["end_of_employment"]
    mine = du.get(f"/mine/case/{waiting}/").content.decode()
    link = re.search(rf"/mine/case/{waiting}/file/[0-9a-f]{{64}}/", mine)
    assert link and "离职.jpg" in mine and "supplement" not in mine
    assert b"".join(du.get(link[0])) == PHOTO
    account(username="other.shili", name="旁人示例", number="11010519491231002X")
    assert signed_in("other.shili").get(link[0]).status_code == 404
    assert du.get(address).status_code == 302
