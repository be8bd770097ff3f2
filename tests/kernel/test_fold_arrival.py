"""The fold while documents and receipts arrive: in any order, twice, in part; the end is one for all."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from kernel.test_fold import AGENCIES, CASE, FLOWS, OPEN, T0, run
from shebaotong.kernel.api import (
    CaseState,
    ClockEntry,
    Envelope,
    Flow,
    Key,
    Move,
    Receipt,
    Stage,
    Status,
    Ticking,
    causal_order,
    fold,
)
from support.examples import examples

MOMENTS = st.integers(0, 20).map(lambda days: T0 + timedelta(days=days))
CLOCKS = st.none() | st.builds(
    ClockEntry,
    ticking=st.sampled_from(list(Ticking)),
    due_at=MOMENTS,
    amber_at=MOMENTS,
    legal_due_at=st.none() | MOMENTS,
    remaining_days=st.none() | st.integers(0, 20),
    calendar=st.sampled_from(["", "CN.4"]),
    provisional=st.booleans(),
)
TIMED = st.tuples(FLOWS, CLOCKS).map(lambda both: _with_clock(*both))
SCRIPTS = st.lists(
    st.tuples(st.just("write"), AGENCIES, TIMED) | st.tuples(st.just("hear"), AGENCIES, AGENCIES), max_size=25
)


def _with_clock(flow: Flow, clock: ClockEntry | None) -> Flow:
    return Flow(**{**{name: getattr(flow, name) for name in Flow.__dataclass_fields__}, "clock": clock})


@st.composite
def stories(draw: st.DrawFn) -> tuple[list[Envelope], list[Receipt]]:
    """A case with what everybody wrote, and with some agencies' receipts about some of it."""
    envelopes = run(draw(SCRIPTS))
    receipts = []
    for envelope in envelopes:
        for issuer in ("440600", "450400", "520200"):
            if draw(st.booleans()):
                stage = draw(st.sampled_from([Stage.DELIVERED, Stage.OPENED]))
                receipts.append(Receipt(CASE, envelope.key, issuer, stage, draw(MOMENTS), draw(CLOCKS)))
    return envelopes, receipts


@settings(max_examples=examples(120))
@given(story=stories(), data=st.data())
def test_documents_and_receipts_in_any_order_and_twice_give_one_state(
    story: tuple[list[Envelope], list[Receipt]], data: st.DataObject
) -> None:
    envelopes, receipts = story
    state = fold(CASE, envelopes, receipts)
    again = data.draw(st.lists(st.sampled_from(envelopes), max_size=5))
    assert state == fold(
        CASE, data.draw(st.permutations([*envelopes, *again])), data.draw(st.permutations(receipts))
    )


@settings(max_examples=examples(120))
@given(story=stories(), data=st.data())
def test_what_waits_for_an_earlier_document_changes_nothing(
    story: tuple[list[Envelope], list[Receipt]], data: st.DataObject
) -> None:
    envelopes, receipts = story
    arrived = [envelope for envelope in envelopes if data.draw(st.booleans())]
    ordered, waiting = causal_order(arrived)
    state = fold(CASE, arrived, receipts)
    without = fold(CASE, ordered, receipts)
    assert {*state.pending} == {envelope.key for envelope in waiting}
    assert _shown(state) == _shown(without) and without.pending == ()


def _shown(state: CaseState) -> CaseState:
    return CaseState(
        **{name: getattr(state, name) for name in CaseState.__dataclass_fields__ if name != "pending"}
    )


@settings(max_examples=examples(120))
@given(story=stories())
def test_no_case_ends_twice_and_no_clock_runs_in_an_ended_one(
    story: tuple[list[Envelope], list[Receipt]],
) -> None:
    envelopes, receipts = story
    state = fold(CASE, envelopes, receipts)
    by_key = {envelope.key: envelope for envelope in envelopes}
    strays = {key for key, _ in state.strays}
    ended: Key | None = None
    for key in state.applied:
        flow = by_key[key].flow
        if key in strays:
            continue
        if flow.move in (Move.END, Move.DECIDE) and (flow.ending or flow.move is Move.END):
            assert ended is None, f"{key} ends what {ended} has ended"
            ended = key
        elif flow.move is Move.REOPEN:
            ended = None
        elif flow.move is Move.INVALIDATE and ended is not None:
            decided = by_key[ended].flow.move is Move.DECIDE
            if decided and flow.target == (ended.agency, ended.number):
                ended = None
    assert (state.status is Status.ENDED) == (ended is not None)
    assert not (state.status is Status.ENDED and state.clock.running)
    assert not state.opened or state.applied[0] == OPEN.key
