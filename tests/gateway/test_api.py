"""The API: the same engine, the same refusals, and errors that a machine can read."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import InterfaceError, OperationalError
from django.test import Client
from django.utils import timezone

from gateway.conftest import SUBJECT, machine, official
from shebaotong.accounts.api import actor_of
from shebaotong.cases import api as cases
from shebaotong.cases import commands
from shebaotong.exchange.api import LocalTransport
from shebaotong.gateway.api import api
from shebaotong.kernel.api import Role
from support.accounts import account

pytestmark = [pytest.mark.db, pytest.mark.usefixtures("network_loaded")]

FOSHAN, WUZHOU, LIUPANSHUI, NANNING = "440600", "450400", "520200", "450100"
DESCRIPTION = Path(__file__).resolve().parents[2] / "docs/reference/openapi.json"
CLAIM = {
    "item": "retirement_claim",
    "owner": FOSHAN,
    "body": {
        "subject": SUBJECT,
        "category": "female50",
        "wanted_from": "2026-12",
        "earlier_places": [],
        "deemed_years": False,
        "by_proxy": False,
        "materials": [],
    },
}


def test_a_case_by_machine() -> None:
    clerk = machine(FOSHAN, Role.CLERK)
    made = clerk.post("/cases", CLAIM)
    assert made.status_code == 201, made.content
    number = made.json()["case_number"]
    case = clerk.get(f"/cases/{number}").json()
    assert case["status"] == "open" and "retirement_claim.review" not in str(case["actions"])
    documents = clerk.get(f"/cases/{number}/documents").json()
    assert documents[0]["envelope"]["flow"]["move"] == "open" and documents[0]["signature"]
    listed = clerk.get("/cases?list=act").json()
    assert [row["number"] for row in listed["cases"]] == [number]
    assert clerk.get(f"/cases/{number}/receipts").json() == []


def test_the_same_key_is_the_same_command() -> None:
    clerk = machine(FOSHAN, Role.CLERK)
    first = clerk.post("/cases", CLAIM).json()
    again = clerk.post("/cases", CLAIM).json()
    assert again["repeated"] and again["case_number"] == first["case_number"]
    other = clerk.post("/cases", {**CLAIM, "owner": WUZHOU})
    assert other.status_code == 422 and other.json()["type"].endswith("idempotency-key-reused")


def test_a_key_is_its_callers_own() -> None:
    """Two programs of one city that count their commands alike are not in each other's way."""
    one, two = (machine(FOSHAN, Role.CLERK, name=name) for name in ("one", "two"))
    first = one.post("/cases", CLAIM).json()
    subject = {**SUBJECT, "identifier": "450499197602151826", "name": "杜月华"}
    other = {**CLAIM, "body": {**CLAIM["body"], "subject": subject}}  # type: ignore[dict-item]
    second = two.post("/cases", other)
    assert second.status_code == 201 and second.json()["case_number"] != first["case_number"]
    again = two.post("/cases", CLAIM, key="key-00000002").json()
    assert again["joined"] and not again["repeated"] and again["case_number"] == first["case_number"]


@pytest.mark.row("P1", "no one reviews or approves what he accepted, on no way")
def test_four_eyes_hold_for_machines() -> None:
    both = official("li.foshan", Role.CLERK, Role.REVIEWER)
    number = both.post("/cases", CLAIM).json()["case_number"]
    review = {
        "type": "retirement_claim.review",
        "body": {
            "opinion": "agree",
            "note": "x",
            "payable_from": "2026-12",
            "monthly_amount_fen": 1,
            "contribution_months": 1,
            "amount_reason": "x",
        },
    }
    refused = both.post(f"/cases/{number}/documents", review, key="key-00000002")
    assert refused.status_code == 403
    assert refused["Content-Type"] == "application/problem+json"
    assert refused.json()["type"].endswith("not-allowed/four_eyes")
    other = official("chen.foshan")
    assert other.post(f"/cases/{number}/documents", review, key="key-00000003").status_code == 201


