"""Telling people: once for an occasion, in their language, by SMS where they want it or the law does."""

from __future__ import annotations

import io
import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from django.db import connection

from shebaotong.kernel.api import Notify
from shebaotong.messages import api
from shebaotong.messages.delivery import LEASE, PAUSES
from shebaotong.messages.models import Message, Sms
from shebaotong.network.models import Agency, Region
from shebaotong.store.api import Server, agency_context

FOSHAN, WUZHOU = "440600", "450400"
NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
CASE = "4406123456789012"
TOKEN, OTHER = "token-of-du", "token-of-deng"
PHONE = "13800001826"
ACCEPTED = Notify("accepted", {"city": FOSHAN, "due": "2026-11-26"})
REFUSED = Notify("decided_refused", {"city": FOSHAN, "decided": "2026-11-26"})


@pytest.fixture
def cities(db: None) -> None:
    add_cities()


def add_cities() -> None:
    for code, zh, en in ((FOSHAN, "佛山", "Foshan"), (WUZHOU, "梧州", "Wuzhou")):
        if Agency.objects.filter(code=code).exists():
            continue
        with agency_context(agency=code):
            agency = Agency.objects.create(
                code=code, place=code, region_id=code[:2], city_zh=zh, city_en=en, name_zh=zh, name_en=en,
                phone="12333", address="示例路1号", longitude="113.1", latitude="23.0",
            )  # fmt: skip
            Region.objects.create(code=code[:2], name_zh=zh, name_en=en, keeper=agency)


def tell(effect: Notify = ACCEPTED, *, agency: str = FOSHAN, phone: str = PHONE, **more: Any) -> None:
    api.notify(
        agency=agency, person_token=more.pop("token", TOKEN), phone=phone, effect=effect, case_number=CASE,
        now=more.pop("now", NOW), **more,
    )  # fmt: skip


def told(agency: str = FOSHAN, token: str = TOKEN, language: str = "zh-hans") -> tuple[api.Told, ...]:
    return api.messages_of(agency=agency, person_token=token, language=language)


def test_a_message_stands_in_the_centre_and_its_sms_in_the_outbox(cities: None) -> None:
    tell()
    (message,) = told()
    assert message.title == "您的申请已受理"
    assert message.body.startswith("佛山已受理您的申请，2026年11月26日前给您结果。办件号 4406 1234 5678 9012")
    (sms,) = api.outbox(agency=FOSHAN)
    assert (
        sms.text == "【社保通】佛山已受理您的申请，办件尾号789012，2026年11月26日前给您结果，现在不用做什么。"
    )
    assert (sms.phone, sms.state, sms.case_number) == ("138****1826", "queued", CASE)


def test_the_same_occasion_is_told_once(cities: None) -> None:
    tell(occasion="document 1")
    tell(occasion="document 1", now=NOW + timedelta(hours=1))
    assert [message.told_at for message in told()] == [NOW]
    assert len(api.outbox(agency=FOSHAN)) == 1
    tell(occasion="document 2")
    tell(token=OTHER, occasion="document 1")
    assert (len(told()), len(told(token=OTHER))) == (2, 1)
    assert len(api.outbox(agency=FOSHAN)) == 3


def test_a_message_that_fails_leaves_nothing(cities: None) -> None:
    for effect in (
        Notify("accepted", {}),
        Notify("gold"),
        Notify("accepted", {"city": "999999", "due": "2026-11-26"}),
    ):
        with pytest.raises(api.BadMessage):
            tell(effect)
    assert told() == () and api.outbox(agency=FOSHAN) == ()


@pytest.mark.parametrize(
    "language, title, sms",
    [
        ("zh-hant", "您的申請已受理", "【社保通】佛山已受理您的申請，辦件尾號789012"),
        (
            "en",
            "Your application has been accepted",
            "【社保通】Foshan: accepted, case 789012. Answer by 2026-11-26.",
        ),
    ],
)
@pytest.mark.row("T5", "each step is told by SMS and message, in the person's language")
def test_people_are_told_in_their_language(cities: None, language: str, title: str, sms: str) -> None:
    api.wish(agency=FOSHAN, person_token=TOKEN, language=language, sms=True, now=NOW)
    assert api.wish_of(agency=FOSHAN, person_token=TOKEN) == api.Wish(language, True)
    tell()
    assert told(language=language)[0].title == title
    assert api.outbox(agency=FOSHAN)[0].text.startswith(sms)


def test_an_unknown_language_is_refused(cities: None) -> None:
    with pytest.raises(api.BadMessage):
        api.wish(agency=FOSHAN, person_token=TOKEN, language="fr", sms=True, now=NOW)
    with pytest.raises(api.BadMessage):
        told(language="fr")


