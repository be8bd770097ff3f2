"""Who may compare what, until when: what a mandate must hold, and each way in which it does not."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from shebaotong.comparison.private.approval import check_approval, check_scope
from shebaotong.comparison.private.folder import KeyFolder
from shebaotong.comparison.private.mandate import parse_mandate, sign_mandate
from shebaotong.comparison.private.refusal import Reason, Refused
from shebaotong.comparison.private.trust import TrustedKey, read_trust, write_trust
from shebaotong.kernel.api import new_private_key, public_of

NOW = datetime(2026, 11, 20, 1, tzinfo=UTC)


def approve(provinces: Any, text: str, *, now: datetime = NOW) -> None:
    check_approval(mandate=parse_mandate(text), trust=provinces.left.trust, now=now)


def refusal(work: Callable[[], object]) -> Refused:
    with pytest.raises(Refused) as caught:
        work()
    return caught.value


def test_a_mandate_signed_by_two_persons_of_each_side_binds(provinces: Any) -> None:
    approve(provinces, provinces.signed(provinces.body()))


@pytest.mark.parametrize("absent", range(4))
def test_three_signatures_are_not_enough(provinces: Any, absent: int) -> None:
    signers = sorted(provinces.approvers)
    del signers[absent]
    found = refusal(lambda: approve(provinces, provinces.signed(provinces.body(), by=signers)))
    assert found.reason is Reason.MANDATE_UNSIGNED
    assert "1 signed" in found.what


def test_one_person_with_two_keys_is_one_person(provinces: Any) -> None:
    trust = provinces.left.trust
    kid = "450000/approver-002"
    trust[kid] = TrustedKey(trust[kid].key, "450000", "approver", "001")
    write_trust(provinces.left.path / "trust.json", trust)
    found = refusal(lambda: approve(provinces, provinces.signed(provinces.body())))
    assert found.reason is Reason.MANDATE_UNSIGNED


def test_two_persons_with_one_key_are_refused(provinces: Any) -> None:
    key = provinces.approvers["450000/approver-001"]
    twin = type(key)("450000/approver-002", key.algorithm, key.raw)
    provinces.approvers[twin.kid] = twin
    trust = provinces.left.trust
    trust[twin.kid] = TrustedKey(public_of(twin), "450000", "approver", "002")
    write_trust(provinces.left.path / "trust.json", trust)
    found = refusal(lambda: approve(provinces, provinces.signed(provinces.body())))
    assert "one key" in found.what


def test_a_signer_of_the_other_side_does_not_count_for_this_one(provinces: Any) -> None:
    body = provinces.body()
    body["left"]["approvers"] = ["450000/approver-001", "440000/approver-001"]
    signers = ["450000/approver-001", "440000/approver-001", "440000/approver-002"]
    found = refusal(lambda: approve(provinces, provinces.signed(body, by=signers)))
    assert found.reason is Reason.MANDATE_UNSIGNED


def test_a_stranger_cannot_sign(provinces: Any) -> None:
    stranger = new_private_key("999999/approver-001")
    found = refusal(lambda: sign_mandate(provinces.signed(provinces.body()), stranger))
    assert found.reason is Reason.MANDATE_UNSIGNED
    body = provinces.body()
    body["left"]["approvers"] = ["450000/approver-001", stranger.kid]
    text = provinces.signed(body, by=["450000/approver-001", "440000/approver-001", "440000/approver-002"])
    assert "no key" in refusal(lambda: approve(provinces, sign_mandate(text, stranger))).what


def test_a_machine_key_does_not_approve(provinces: Any) -> None:
    node = provinces.left.node_key
    body = provinces.body()
    body["left"]["approvers"] = ["450000/approver-001", node.kid]
    text = provinces.signed(body, by=["450000/approver-001", "440000/approver-001", "440000/approver-002"])
    assert refusal(lambda: approve(provinces, sign_mandate(text, node))).reason is Reason.MANDATE_UNSIGNED


@pytest.mark.parametrize(
    "path",
    [
        ("purpose",), ("legal_basis",), ("valid_until",), ("minimum_persons",), ("jobs", "most"),
        ("overlap", "most"), ("comparisons", 0, "left", "elements"),
        ("comparisons", 0, "right", "commitment"),
        ("comparisons", 0, "as_of"),
    ],
)  # fmt: skip
def test_nothing_can_be_changed_after_signing(provinces: Any, path: tuple[Any, ...]) -> None:
    data = json.loads(provinces.signed(provinces.body()))
    place = data["body"]
    for step in path[:-1]:
        place = place[step]
    changed = {"valid_until": "2027-12-31", "as_of": "2026-09-30", "commitment": "1" * 64}
    before = place[path[-1]]
    place[path[-1]] = changed.get(path[-1], before + 1 if isinstance(before, int) else "something else")
    assert refusal(lambda: approve(provinces, json.dumps(data))).reason is Reason.MANDATE_UNSIGNED


@pytest.mark.parametrize(
    ("now", "reason"),
    [
        (datetime(2026, 10, 31, 15, 59, tzinfo=UTC), Reason.NOT_YET_VALID),
        (datetime(2026, 10, 31, 16, 0, tzinfo=UTC), None),
        (datetime(2026, 12, 31, 15, 59, tzinfo=UTC), None),
        (datetime(2026, 12, 31, 16, 0, tzinfo=UTC), Reason.EXPIRED),
    ],
)
def test_its_days_begin_and_end_at_midnight_in_shanghai(
    provinces: Any, now: datetime, reason: Reason | None
) -> None:
    text = provinces.signed(provinces.body())
    if reason is None:
        approve(provinces, text, now=now)
    else:
        assert refusal(lambda: approve(provinces, text, now=now)).reason is reason


def test_no_mandate_may_allow_a_short_list(provinces: Any) -> None:
    text = provinces.signed(provinces.body(minimum_persons=999))
    assert refusal(lambda: approve(provinces, text)).reason is Reason.LIST_TOO_SHORT


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"format": "other"}, "format"),
        ({"extra": 1}, "extra"),
        ({"engines": ["psi"]}, "psi"),
        ({"valid_from": "2026-13-01"}, "2026-13-01"),
        ({"jobs": {"most": 0, "days": 1}}, "0"),
        ({"comparisons": []}, "comparisons"),
    ],
)
def test_a_mandate_that_the_schema_does_not_describe_is_refused(
    provinces: Any, change: dict[str, Any], said: str
) -> None:
    text = json.dumps({"body": provinces.body(**change), "signatures": []})
    found = refusal(lambda: parse_mandate(text))
    assert found.reason is Reason.MANDATE_UNREADABLE
    assert said in found.what


def test_one_kind_twice_or_one_agency_twice_is_refused(provinces: Any) -> None:
    twice = provinces.body()
    twice["comparisons"] = [twice["comparisons"][0], copy.deepcopy(twice["comparisons"][0])]
    same = provinces.body()
    same["right"]["agency"] = same["left"]["agency"]
    for body in (twice, same):
        found = refusal(lambda body=body: parse_mandate(json.dumps({"body": body, "signatures": []})))
        assert found.reason is Reason.MANDATE_UNREADABLE
    assert refusal(lambda: parse_mandate("{")).reason is Reason.MANDATE_UNREADABLE


def test_only_a_mandated_kind_runs_and_only_for_its_parties(provinces: Any) -> None:
    mandate = parse_mandate(provinces.signed(provinces.body()))
    assert mandate.comparison(None).kind == mandate.comparison("enrolment").kind == "enrolment"
    assert refusal(lambda: mandate.comparison("after-death")).reason is Reason.KIND_NOT_ALLOWED
    assert mandate.side_of("440000") == "right"
    assert refusal(lambda: mandate.side_of("110000")).reason is Reason.NOT_A_PARTY


def test_a_column_that_the_kind_needs_must_be_mandated(provinces: Any) -> None:
    body = provinces.body()
    body["comparisons"][0]["right"]["columns"].remove("start_month")
    mandate = parse_mandate(provinces.signed(body))
    found = refusal(lambda: check_scope(mandate=mandate, comparison=mandate.comparison(None)))
    assert found.reason is Reason.COLUMN_NOT_ALLOWED
    assert "start_month of the right side" in found.what


def test_the_folder_of_keys_is_closed_to_others(provinces: Any) -> None:
    home: KeyFolder = provinces.left
    assert home.path.stat().st_mode & 0o077 == 0
    assert (home.path / "node.key.json").stat().st_mode & 0o077 == 0


def test_a_trust_file_that_lists_one_key_twice_is_refused(provinces: Any) -> None:
    path = provinces.left.path / "trust.json"
    cards = json.loads(path.read_text())
    path.write_text(json.dumps([*cards, cards[0]]))
    with pytest.raises(ValueError, match="twice"):
        read_trust(path)
