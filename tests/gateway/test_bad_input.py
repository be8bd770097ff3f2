"""Bad input by API: every answer is a problem with its own name, and none is a fault of ours."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from gateway.conftest import SUBJECT, Machine, machine, official
from gateway.test_api import CLAIM, FOSHAN
from shebaotong.kernel.api import Role

pytestmark = [pytest.mark.db, pytest.mark.usefixtures("network_loaded")]

PROBLEM = "application/problem+json"


def claim(**subject: str) -> dict[str, Any]:
    return {**CLAIM, "body": {**CLAIM["body"], "subject": {**SUBJECT, **subject}}}


def raw(caller: Machine, body: bytes, kind: str = "application/json") -> Any:
    headers = {"Authorization": f"Bearer {caller.token}", "Idempotency-Key": "key-00000001"}
    return Client().post("/api/v1/cases", body, content_type=kind, headers=headers)


@pytest.mark.parametrize(
    ("kind", "number"),
    [
        ("resident", "110105194912310021"),
        ("resident", "11010519491331002X"),
        ("resident", "11010519491231002"),
        ("resident_15", "110105491331002"),
        ("residence_hk", "810000199001010010"),
        ("residence_tw", "83000019900101"),
        ("travel_hk_mo", "X12345678"),
        ("travel_tw", "1234567"),
        ("foreign_2017", "ABC110105491231"),
        ("foreign_2023", "911015619491231002"),
        ("passport", "U00000001"),
    ],
)
def test_a_malformed_number_of_every_kind_names_its_field(kind: str, number: str) -> None:
    answer = machine(FOSHAN, Role.CLERK).post("/cases", claim(identifier_kind=kind, identifier=number))
    assert answer.status_code == 422 and answer["Content-Type"] == PROBLEM, answer.content
    assert answer.json()["type"].endswith("invalid-body")
    assert {entry["pointer"] for entry in answer.json()["invalid_params"]} == {"/body/subject/identifier"}


@pytest.mark.parametrize(
    "name", ["杜\0月华", "杜\u202e月华", "\ud800", "\uffff", "12345", "杜" * 61, "杜" * 1_000_000]
)
def test_a_hostile_name_is_refused(name: str) -> None:
    answer = machine(FOSHAN, Role.CLERK).post("/cases", claim(name=name))
    assert answer.status_code in (413, 422) and answer["Content-Type"] == PROBLEM, answer.content[:300]


@pytest.mark.parametrize("name", ["阿布都·买买提", "𠮷田", "䶮", "ANNA-MARIA UTOPIA"])
def test_a_rare_name_stays_as_it_is(name: str) -> None:
    clerk = machine(FOSHAN, Role.CLERK)
    number = clerk.post("/cases", claim(name=name)).json()["case_number"]
    assert clerk.get(f"/cases/{number}/documents").json()[0]["body"]["subject"]["name"] == name


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"{", "application/json", 400),
        (b"\xff\xfe", "application/json", 400),
        (b'{"item": NaN}', "application/json", 400),
        (b'{"item": "a", "item": "b"}', "application/json", 400),
        (b"[" * 100_000, "application/json", 400),
        (b'{"body": ' + b"9" * 5_000 + b"}", "application/json", 400),
        (b"[]", "application/json", 422),
        (b"item=x", "application/x-www-form-urlencoded", 415),
        (b'"' + b"x" * 3_000_000 + b'"', "application/json", 413),
    ],
)
def test_a_body_that_is_no_sound_json_is_a_problem(body: bytes, kind: str, status: int) -> None:
    answer = raw(machine(FOSHAN, Role.CLERK), body, kind)
    assert (answer.status_code, answer["Content-Type"]) == (status, PROBLEM), answer.content[:300]


@pytest.mark.parametrize(
    ("field", "value"), [("wanted_from", "0000-01"), ("statement", 1.5), ("statement", 2**60)]
)
def test_a_value_that_no_document_may_hold_names_itself(field: str, value: object) -> None:
    body = {**CLAIM, "body": {**CLAIM["body"], field: value}}
    answer = machine(FOSHAN, Role.CLERK).post("/cases", body)
    assert answer.status_code == 422
    assert f"/body/{field}" in {entry["pointer"] for entry in answer.json()["invalid_params"]}


def test_wrong_addresses_and_methods_are_problems_too() -> None:
    missing = Client().get("/api/v1/nowhere")
    assert (missing.status_code, missing["Content-Type"]) == (404, PROBLEM)
    wrong = Client().delete("/api/v1/items")
    assert (wrong.status_code, wrong["Content-Type"]) == (405, PROBLEM) and "GET" in wrong["Allow"]
    nobody = Client().get("/api/v1/items")
    assert nobody.status_code == 401 and nobody["WWW-Authenticate"] == "Bearer"


def test_two_people_with_one_number_are_not_joined() -> None:
    clerk = machine(FOSHAN, Role.CLERK)
    assert clerk.post("/cases", claim()).status_code == 201
    same = clerk.post("/cases", claim(), key="key-00000002")
    assert same.json()["joined"]
    other = clerk.post("/cases", claim(name="覃月兰"), key="key-00000003")
    assert other.status_code == 422 and other.json()["type"].endswith("refused/another-name")


def test_a_case_is_forwarded_only_where_an_agreement_reaches() -> None:
    both = official("li.foshan", Role.CLERK, Role.REVIEWER)
    number = both.post("/cases", claim()).json()["case_number"]
    for place, agency in enumerate(("999999", "520200", FOSHAN)):
        order = {"type": "case.forward", "body": {"agency": agency, "reason": "x"}}
        answer = both.post(f"/cases/{number}/documents", order, key=f"key-0000001{place}")
        assert answer.status_code == 422, answer.content
    assert both.get(f"/cases/{number}").json()["owner"] == FOSHAN
