"""What a program reads is masked, unless it says for what; then it is logged where the person sees it."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.conftest import SUBJECT, Machine, machine, official
from gateway.test_api import CLAIM, FOSHAN
from shebaotong.accounts.api import User, person_token
from shebaotong.gateway.whole import PURPOSES, masked
from shebaotong.kernel.api import Role, body_digest
from shebaotong.registry.api import MACHINE, reads_of
from shebaotong.store.api import agency_context
from support.desk import shown, sign_in
from support.insured import account as du_account
from support.insured import signed_in

pytestmark = [pytest.mark.db, pytest.mark.usefixtures("network_loaded")]

PHONE = "13800005678"
NAMED = {**CLAIM, "body": {**CLAIM["body"], "subject": {**SUBJECT, "phone": PHONE}}}  # type: ignore[dict-item]


def opened(clerk: Machine) -> str:
    number: str = clerk.post("/cases", NAMED).json()["case_number"]
    return number


def reads() -> list[tuple[str, str, str]]:
    """Who saw her number whole, as she reads it."""
    found = reads_of(agency=FOSHAN, identifier=SUBJECT["identifier"], identifier_kind="resident")
    return [(each.what, each.reader.display, each.purpose.zh) for each in found if each.what == "unmask"]


@pytest.mark.row("N4", "each look is for a stated purpose, logged, and the person sees it")
def test_documents_are_masked_and_whole_for_a_purpose_that_the_person_sees() -> None:
    clerk = machine(FOSHAN, Role.CLERK, name="core")
    number = opened(clerk)
    answer = clerk.get(f"/cases/{number}/documents")
    assert SUBJECT["identifier"] not in answer.content.decode() and PHONE not in answer.content.decode()
    (first, *_) = answer.json()
    assert first["body"]["subject"]["identifier"] == "1101**********002X"
    assert first["body"]["subject"]["phone"] == "138****5678" and first["body"]["subject"]["name"] == "杜月华"
    assert not first["whole"] and first["salt"] is None and not reads()
    (whole, *_) = clerk.get(f"/cases/{number}/documents?purpose=verify_signature").json()
    assert whole["whole"] and whole["body"]["subject"] == {**SUBJECT, "phone": PHONE}
    assert body_digest(whole["salt"], whole["body"]) == whole["envelope"]["body_digest"]
    assert reads() == [("unmask", "core", PURPOSES["verify_signature"].zh)]
    page = shown(sign_in("zhou.foshan").get("/desk/reads/?kind=unmask")).text
    assert "core" in page and "接口" in page and PURPOSES["verify_signature"].zh in page
    du_account(number=SUBJECT["identifier"])
    mine = shown(signed_in("du.shili").post("/mine/log/", {"identifier": SUBJECT["identifier"]})).text
    assert re.search(rf"接口：core.*完整证件号码（佛山的记录）.*{PURPOSES['verify_signature'].zh}", mine)


def test_what_is_read_for_a_channel_is_not_called_a_clerks_reading() -> None:
    """Opening reads the register: who read is the channel, whatever post its row gives it."""
    opened(machine(FOSHAN, Role.CLERK, name="core"))
    found = reads_of(agency=FOSHAN, identifier=SUBJECT["identifier"], identifier_kind="resident")
    assert found and {(each.reader.display, each.reader.role) for each in found} == {("core", MACHINE)}


def test_whole_needs_its_scope_and_a_purpose_of_the_list() -> None:
    clerk = machine(FOSHAN, Role.CLERK)
    path = f"/cases/{opened(clerk)}/documents?purpose="
    reader = machine(FOSHAN, Role.CLERK, name="reader", scopes=("cases:read",))
    refused = reader.get(path + "contact")
    assert refused.status_code == 403 and refused.json()["type"].endswith("/scope")
    unknown = clerk.get(path + "curiosity")
    assert unknown.status_code == 422 and unknown["Content-Type"] == "application/problem+json"
    assert unknown.json()["type"].endswith("unknown-purpose") and "check_identity" in str(unknown.json())
    assert not reads()


def test_nobody_reads_his_own_case_whole() -> None:
    clerk = machine(FOSHAN, Role.CLERK)
    path = f"/cases/{opened(clerk)}/documents"
    mine = official("li.foshan")
    with agency_context(agency=FOSHAN):
        User.objects.filter(username="li.foshan").update(
            person_token=person_token(number=SUBJECT["identifier"])
        )
    refused = mine.get(f"{path}?purpose=contact")
    assert refused.status_code == 403 and refused.json()["type"].endswith("own-case") and not reads()
    assert mine.get(path).status_code == 200


def test_a_number_in_free_text_is_masked_and_whole_for_a_purpose() -> None:
    clerk = machine(FOSHAN, Role.CLERK)
    number = opened(clerk)
    path = f"/cases/{number}/documents"
    text = f"请核对{SUBJECT['identifier']}"
    clerk.post(path, {"type": "case.message", "body": {"text": text}}, key="key-said-1")
    shown_, whole = clerk.get(path).json()[-1], clerk.get(f"{path}?purpose=archive").json()[-1]
    assert shown_["body"]["text"] == "请核对1101**********002X" and whole["body"]["text"] == text
    assert body_digest(whole["salt"], whole["body"]) == whole["envelope"]["body_digest"]


@given(
    st.recursive(
        st.just({**SUBJECT, "phone": PHONE}) | st.just(f"见{SUBJECT['identifier']}"),
        lambda each: st.lists(each) | st.dictionaries(st.text(), each),
    )
)
@pytest.mark.slow
def test_no_number_hides_deep_in_a_body(body: object) -> None:
    told = json.dumps(masked(body), ensure_ascii=False)
    assert SUBJECT["identifier"] not in told and PHONE not in told
