"""Pages that need no case: front page, search, life events, faces, errors, headers."""

from __future__ import annotations

import pytest
from django.db import OperationalError
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.test.utils import override_settings

from shebaotong.portal.finder import find, life_events
from shebaotong.portal.views import errors, home
from support.examples import unhurried
from support.pages import Page, faults

EVENTS = [f"/event/{event.slug}/" for event in life_events()]
CITIZEN = ["/", "/find/", "/find/?q=退休", "/find/?q=xyzzy", "/design/tracking/", *EVENTS]
STAFF = ["/design/workbench/", "/design/board/"]


@pytest.fixture
def client(network: None) -> Client:
    return Client(SERVER_NAME="localhost")


def page_at(client: Client, address: str) -> Page:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return Page(answer.content.decode())


@pytest.mark.parametrize("address", [*CITIZEN, *STAFF, "/design/"])
@pytest.mark.parametrize("language", ["zh-hans", *unhurried("zh-hant", "en")])
def test_each_page_is_clean_and_says_what_it_is(client: Client, address: str, language: str) -> None:
    client.cookies["django_language"] = language
    page = page_at(client, address)
    assert faults(page) == []
    html = page.all("html")[0]
    assert html["lang"].lower() == language
    assert len([1 for tag, _ in page.elements if tag == "h1"]) == 1 or address == "/design/"
    assert page.all("a")[0]["href"] == "#main"
    assert any(given.get("id") == "main" for given in page.all("main"))


@pytest.mark.parametrize("address", CITIZEN)
def test_help_stands_in_the_same_place_on_each_page(client: Client, address: str) -> None:
    page = page_at(client, address)
    order = [given.get("id") or tag for tag, given in page.elements if tag in {"main", "section", "footer"}]
    assert order.index("main") < order.index("help") < order.index("footer")
    assert "12333" in page.text
    assert any(given.get("href") == "tel:12333" for given in page.all("a"))