@pytest.mark.parametrize("channel", ["bank", "api"])
def test_no_channel_reviews_whatever_role_it_has_been_given(channel: str) -> None:
    number = machine(FOSHAN, Role.CLERK).post("/cases", CLAIM).json()["case_number"]
    actor = replace(actor_of(account("chen.foshan")), channel=channel)
    reading = cases.read(number=number, actor=actor)
    denied = {action.type: action.denial for action in reading.actions}
    assert denied["retirement_claim.review"] is cases.Denial.FOR_OFFICIALS
    body = {"agency": WUZHOU, "reason": "x"}
    with pytest.raises(cases.NotAllowed) as refused:
        cases.write(
            writing=cases.Writing(case_number=number, type="case.forward", body=body),
            actor=actor,
            now=timezone.now(),
        )
    assert refused.value.denial is cases.Denial.FOR_OFFICIALS


def test_nothing_is_declared_void_unseen() -> None:
    """The page has a second look; a program gives the reason and says what it has seen of the case."""
    clerk = machine(FOSHAN, Role.CLERK)
    number = clerk.post("/cases", CLAIM).json()["case_number"]
    path = f"/cases/{number}/documents"
    message = {"type": "case.message", "body": {"text": "x"}}
    spoken = clerk.post(path, message, key="key-1-said").json()["document_number"]
    disagree = {"opinion": "disagree", "ground": "conditions_not_met", "note": "年限不够"}
    review = {"type": "retirement_claim.review", "body": disagree}
    reviewer = official("chen.foshan")
    written = reviewer.post(path, review, key="key-2-review").json()["document_number"]
    approver = official("huang.foshan")
    seen = approver.get(f"/cases/{number}").json()["revision"]
    body = {"agency": FOSHAN, "number": written, "reason": "写错了"}
    void = {"type": "case.invalidate", "body": body}
    unseen = approver.post(path, void, key="key-3-void")
    assert unseen.status_code == 422 and unseen.json()["type"].endswith("refused/revision-needed")
    stale = approver.post(path, {**void, "revision": seen - 1}, key="key-4-void")
    assert stale.status_code == 409 and stale.json()["type"].endswith("stale")
    for_nothing = {**void, "body": {**body, "reason": ""}, "revision": seen}
    assert approver.post(path, for_nothing, key="key-5-void").json()["type"].endswith("invalid-body")
    said = {**void, "body": {**body, "number": spoken}, "revision": seen}
    never = approver.post(path, said, key="key-6-void")
    assert never.status_code == 403 and never.json()["type"].endswith("no_such_target")
    assert approver.post(path, {**void, "revision": seen}, key="key-7-void").status_code == 201


def test_a_city_that_has_not_answered_is_not_asked_again() -> None:
    clerk = machine(FOSHAN, Role.CLERK)
    claim = {**CLAIM, "body": {**CLAIM["body"], "earlier_places": [WUZHOU]}}
    number = clerk.post("/cases", claim).json()["case_number"]
    asking = {
        "type": "retirement_claim.ask_assistance",
        "body": {"agency": WUZHOU, "question": "draws_pension"},
    }
    for place, key, kind, word in (
        (FOSHAN, "key-00000013", "objected", "本市自己"),
        ("520200", "key-00000014", "not-accepted", "没有有效的跨省通办协议"),
        ("999999", "key-00000015", "refused/unknown-agency", "没有这个机构代码"),
    ):
        body = {"agency": place, "question": "draws_pension"}
        refused = clerk.post(f"/cases/{number}/documents", {**asking, "body": body}, key=key)
        assert refused.status_code == 422 and refused.json()["type"].endswith(kind), refused.content
        assert word in refused.content.decode()
    assert clerk.get(f"/cases/{number}").json()["waits"] == []
    asked = clerk.post(f"/cases/{number}/documents", asking, key="key-00000011")
    assert asked.status_code == 201, asked.content
    again = clerk.post(f"/cases/{number}/documents", asking, key="key-00000012")
    assert again.status_code == 422 and again["Content-Type"] == "application/problem+json"
    problem = again.json()
    assert problem["type"].endswith("objected")
    (told,) = problem["invalid_params"]
    assert told["pointer"] == "/body/agency" and "asked already" in told["reason"] and told["reason_zh"]
    assert len(clerk.get(f"/cases/{number}").json()["waits"]) == 1
    repeated = clerk.post(f"/cases/{number}/documents", asking, key="key-00000011")
    assert repeated.status_code == 201 and repeated.json()["repeated"]


