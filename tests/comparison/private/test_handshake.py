"""Two machines prove who they are and agree; whoever cannot learns nothing and is told why."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from shebaotong.comparison.private.handshake import Session, shake_hands
from shebaotong.comparison.private.mandate import Mandate, parse_mandate
from shebaotong.comparison.private.refusal import Reason, Refused
from shebaotong.comparison.private.sealed import SealedChannel
from shebaotong.kernel.api import new_private_key

Together = Callable[..., tuple[Any, Any]]


@pytest.fixture
def mandate(provinces: Any) -> Mandate:
    return parse_mandate(provinces.signed(provinces.body()))


def shake(home: Any, line: Any, mandate: Mandate, **changes: Any) -> Session:
    given: dict[str, Any] = {
        "channel": line,
        "mandate": mandate,
        "comparison": mandate.comparison(None),
        "side": mandate.side_of(home.agency),
        "node_key": home.node_key,
        "trust": home.trust,
        "engines": ["rr22", "ecdh"],
    }
    return shake_hands(**(given | changes))


def test_both_sides_hold_one_session_and_nobody_else_its_keys(
    provinces: Any, lines: Any, together: Together, mandate: Mandate
) -> None:
    left, right = together(
        lambda: shake(provinces.left, lines[0], mandate), lambda: shake(provinces.right, lines[1], mandate)
    )
    assert left.id == right.id
    assert left.token_key == right.token_key
    assert left.engine == right.engine == "rr22"
    left.channel.send("a", b"text")
    assert right.channel.receive("a") == b"text"
    assert b"text" not in b"".join(lines[0].sent)
    assert left.channel.transcript() == right.channel.transcript()


def test_the_preferred_engine_that_both_can_run_is_taken(
    provinces: Any, lines: Any, together: Together, mandate: Mandate
) -> None:
    left, right = together(
        lambda: shake(provinces.left, lines[0], mandate, engines=["ecdh"]),
        lambda: shake(provinces.right, lines[1], mandate),
    )
    assert left.engine == right.engine == "ecdh"


def test_without_a_common_engine_nothing_runs(
    provinces: Any, lines: Any, together: Together, mandate: Mandate
) -> None:
    left, right = together(
        lambda: shake(provinces.left, lines[0], mandate, engines=["ecdh"]),
        lambda: shake(provinces.right, lines[1], mandate, engines=["rr22"]),
    )
    assert isinstance(left, Refused)
    assert left.reason is right.reason is Reason.ENGINE_MISSING
    assert "Here can run: ecdh; there: rr22" in left.what


def test_two_mandates_do_not_meet(provinces: Any, lines: Any, together: Together, mandate: Mandate) -> None:
    other = parse_mandate(provinces.signed(provinces.body(purpose="演示:另一目的")))
    left, right = together(
        lambda: shake(provinces.left, lines[0], mandate), lambda: shake(provinces.right, lines[1], other)
    )
    assert left.reason is right.reason is Reason.MANDATE_DIFFERS


def test_two_programs_on_one_side_do_not_meet(
    provinces: Any, lines: Any, together: Together, mandate: Mandate
) -> None:
    left, right = together(
        lambda: shake(provinces.left, lines[0], mandate), lambda: shake(provinces.left, lines[1], mandate)
    )
    assert left.reason is right.reason is Reason.NOT_A_PARTY


def test_a_partner_without_the_machine_key_is_refused_and_told(
    provinces: Any, lines: Any, together: Together, mandate: Mandate
) -> None:
    impostor = new_private_key(provinces.right.node_key.kid)
    left, right = together(
        lambda: shake(provinces.left, lines[0], mandate),
        lambda: shake(provinces.right, lines[1], mandate, node_key=impostor),
    )
    assert left.reason is Reason.PEER_UNPROVEN
    assert isinstance(right, Session)
    with pytest.raises(Refused) as caught:
        right.channel.receive("anything")
    assert caught.value.reason is Reason.PEER_REFUSED
    assert "peer-unproven" in caught.value.what


def test_an_approver_key_does_not_prove_a_machine(
    provinces: Any, lines: Any, together: Together, mandate: Mandate
) -> None:
    trust = provinces.left.trust
    kid = provinces.right.node_key.kid
    trust[kid] = replace(trust[kid], duty="approver")
    left, _ = together(
        lambda: shake(provinces.left, lines[0], mandate, trust=trust),
        lambda: shake(provinces.right, lines[1], mandate),
    )
    assert left.reason is Reason.PEER_UNPROVEN


def test_a_recorded_session_cannot_be_played_again(
    provinces: Any, lines: Any, together: Together, mandate: Mandate
) -> None:
    left, _ = together(
        lambda: shake(provinces.left, lines[0], mandate), lambda: shake(provinces.right, lines[1], mandate)
    )
    assert isinstance(left, Session)
    for message in list(lines[1].sent):
        lines[1].send(message)
    with pytest.raises(Refused) as caught:
        shake(provinces.left, lines[0], mandate)
    assert caught.value.reason is Reason.PROTOCOL_BROKEN


@pytest.mark.parametrize(
    "message",
    [
        b"", b"{", b"[]", b'{"greeting": 1}', b'{"greeting": {"version": 2}}', b'{"refused": {}}',
        b'{"greeting": {"version": 1, "side": "right"}}',
    ],
)  # fmt: skip
def test_a_first_message_that_is_no_greeting_is_refused(
    provinces: Any, lines: Any, mandate: Mandate, message: bytes
) -> None:
    lines[1].send(message)
    with pytest.raises(Refused) as caught:
        shake(provinces.left, lines[0], mandate)
    assert caught.value.reason in (Reason.PROTOCOL_BROKEN, Reason.MANDATE_DIFFERS)


@pytest.mark.parametrize("change", ["flip", "swap", "drop"])
def test_a_sealed_message_that_was_tampered_with_is_refused(lines: Any, change: str) -> None:
    left, right = (
        SealedChannel(line, side=side, left_key=b"l" * 32, right_key=b"r" * 32)
        for side, line in zip(("left", "right"), lines, strict=True)
    )
    left.send("a", b"1")
    left.send("a", b"2")
    first, second = lines[1].receive(), lines[1].receive()
    heard = {
        "flip": [first[:-1] + bytes([first[-1] ^ 1]), second],
        "swap": [second, first],
        "drop": [second],
    }[change]
    for message in heard:
        lines[0].send(message)
    with pytest.raises(Refused) as caught:
        right.receive("a")
    assert caught.value.reason is Reason.PROTOCOL_BROKEN