def test_headers_allow_only_our_own_files(client: Client) -> None:
    answer = client.get("/")
    policy = answer.headers["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "style-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_nothing_is_loaded_from_another_host(client: Client) -> None:
    page = page_at(client, "/")
    for tag, given in page.elements:
        address = given.get("src") or (given.get("href") if tag in {"link", "use"} else "") or "/"
        assert address.startswith("/") and not address.startswith("//"), address


@pytest.mark.parametrize(
    "word", ["长辈版", "亲情版", "关爱版", "关怀版", "長輩版", " 大字 版 ", "字太小了看不清"]
)
def test_the_elder_pages_are_found_by_all_their_names(client: Client, word: str) -> None:
    assert [entry.change for entry in find(word)][:1] == ["elder"]
    page = page_at(client, f"/find/?q={word}")
    assert any(given.get("value") == "elder" and given.get("name") == "do" for given in page.all("button"))


def test_each_life_event_is_found_by_its_own_title() -> None:
    for event in life_events():
        assert find(event.title.zh)[0].href == event.href
        assert find(event.title.en)[0].href == event.href


def test_a_search_that_finds_nothing_says_what_to_do(client: Client) -> None:
    assert "没有找到" in page_at(client, "/find/?q=xyzzy").text


def test_an_endless_query_is_cut_and_shown_as_text(client: Client) -> None:
    page = page_at(client, "/find/?q=" + "<b>退休" * 500)
    assert faults(page) == []
    [box] = [given for given in page.all("input") if given.get("name") == "q"]
    assert box["value"] == ("<b>退休" * 12)


def face_of(client: Client) -> dict[str, str]:
    return page_at(client, "/").all("html")[0]


def change(client: Client, **fields: str) -> HttpResponse:
    return client.post("/face/", {"next": "/find/?q=退休", **fields})


def test_the_elder_face_is_kept_and_left_again(client: Client) -> None:
    answer = change(client, do="elder")
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/find/?q=%E9%80%80%E4%BC%91"
    assert (face_of(client)["data-mode"], face_of(client)["data-size"]) == ("elder", "138")
    change(client, do="normal")
    assert (face_of(client)["data-mode"], face_of(client)["data-size"]) == ("normal", "100")


@pytest.mark.row("E1", "large print from page to page, up to the largest type")
def test_type_grows_to_thirty_pixels_and_never_shrinks_below_the_elder_floor(client: Client) -> None:
    change(client, do="elder")
    for _ in range(6):
        change(client, do="larger")
    assert face_of(client)["data-size"] == "188"
    for _ in range(6):
        change(client, do="smaller")
    assert face_of(client)["data-size"] == "118"


def test_contrast_and_language_are_switched_by_plain_posts(client: Client) -> None:
    change(client, do="contrast")
    assert face_of(client)["data-contrast"] == "high"
    change(client, language="zh-hant")
    assert face_of(client)["lang"] == "zh-Hant"
    assert "在哪個城市，都能辦社保" in page_at(client, "/").text
    change(client, language="en")
    assert "Social insurance, in whichever city you are" in page_at(client, "/").text


@pytest.mark.parametrize("target", ["https://example.org/", "//example.org/", "javascript:alert(1)", ""])
def test_a_switch_never_leads_to_another_site(client: Client, target: str) -> None:
    assert change(client, do="elder", next=target).headers["Location"] == "/"


@pytest.mark.parametrize("fields", [{"do": "explode"}, {"language": "tlh"}])
def test_an_unknown_switch_is_refused(client: Client, fields: dict[str, str]) -> None:
    assert change(client, **fields).status_code == 400


@pytest.mark.parametrize(
    "cookie", ["", "elder", "elder.99999.high", "elder.x.plain", "a.b.c.d", "elder.²³.high"]
)
def test_a_damaged_cookie_is_the_ordinary_or_a_lawful_face(client: Client, cookie: str) -> None:
    client.cookies["face"] = cookie
    assert face_of(client)["data-size"] in {"100", "118", "138", "165", "188"}


def test_a_switch_needs_the_page_it_stood_on() -> None:
    strict = Client(SERVER_NAME="localhost", enforce_csrf_checks=True)
    answer = strict.post("/face/", {"do": "elder"})
    assert answer.status_code == 403
    assert "页面开得太久了" in answer.content.decode()


@pytest.mark.parametrize(
    ("view", "status", "words"),
    [
        (errors.bad_request, 400, "这个请求看不懂"),
        (errors.forbidden, 403, "这一页您不能看"),
        (errors.not_found, 404, "没有这一页"),
        (errors.broken, 500, "系统出了问题"),
    ],
)
def test_error_pages_say_what_happened_and_what_to_do(view: object, status: int, words: str) -> None:
    assert callable(view)
    answer = view(RequestFactory().get("/nowhere"))
    page = Page(answer.content.decode())
    assert answer.status_code == status
    assert faults(page) == []
    assert words in page.text
    assert "返回首页" in page.text


def test_an_unknown_address_answers_in_the_same_look(client: Client) -> None:
    answer = client.get("/no-such-page/")
    assert answer.status_code == 404
    assert "没有这一页" in answer.content.decode()


def test_the_gallery_is_shown_only_where_it_is_switched_on(client: Client) -> None:
    with override_settings(SHEBAOTONG_GALLERY=False):
        assert client.get("/design/").status_code == 404
        assert client.get("/design/workbench/").status_code == 404
    assert client.get("/design/carousel/").status_code == 404


def test_a_database_that_is_away_is_no_fault_of_the_page(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was sent may have been taken: whoever reads "broken" sends it again, or goes home."""

    def gone(*_: object) -> object:
        raise OperationalError("server closed the connection")

    client.raise_request_exception = False
    monkeypatch.setattr(home, "render", gone)
    answer = client.get("/")
    assert (answer.status_code, answer["Retry-After"]) == (503, "30")
    page = Page(answer.content.decode())
    assert "系统正在恢复" in page.text and "刚才提交的可能已经收到" in page.text and faults(page) == []