def test_an_amount_that_was_not_computed_needs_its_reason() -> None:
    number = machine(FOSHAN, Role.CLERK).post("/cases", CLAIM).json()["case_number"]
    body = {
        "opinion": "agree",
        "note": "x",
        "payable_from": "2026-12",
        "monthly_amount_fen": 1,
        "contribution_months": 1,
    }
    review = {"type": "retirement_claim.review", "body": body}
    other = official("chen.foshan")
    against = other.post(f"/cases/{number}/documents", review, key="key-00000002")
    assert against.status_code == 422 and against.json()["type"].endswith("objected")
    (param,) = against.json()["invalid_params"]
    assert param["pointer"] == "/body/amount_reason" and param["reason"] and param["reason_zh"]


@pytest.mark.row("N1", "a city that takes no part sees and finds nothing")
def test_a_stranger_finds_nothing() -> None:
    number = machine(FOSHAN, Role.CLERK).post("/cases", CLAIM).json()["case_number"]
    stranger = official("yang.liupanshui", Role.CLERK, Role.REVIEWER, Role.APPROVER)
    for path in (f"/cases/{number}", f"/cases/{number}/documents", f"/cases/{number}/receipts"):
        answer = stranger.get(path)
        assert answer.status_code == 404 and answer.json()["type"].endswith("unknown-case")
    assert stranger.get("/cases?list=act").json()["cases"] == []
    message = {"type": "case.message", "body": {"text": "x"}}
    assert stranger.post(f"/cases/{number}/documents", message).status_code == 404


def test_the_claims_of_other_windows_are_told_to_who_holds_them() -> None:
    """Wuzhou's claim and then Nanning's meet at Foshan, which hears of both; Wuzhou of its own only."""
    wuzhou, nanning, foshan = (machine(city, Role.CLERK) for city in (WUZHOU, NANNING, FOSHAN))
    first = wuzhou.post("/cases", CLAIM).json()["case_number"]
    carry()
    second = nanning.post("/cases", CLAIM).json()["case_number"]
    carry()
    goes_on = foshan.get(f"/cases/{first}").json()
    assert goes_on["joined"] == [{"number": second, "starter": NANNING}] and goes_on["joined_into"] == ""
    assert foshan.get(f"/cases/{second}").json()["joined_into"] == first
    assert wuzhou.get(f"/cases/{first}").json()["joined"] == []
    assert nanning.get(f"/cases/{second}").json()["joined_into"] == first
    assert nanning.get(f"/cases/{first}").json()["joined"] == [{"number": second, "starter": NANNING}]


def carry() -> None:
    cases.pump(agencies=(WUZHOU, FOSHAN, NANNING), transport=LocalTransport(), now=timezone.now())


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ({"item": "no_such_item"}, "unknown-code"),
        ({"owner": "999999"}, "refused/unknown-agency"),
        ({"owner": "x"}, "invalid-request"),
        ({"body": {}}, "invalid-body"),
        ({"body": "x"}, "invalid-request"),
    ],
)
def test_bad_input_names_itself(change: dict[str, object], kind: str) -> None:
    answer = machine(FOSHAN, Role.CLERK).post("/cases", {**CLAIM, **change})
    assert answer.status_code == 422, answer.content
    assert answer.json()["type"].endswith(kind)


@pytest.mark.parametrize("text", [1.5, "\ud800", 2**60])
def test_what_no_document_may_hold_is_refused(text: object) -> None:
    clerk = machine(FOSHAN, Role.CLERK)
    number = clerk.post("/cases", CLAIM).json()["case_number"]
    message = {"type": "case.message", "body": {"text": text}}
    answer = clerk.post(f"/cases/{number}/documents", message, key="key-00000002")
    assert answer.status_code == 422 and answer.json()["type"].endswith("invalid-body"), answer.content
    asked = {**CLAIM, "body": {**CLAIM["body"], "statement": text}}  # type: ignore[dict-item]
    answer = clerk.post("/cases", asked, key="key-00000003")
    assert answer.status_code == 422 and answer.json()["type"].endswith("invalid-body"), answer.content


