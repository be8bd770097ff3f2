"""The fold: equal sets give equal state in any order, and nobody gets what is not his."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shebaotong.kernel.api import (
    ClockEntry,
    Envelope,
    Flow,
    Key,
    Move,
    Reach,
    Receipt,
    Stage,
    Status,
    Stray,
    Ticking,
    causal_order,
    fold,
    fold_on,
    had_seen,
    starts_clock,
)
from support.examples import examples

FOSHAN, WUZHOU, STRANGER = "440600", "450400", "520200"
CASE = "4406000000000017"
T0 = datetime(2026, 11, 20, 1, 12, tzinfo=UTC)


def envelope(
    author: str, number: int, flow: Flow, heads: dict[str, int] | None = None, kind: str = "x.y"
) -> Envelope:
    return Envelope(
        case=CASE,
        type=kind,
        version=1,
        author=author,
        number=number,
        reach=Reach.SHARED,
        hand=f"hand-{author}-{number}",
        heads=heads or {},
        claimed_at=T0 + timedelta(minutes=number),
        flow=flow,
        body_digest="",
    )


OPEN = envelope(
    FOSHAN,
    1,
    Flow(Move.OPEN, step="check", item="x", item_version=1, starter=FOSHAN, owner=WUZHOU, turn=WUZHOU),
)


def seen_open(number: int = 1) -> dict[str, int]:
    return {FOSHAN: number}


def test_nothing_is_an_empty_case() -> None:
    assert not fold(CASE, []).opened


def test_opening_gives_the_turn_to_the_owner() -> None:
    state = fold(CASE, [OPEN])
    assert (state.step, state.turn, state.owner) == ("check", WUZHOU, WUZHOU)
    assert state.participants == (FOSHAN, WUZHOU)


def test_a_stranger_changes_nothing() -> None:
    forged = envelope(STRANGER, 1, Flow(Move.END, ending="closed"), seen_open())
    state = fold(CASE, [OPEN, forged])
    assert state.status is Status.OPEN
    assert state.strays == ((forged.key, Stray.NOT_ENTITLED),)


def test_only_the_owner_decides() -> None:
    forged = envelope(FOSHAN, 2, Flow(Move.DECIDE, verdict="granted", ending="completed"))
    state = fold(CASE, [OPEN, forged])
    assert state.decision is None and state.strays[0][1] is Stray.NOT_ENTITLED


def test_a_second_opening_is_a_stray() -> None:
    again = envelope(WUZHOU, 1, Flow(Move.OPEN, item="z", starter=WUZHOU, owner=WUZHOU), seen_open())
    assert fold(CASE, [OPEN, again]).item == "x"


def test_waiting_stops_the_clock_and_the_answer_starts_it_again() -> None:
    due = T0 + timedelta(days=5)
    runs = ClockEntry(Ticking.RUN, due_at=due, amber_at=due - timedelta(days=1))
    opened = envelope(
        FOSHAN,
        1,
        Flow(Move.OPEN, step="check", item="x", item_version=1, starter=FOSHAN, owner=FOSHAN, clock=runs),
    )
    stops = envelope(
        FOSHAN,
        2,
        Flow(Move.SUSPEND, wait="77", reason="assistance", clock=ClockEntry(Ticking.STOP, remaining_days=3)),
    )
    waiting = fold(CASE, [opened, stops])
    assert waiting.status is Status.WAITING and not waiting.clock.running
    assert waiting.clock.remaining_days == 3
    later = due + timedelta(days=4)
    resumed = envelope(FOSHAN, 3, Flow(Move.RESUME, wait="77", clock=ClockEntry(Ticking.RUN, due_at=later)))
    state = fold(CASE, [opened, stops, resumed])
    assert state.status is Status.OPEN and state.clock.due_at == later


def test_the_wrong_wait_resumes_nothing() -> None:
    stops = envelope(WUZHOU, 1, Flow(Move.SUSPEND, wait="77"), seen_open())
    resumed = envelope(WUZHOU, 2, Flow(Move.RESUME, wait="78"), seen_open())
    state = fold(CASE, [OPEN, stops, resumed])
    assert state.status is Status.WAITING and state.strays[0][1] is Stray.OUT_OF_TURN


def test_the_receivers_delivery_sets_the_clock() -> None:
    handed = envelope(
        FOSHAN,
        1,
        Flow(
            Move.OPEN,
            step="check",
            item="x",
            item_version=1,
            starter=FOSHAN,
            owner=WUZHOU,
            clock=ClockEntry(Ticking.ON_DELIVERY),
        ),
    )
    assert not fold(CASE, [handed]).clock.running
    due = T0 + timedelta(hours=8)
    receipt = Receipt(CASE, handed.key, WUZHOU, Stage.DELIVERED, T0, ClockEntry(Ticking.RUN, due_at=due))
    assert fold(CASE, [handed], [receipt]).clock.due_at == due
    foreign = Receipt(CASE, handed.key, STRANGER, Stage.DELIVERED, T0, ClockEntry(Ticking.RUN, due_at=T0))
    assert not fold(CASE, [handed], [foreign]).clock.running


def test_what_was_concurrent_with_a_decision_is_late_until_read() -> None:
    decision = envelope(WUZHOU, 1, Flow(Move.DECIDE, verdict="granted"), seen_open())
    note = envelope(FOSHAN, 2, Flow(Move.NOTE), {FOSHAN: 1})
    state = fold(CASE, [OPEN, decision, note])
    assert state.late == (note.key,)
    read = envelope(WUZHOU, 2, Flow(Move.ACKNOWLEDGE, target=(FOSHAN, 2)), {FOSHAN: 2})
    assert fold(CASE, [OPEN, decision, note, read]).late == ()
    aware = envelope(FOSHAN, 2, Flow(Move.NOTE), {FOSHAN: 1, WUZHOU: 1})
    assert fold(CASE, [OPEN, decision, aware]).late == ()


def test_a_void_decision_opens_the_case_again() -> None:
    decision = envelope(WUZHOU, 1, Flow(Move.DECIDE, verdict="granted", ending="completed"), seen_open())
    void = envelope(WUZHOU, 2, Flow(Move.INVALIDATE, target=(WUZHOU, 1), step="check"), seen_open())
    state = fold(CASE, [OPEN, decision, void])
    assert state.status is Status.OPEN and state.decision is None and state.step == "check"
    foreign = envelope(FOSHAN, 2, Flow(Move.INVALIDATE, target=(WUZHOU, 1)), {FOSHAN: 1, WUZHOU: 1})
    assert fold(CASE, [OPEN, decision, foreign]).status is Status.ENDED


def test_a_missing_ancestor_holds_its_followers_back() -> None:
    second = envelope(WUZHOU, 2, Flow(Move.ADVANCE, step="done"), {FOSHAN: 1, WUZHOU: 1})
    state = fold(CASE, [OPEN, second])
    assert state.pending == (second.key,) and state.step == "check"


@pytest.mark.parametrize("second", [Flow(Move.END, ending="closed"), Flow(Move.DECIDE, ending="refused")])
def test_an_ended_case_does_not_end_again(second: Flow) -> None:
    first = envelope(WUZHOU, 1, Flow(Move.END, ending="closed"), seen_open())
    again = envelope(WUZHOU, 2, second, seen_open())
    state = fold(CASE, [OPEN, first, again])
    assert state.ending == "closed" and state.strays == ((again.key, Stray.AFTER_END),)


@dataclass
class Network:
    """Three copies of a case that write at random and hear of each other at random."""

    seen: dict[str, dict[Key, Envelope]] = field(
        default_factory=lambda: {a: {} for a in (FOSHAN, WUZHOU, STRANGER)}
    )

    def write(self, agency: str, flow: Flow) -> None:
        mine = self.seen[agency]
        ordered, _ = causal_order(mine.values())
        heads: dict[str, int] = {}
        for each in ordered:
            heads[each.author] = max(heads.get(each.author, 0), each.number)
        number = max((e.number for e in mine.values() if e.author == agency), default=0) + 1
        made = envelope(agency, number, flow, heads)
        mine[made.key] = made

    def hear(self, agency: str, of: str) -> None:
        self.seen[agency].update(self.seen[of])


AGENCIES = st.sampled_from([FOSHAN, WUZHOU, STRANGER])
FLOWS = st.builds(
    Flow,
    move=st.sampled_from(list(Move)),
    step=st.sampled_from(["", "check", "review", "done"]),
    turn=st.sampled_from(["", FOSHAN, WUZHOU]),
    wait=st.sampled_from(["a", "b"]),
    ending=st.sampled_from(["", "completed", "withdrawn"]),
    verdict=st.sampled_from(["", "granted", "refused"]),
    item=st.just("x"),
    item_version=st.just(1),
    starter=st.sampled_from([FOSHAN, WUZHOU]),
    owner=st.sampled_from([FOSHAN, WUZHOU]),
    agency=AGENCIES,
    target=st.none() | st.tuples(AGENCIES, st.integers(1, 3)),
    from_steps=st.sampled_from([(), ("check",), ("review",)]),
)
SCRIPTS = st.lists(
    st.tuples(st.just("write"), AGENCIES, FLOWS) | st.tuples(st.just("hear"), AGENCIES, AGENCIES),
    max_size=25,
)


def run(script: list[tuple[str, str, Flow | str]]) -> list[Envelope]:
    network = Network()
    for _, agency, argument in script:
        if isinstance(argument, Flow):
            network.write(agency, argument)
        else:
            network.hear(agency, argument)
    union: dict[Key, Envelope] = {OPEN.key: OPEN}
    for copy in network.seen.values():
        union.update({key: e for key, e in copy.items() if key != OPEN.key})
    return list(union.values())


@settings(max_examples=examples(150), deadline=None)
@given(script=SCRIPTS, data=st.data())
def test_any_order_of_arrival_gives_the_same_state(script: list, data: st.DataObject) -> None:
    envelopes = run(script)
    shuffled = data.draw(st.permutations(envelopes))
    assert fold(CASE, shuffled) == fold(CASE, envelopes)


@settings(max_examples=examples(150), deadline=None)
@given(script=SCRIPTS)
def test_order_is_causal_and_whole(script: list) -> None:
    envelopes = run(script)
    ordered, pending = causal_order(envelopes)
    assert sorted(e.key for e in (*ordered, *pending)) == sorted(e.key for e in envelopes)
    place = {e.key: at for at, e in enumerate(ordered)}
    for earlier in ordered:
        for later in ordered:
            if earlier.key != later.key and had_seen(later, earlier.key):
                assert place[earlier.key] < place[later.key]


@settings(max_examples=examples(150), deadline=None)
@given(script=SCRIPTS)
def test_an_ended_case_keeps_its_end_until_it_is_opened_again(script: list) -> None:
    envelopes = {e.key: e for e in run(script)}
    state = fold(CASE, envelopes.values())
    before = fold(CASE, [])
    for at, _ in enumerate(state.applied):
        after = fold(CASE, [envelopes[key] for key in state.applied[: at + 1]])
        if before.status is Status.ENDED and after.status is Status.ENDED:
            assert (after.ending, after.decision) == (before.ending, before.decision)
        before = after
    assert (state.ending != "") <= (state.status is Status.ENDED)


@pytest.mark.parametrize(
    ("ended_in", "from_steps", "lawful"),
    [("done", (), True), ("done", ("done",), True), ("done", ("provisional",), False)],
)
def test_a_case_is_reopened_only_from_the_steps_that_the_document_names(
    ended_in: str, from_steps: tuple[str, ...], lawful: bool
) -> None:
    decided = Flow(Move.DECIDE, step=ended_in, verdict="granted", ending="completed")
    decision = envelope(WUZHOU, 1, decided, seen_open())
    heads = {FOSHAN: 1, WUZHOU: 1}
    again = envelope(WUZHOU, 2, Flow(Move.REOPEN, from_steps=from_steps, step="recheck"), heads)
    state = fold(CASE, [OPEN, decision, again])
    assert state.status is (Status.OPEN if lawful else Status.ENDED)
    assert (state.step, bool(state.strays)) == (("recheck", False) if lawful else (ended_in, True))


@settings(max_examples=examples(150), deadline=None)
@given(script=SCRIPTS, data=st.data())
def test_folding_on_gives_what_folding_anew_gives(script: list, data: st.DataObject) -> None:
    arrived = data.draw(st.permutations(run(script)))
    if data.draw(st.booleans()):
        ordered, pending = causal_order(arrived)
        arrived = [*ordered, *pending]
    state = fold(CASE, [])
    for at, each in enumerate(arrived):
        state = fold_on(state, arrived[:at], each, ())
        assert state == fold(CASE, arrived[: at + 1])


DELIVERY_FLOWS = st.builds(
    Flow,
    move=st.sampled_from([Move.ADVANCE, Move.NOTE, Move.DECIDE]),
    turn=st.sampled_from(["", FOSHAN, WUZHOU]),
    verdict=st.sampled_from(["", "granted"]),
    clock=st.sampled_from([None, ClockEntry(Ticking.ON_DELIVERY), ClockEntry(Ticking.RUN, due_at=T0)]),
)


@settings(max_examples=examples(150), deadline=None)
@given(flows=st.lists(DELIVERY_FLOWS, min_size=1, max_size=5), data=st.data())
def test_a_receipt_that_tells_no_time_changes_nothing(flows: list[Flow], data: st.DataObject) -> None:
    envelopes = [OPEN, *(envelope(WUZHOU, n, flow, seen_open()) for n, flow in enumerate(flows, 1))]
    receipts: list[Receipt] = []
    for each in data.draw(st.permutations(envelopes)):
        clock = data.draw(st.sampled_from([None, ClockEntry(Ticking.RUN, due_at=T0)]))
        stage = data.draw(st.sampled_from(list(Stage)))
        issuer = data.draw(st.sampled_from([FOSHAN, WUZHOU]))
        told = Receipt(CASE, each.key, issuer, stage, T0, clock)
        if not starts_clock(envelopes, told):
            assert fold(CASE, envelopes, [*receipts, told]) == fold(CASE, envelopes, receipts)
        receipts.append(told)
