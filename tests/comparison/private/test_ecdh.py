"""The portable engine: what both sides learn, and what a partner who does not follow it gains."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shebaotong.comparison.private.ecdh import EcdhEngine
from shebaotong.comparison.private.handshake import Session
from shebaotong.comparison.private.refusal import Reason, Refused
from shebaotong.comparison.private.sealed import SealedChannel
from support.examples import examples

Together = Callable[..., tuple[Any, Any]]


def silent(step: str, done: int, total: int) -> None:
    """Nobody watches."""


@pytest.fixture
def sessions(lines: Any) -> tuple[Session, Session]:
    left, right, token = os.urandom(32), os.urandom(32), os.urandom(32)
    made = []
    for side, line in zip(("left", "right"), lines, strict=True):
        channel = SealedChannel(line, side=side, left_key=left, right_key=right)
        made.append(Session("ab" * 32, side, channel, "ecdh", "cd" * 32, token))
    return made[0], made[1]


def meet(session: Session, keys: list[bytes], mine: int, theirs: int) -> Any:
    return EcdhEngine(workers=1).meet(keys, session=session, mine=mine, theirs=theirs, progress=silent)


def revealed(session: Session, keys: list[bytes], mine: int, theirs: int) -> tuple[int, list[bytes]]:
    meeting = meet(session, keys, mine, theirs)
    return meeting.overlap, [keys[index] for index in meeting.reveal()]


keys = st.lists(st.integers(0, 40).map(lambda n: b"%d" % n), unique=True, max_size=25)


@settings(
    max_examples=examples(40), suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(left=keys, right=keys, spare=st.tuples(st.integers(0, 5), st.integers(0, 5)))
def test_both_learn_the_same_people_in_the_same_order(
    sessions: tuple[Session, Session],
    together: Together,
    left: list[bytes],
    right: list[bytes],
    spare: tuple[int, int],
) -> None:
    mine, theirs = len(left) + spare[0], len(right) + spare[1]
    here, there = together(
        lambda: revealed(sessions[0], left, mine, theirs), lambda: revealed(sessions[1], right, theirs, mine)
    )
    assert here == there
    assert here[0] == len(set(left) & set(right))
    assert set(here[1]) == set(left) & set(right)


def test_a_list_of_another_length_than_agreed_is_refused(
    sessions: tuple[Session, Session], together: Together
) -> None:
    here, _ = together(
        lambda: meet(sessions[0], [b"a", b"b"], 2, 2),
        lambda: sessions[1].channel.swap("masked", os.urandom(32 * 3), expect=64),
    )
    assert isinstance(here, Refused)
    assert here.reason is Reason.SIZE_DIFFERS


@pytest.mark.parametrize("sent", [bytes(32) + b"\x01" * 32, b"\x02" * 64, b"\x09" + bytes(63)])
def test_a_list_that_is_no_sorted_set_of_points_is_refused(
    sessions: tuple[Session, Session], together: Together, sent: bytes
) -> None:
    here, _ = together(
        lambda: meet(sessions[0], [b"a", b"b"], 2, 2),
        lambda: sessions[1].channel.swap("masked", sent, expect=64),
    )
    assert isinstance(here, Refused)
    assert here.reason is Reason.PROTOCOL_BROKEN


def test_an_answer_that_echoes_ours_does_not_make_everybody_common(
    sessions: tuple[Session, Session], together: Together
) -> None:
    def echo() -> None:
        channel = sessions[1].channel
        channel.send("masked", channel.receive("masked"))
        channel.send("answer-digest", channel.receive("answer-digest"))
        channel.send("answer", channel.receive("answer"))

    here, _ = together(lambda: meet(sessions[0], [b"a", b"b"], 2, 2), echo)
    assert isinstance(here, Refused)
    assert "fixed before" in here.what


def test_places_that_the_list_does_not_have_are_refused(
    sessions: tuple[Session, Session], together: Together
) -> None:
    def lie() -> None:
        meeting = meet(sessions[1], [b"a"], 2, 2)
        assert meeting.overlap == 1
        sessions[1].channel.swap("places", (9).to_bytes(4, "little"), expect=4)

    here, there = together(lambda: meet(sessions[0], [b"a"], 2, 2).reveal(), lie)
    assert there is None
    assert isinstance(here, Refused)
    assert here.reason is Reason.PROTOCOL_BROKEN


@pytest.mark.slow
def test_several_processes_find_what_one_finds(sessions: tuple[Session, Session], together: Together) -> None:
    left, right = [b"%d" % n for n in range(300)], [b"%d" % n for n in range(200, 600)]

    def two(session: Session, own: list[bytes], mine: int, theirs: int) -> set[bytes]:
        engine = EcdhEngine(workers=2)
        meeting = engine.meet(own, session=session, mine=mine, theirs=theirs, progress=silent)
        return {own[index] for index in meeting.reveal()}

    here, there = together(
        lambda: two(sessions[0], left, 320, 416), lambda: two(sessions[1], right, 416, 320)
    )
    assert here == there == set(left) & set(right)