def test_tokens_are_needed_and_scoped() -> None:
    assert Client().get("/api/v1/items").status_code == 401
    wrong = Client().get("/api/v1/items", headers={"Authorization": "Bearer nonsense"})
    assert wrong.status_code == 401 and wrong.json()["type"].endswith("token-unknown")
    reader = machine(FOSHAN, Role.CLERK, scopes=("cases:read",))
    assert reader.get("/items").status_code == 200
    assert reader.post("/cases", CLAIM).json()["type"].endswith("scope")


def test_keys_are_public() -> None:
    keys = Client().get(f"/api/v1/agencies/{FOSHAN}/jwks.json").json()["keys"]
    assert keys and keys[0]["kid"].startswith(FOSHAN) and "d" not in keys[0]
    assert Client().get("/api/v1/agencies/999999/jwks.json").status_code == 404


def test_the_description_is_current() -> None:
    """``shebaotong items --openapi`` writes it; a change of the API shows in the diff."""
    now = json.loads(json.dumps(api.get_openapi_schema()))
    assert now["openapi"].startswith("3.1")
    assert json.loads(DESCRIPTION.read_text("utf-8")) == now


def test_the_api_takes_no_notice_of_a_session_and_keeps_the_headers_of_every_address() -> None:
    clerk = machine(FOSHAN, Role.CLERK)
    answer = clerk.get("/items")
    assert answer.status_code == 200 and answer["Content-Length"] == str(len(answer.content))
    assert answer["X-Frame-Options"] == "DENY" and "default-src 'self'" in answer["Content-Security-Policy"]
    assert answer["Cache-Control"] == "private, no-store"
    assert "Cache-Control" not in Client().get("/api/v1/openapi.json"), "what is everybody's may be kept"
    assert "Set-Cookie" not in answer and not answer.wsgi_request.COOKIES
    assert not hasattr(answer.wsgi_request, "session"), "a token is all that a machine brings"
    unknown = clerk.get("/nothing-here")
    assert unknown.status_code == 404 and unknown["Content-Type"] == "application/problem+json"


def test_an_answer_is_the_same_in_every_language() -> None:
    caller = machine(FOSHAN, Role.CLERK)
    chinese, english = (
        caller.get("/cases/4406000000000000", **{"Accept-Language": to}) for to in ("zh", "en")
    )
    assert chinese.status_code == 404 and chinese.content == english.content
    assert "Content-Language" not in english and "Vary" not in english


def test_a_fault_of_ours_is_a_problem_with_the_headers_of_every_answer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def break_down(**given: object) -> None:
        raise RuntimeError("out of order")

    monkeypatch.setattr("shebaotong.cases.api.read", break_down)
    token = machine(FOSHAN, Role.CLERK).token
    answer = Client(raise_request_exception=False).get(
        "/api/v1/cases/4406000000000000", headers={"Authorization": f"Bearer {token}"}
    )
    assert answer.status_code == 500 and answer["Content-Type"] == "application/problem+json"
    assert (
        answer.json()["type"].endswith("/fault") and "default-src 'self'" in answer["Content-Security-Policy"]
    )


@pytest.mark.parametrize("lost", [OperationalError("server closed the connection"), InterfaceError("closed")])
def test_a_database_that_is_away_is_said_to_be_away(monkeypatch: pytest.MonkeyPatch, lost: Exception) -> None:
    """Our fault it is not, and whoever hears so does not send it again."""

    def gone(**_: object) -> object:
        raise lost

    clerk = machine(FOSHAN, Role.CLERK)
    monkeypatch.setattr(cases, "open_case", gone)
    answer = clerk.post("/cases", CLAIM)
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert answer["Content-Type"].startswith("application/problem+json")
    assert answer.json()["type"].endswith("/unavailable") and "closed" not in answer.content.decode()


def test_a_deadlock_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """PostgreSQL gives one of two up: nothing of it is written, and nobody need hear of it."""
    finish, tries = commands.finish, []

    def unlucky(*given: Any) -> None:
        finish(*given)
        if len(tries) < 2:
            tries.append(given)
            raise OperationalError("deadlock detected") from psycopg.errors.DeadlockDetected()

    clerk = machine(FOSHAN, Role.CLERK)
    monkeypatch.setattr(commands, "finish", unlucky)
    made = clerk.post("/cases", CLAIM)
    assert made.status_code == 201 and len(tries) == 2
    assert [row["number"] for row in clerk.get("/cases").json()["cases"]] == [made.json()["case_number"]]