def test_who_wants_no_sms_gets_only_what_must_be_told(cities: None) -> None:
    api.wish(agency=FOSHAN, person_token=TOKEN, language="zh-hans", sms=False, now=NOW)
    tell(ACCEPTED)
    tell(REFUSED)
    assert len(told()) == 2
    assert [sms.text[:12] for sms in api.outbox(agency=FOSHAN)] == ["【社保通】佛山：办件尾号"]


@pytest.mark.parametrize(
    "phone, shown",
    [
        ("+86 138-0000-1826", "138****1826"),
        ("１３８００００１８２６", "138****1826"),
        ("+852 9123 4567", "+85****4567"),
        ("0758-1234567", None),
        ("", None),
        ("1380000182", None),
    ],
)
def test_an_sms_goes_to_mobiles_only(cities: None, phone: str, shown: str | None) -> None:
    tell(phone=phone)
    assert len(told()) == 1
    assert [sms.phone for sms in api.outbox(agency=FOSHAN)] == ([shown] if shown else [])


def test_pages_reading_and_counting(cities: None) -> None:
    for number in range(3):
        tell(occasion=str(number))
    newest = api.messages_of(agency=FOSHAN, person_token=TOKEN, language="zh-hans", limit=2)
    rest = api.messages_of(agency=FOSHAN, person_token=TOKEN, language="zh-hans", before=newest[-1].id)
    assert len({message.id for message in newest + rest}) == 3
    assert api.unread(agency=FOSHAN, person_token=TOKEN) == 3
    assert api.mark_read(agency=FOSHAN, person_token=TOKEN, message=rest[0].id, now=NOW)
    assert not api.mark_read(agency=FOSHAN, person_token=TOKEN, message=rest[0].id, now=NOW)
    assert not api.mark_read(agency=FOSHAN, person_token=OTHER, message=newest[0].id, now=NOW)
    assert api.unread(agency=FOSHAN, person_token=TOKEN) == 2


def test_other_people_and_agencies_see_nothing(cities: None) -> None:
    tell()
    assert told(token=OTHER) == ()
    assert told(agency=WUZHOU) == ()
    assert api.outbox(agency=WUZHOU) == ()


class Gateway:
    """Takes each reference once, and fails as it is told to."""

    def __init__(self, *failures: bool) -> None:
        self.failures = list(failures)
        self.sent: dict[str, api.Outgoing] = {}

    def send(self, sms: api.Outgoing) -> None:
        if self.failures:
            raise api.GatewayFailure("busy", permanent=self.failures.pop(0))
        self.sent.setdefault(sms.reference, sms)


def deliver(gateway: api.SmsGateway, now: datetime = NOW, **more: Any) -> api.Delivered:
    return api.deliver_due(agency=FOSHAN, gateway=gateway, now=now, **more)


def test_what_is_due_is_sent_once_and_its_number_kept_masked_only(cities: None) -> None:
    tell()
    gateway = Gateway()
    assert deliver(gateway) == api.Delivered(sent=1)
    assert deliver(gateway) == api.Delivered()
    (sent,) = gateway.sent.values()
    assert sent.phone == PHONE
    with agency_context(agency=FOSHAN):
        assert Sms.objects.get().phone == "138****1826"
    assert api.outbox(agency=FOSHAN)[0].state == "sent"


def test_a_passing_failure_is_tried_again_with_growing_pauses_and_given_up_in_the_end(cities: None) -> None:
    tell()
    gateway = Gateway(*[False] * (len(PAUSES) + 1))
    now = NOW
    for pause in PAUSES:
        assert deliver(gateway, now) == api.Delivered(retried=1)
        assert deliver(gateway, now + pause - timedelta(seconds=1)) == api.Delivered()
        now += pause
    assert deliver(gateway, now) == api.Delivered(failed=1)
    (row,) = api.outbox(agency=FOSHAN)
    assert (row.state, row.attempts, row.error) == ("failed", len(PAUSES) + 1, "busy")
    assert deliver(Gateway(), now + timedelta(days=9)) == api.Delivered()


def test_after_a_passing_failure_it_goes_out(cities: None) -> None:
    tell()
    gateway = Gateway(False)
    deliver(gateway)
    assert deliver(gateway, NOW + PAUSES[0]) == api.Delivered(sent=1)
    assert len(gateway.sent) == 1


def test_a_lasting_failure_is_not_tried_again(cities: None) -> None:
    tell()
    assert deliver(Gateway(True)) == api.Delivered(failed=1)
    assert deliver(Gateway(), NOW + timedelta(days=9)) == api.Delivered()


def test_no_more_than_the_limit_the_oldest_first(cities: None) -> None:
    for number in range(3):
        tell(occasion=str(number), now=NOW - timedelta(minutes=number))
    gateway = Gateway()
    assert deliver(gateway, limit=2) == api.Delivered(sent=2)
    with agency_context(agency=FOSHAN):
        (left,) = Sms.objects.filter(state="queued")
        assert left.message.told_at == NOW


class Killed(BaseException):
    """Stands for SIGKILL: no code of ours runs after it."""


class Deadly(Gateway):
    def send(self, sms: api.Outgoing) -> None:
        super().send(sms)
        raise Killed


def test_an_sms_of_a_killed_worker_goes_out_again_under_the_same_reference(cities: None) -> None:
    tell()
    deadly = Deadly()
    with pytest.raises(Killed):
        deliver(deadly)
    gateway = Gateway()
    assert deliver(gateway, NOW + LEASE - timedelta(seconds=1)) == api.Delivered()
    assert deliver(gateway, NOW + LEASE) == api.Delivered(sent=1)
    assert list(gateway.sent) == list(deadly.sent)


@pytest.mark.parametrize("ahead", [timedelta(minutes=10), timedelta(days=3), timedelta(days=365)], ids=str)
def test_what_was_written_while_the_clock_ran_ahead_goes_out_at_once(cities: None, ahead: timedelta) -> None:
    tell(now=NOW + ahead)
    assert deliver(Gateway()) == api.Delivered(sent=1)


@pytest.mark.parametrize("ahead", [timedelta(days=3), timedelta(days=365)], ids=str)
def test_what_failed_while_the_clock_ran_ahead_goes_out(cities: None, ahead: timedelta) -> None:
    for occasion in "ab":
        tell(occasion=occasion)
    assert deliver(Gateway(False), NOW + ahead, limit=1) == api.Delivered(retried=1)
    with pytest.raises(Killed):
        deliver(Deadly(), NOW + ahead)
    assert deliver(Gateway()) == api.Delivered(sent=2)


class Slow(Gateway):
    """Holds its first SMS until another worker has been through."""

    def __init__(self) -> None:
        super().__init__()
        self.taken, self.go_on = threading.Event(), threading.Event()

    def send(self, sms: api.Outgoing) -> None:
        self.taken.set()
        assert self.go_on.wait(timeout=10)
        super().send(sms)


def test_two_workers_never_send_one_sms(live_database: Server) -> None:
    add_cities()
    for number in range(4):
        tell(occasion=str(number))
    slow, quick = Slow(), Gateway()
    results: list[api.Delivered] = []

    def work() -> None:
        results.append(deliver(slow, limit=2))
        connection.close()

    worker = threading.Thread(target=work)
    worker.start()
    assert slow.taken.wait(timeout=10)
    assert deliver(quick) == api.Delivered(sent=2)
    slow.go_on.set()
    worker.join()
    assert results == [api.Delivered(sent=2)]
    assert len(slow.sent.keys() | quick.sent.keys()) == 4 and not slow.sent.keys() & quick.sent.keys()


def test_a_message_can_not_be_rewritten(cities: None) -> None:
    tell()
    with pytest.raises(Exception, match="only grows"), agency_context(agency=FOSHAN):
        Message.objects.update(body_zh="没有这回事")


SMS = api.Outgoing(reference="440600-1", phone=PHONE, text="【社保通】你好")


def test_the_console_shows_the_number_masked() -> None:
    shown = io.StringIO()
    api.ConsoleGateway(shown).send(SMS)
    assert shown.getvalue() == "SMS 440600-1 138****1826 【社保通】你好\n"


@pytest.fixture
def web() -> Iterator[HTTPServer]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            server.seen.append((dict(self.headers), body))  # type: ignore[attr-defined]
            self.send_response(server.answer)  # type: ignore[attr-defined]
            self.end_headers()

        def log_message(self, *args: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    server.seen, server.answer = [], 202  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def gateway_to(web: HTTPServer) -> api.HttpGateway:
    return api.HttpGateway(url=f"http://127.0.0.1:{web.server_port}/sms", token="secret")


def test_over_http_an_sms_is_posted_with_its_reference(web: Any) -> None:
    gateway_to(web).send(SMS)
    ((headers, body),) = web.seen
    assert body == {"reference": "440600-1", "phone": PHONE, "text": "【社保通】你好"}
    assert (headers["Authorization"], headers["Idempotency-Key"]) == ("Bearer secret", "440600-1")


@pytest.mark.parametrize(
    "answer, permanent", [(400, True), (404, True), (408, False), (429, False), (503, False)]
)
def test_over_http_the_answer_tells_whether_to_try_again(web: Any, answer: int, permanent: bool) -> None:
    web.answer = answer
    with pytest.raises(api.GatewayFailure) as failure:
        gateway_to(web).send(SMS)
    assert (failure.value.permanent, failure.value.detail) == (permanent, f"HTTP {answer}")


def test_over_http_nobody_there_is_a_passing_failure() -> None:
    with pytest.raises(api.GatewayFailure) as failure:
        api.HttpGateway(url="http://127.0.0.1:9/sms", token="secret", timeout=1).send(SMS)
    assert not failure.value.permanent


def test_phone_numbers_do_not_travel_in_clear() -> None:
    with pytest.raises(ValueError, match="https"):
        api.HttpGateway(url="http://sms.example.org/", token="secret")
