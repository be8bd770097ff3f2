"""Every list of cases is answered by an index, under the policies, as the program's role.

The tables hold a few thousand made-up cases of 22 agencies with statistics of them, so that PostgreSQL
has a choice; nothing is switched off for it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import psycopg
import pytest
from django.db import connection, transaction
from django.utils import timezone

from cases.conftest import SHENZHEN, staff
from shebaotong.accounts.api import person_token
from shebaotong.cases import api as cases
from shebaotong.cases import counting
from shebaotong.cases.basis import read_basis
from shebaotong.cases.models import Awaited, Claim
from shebaotong.exchange import api as exchange
from shebaotong.kernel.api import Actor, Lamp, Role, Text
from shebaotong.lab.bench.case_models import models
from shebaotong.lab.bench.made_cases import NAMESAKE, Made, fill
from shebaotong.network import api as network
from shebaotong.registry.api import pinyin_key
from shebaotong.store.api import Server, agency_context, copy_rows
from support.plans import counted_reads, explained, indexes, refuse_whole_reads

pytestmark = [pytest.mark.db, pytest.mark.slow]

CLERK = staff(SHENZHEN, "何志文", Role.CLERK)
PARCELS = 6_000
COPIES = ("cases_case", "cases_document", "cases_body", "cases_receipt", "cases_idempotency")


@dataclass(frozen=True)
class Filled:
    now: datetime
    made: tuple[Made, ...]

    def one(self, bucket: str) -> Made:
        """One whose name is not so common that he is not among the newest."""
        found = (made for made in self.made if made.agency == SHENZHEN and made.bucket == bucket)
        return next(made for made in found if made.name != NAMESAKE)


@pytest.fixture(scope="module")
def filled(shared_database: Server) -> Filled:
    now = timezone.now()
    network.load_seed(now=now)
    made = fill(count=12_000, whole=400, models=models(now=now), now=now, progress=lambda done: None)
    for agency in (SHENZHEN, "440600"):
        with agency_context(agency=agency):
            _parcels(agency, now)
            network.register_holdings(agency=agency, numbers=(f"{agency}{n:012d}" for n in range(2_000)))
            _lookups(agency, now)
            _awaited(agency, now)
    with psycopg.connect(shared_database.conninfo(role="owner"), autocommit=True) as session:
        session.execute("ANALYZE")
    return Filled(now, made)


def _awaited(agency: str, now: datetime) -> None:
    """Provisional decisions of years: most are settled, thousands wait for two figures, one of them out."""
    Awaited.objects.bulk_create(
        Awaited(
            agency=agency,
            case_number=f"{agency}{at:010d}",
            item="retirement_claim",
            parameter="pension.calculation_base",
            region=("51", "44")[at % 2],
            on=date(2025, 12, 1),
            document="recheck_due",
            since=now,
            stage="waiting" if at % 3 == 0 else "settled",
        )
        for at in range(12_000)
    )


def _parcels(agency: str, now: datetime) -> None:
    """Outbox and inbox after years of work: nearly all is done, a few parcels are due, some are dead."""
    for table, partner, done in (
        ("exchange_outbox", "receiver", "relayed_at"),
        ("exchange_inbox", "sender", "done_at"),
    ):
        columns = ("agency", partner, "case_number", "kind", "reference", "parcel", "next_try_at", done,
                   "dead_at", "attempts")  # fmt: skip
        rows = [
            (agency, "450400", f"{n:016d}", "document", f"d/x/{n}", "{}", now,
             None if n % 100 in (0, 1) else now, now if n % 100 == 1 else None, int(n % 100 == 1))
            for n in range(PARCELS)
        ]  # fmt: skip
        copy_rows(table=table, columns=columns, rows=rows)


def _lookups(agency: str, now: datetime) -> None:
    columns = ("agency", "number_token", "case_number", "purpose_zh", "purpose_en", "asked_at", "signature",
               "found", "logged_at")  # fmt: skip
    rows = [
        (agency, f"token{n}", f"{n:016d}", "x", "x", now, "x", 1, now - timedelta(hours=n))
        for n in range(3_000)
    ]
    copy_rows(table="network_locatorlookup", columns=columns, rows=rows)


INBOXES = [
    (bucket, lamp)
    for bucket in cases.BUCKETS
    for lamp in (None, *([Lamp.RED, Lamp.AMBER, Lamp.GREEN] if bucket != "ended" else []))
]


@pytest.mark.parametrize(("bucket", "lamp"), INBOXES)
def test_every_inbox_and_its_next_page(filled: Filled, bucket: str, lamp: Lamp | None) -> None:
    def page(after: tuple[str, str] | None = None) -> cases.Page:
        return cases.inbox(agency=SHENZHEN, bucket=bucket, after=after, size=5, lamp=lamp, now=filled.now)

    with explained() as plans:
        first = page()
        if first.next is not None:
            page(first.next)
    assert first.rows or bucket == "supplement", "what waits for the person has no clock"
    refuse_whole_reads(plans, "cases_case", "cases_claim")
    assert indexes(plans) & {"cases_case_inbox", "cases_case_amber"}, plans


def test_the_first_page_is_read_in_order_and_ends_early(filled: Filled) -> None:
    """What is not shown is not read: only the first rows of each duty are sorted, against each other."""
    for bucket in cases.BUCKETS:
        with explained() as plans:
            cases.inbox(agency=SHENZHEN, bucket=bucket, size=20)
        (plan,) = [plan for plan in plans if "cases_case" in plan.tables]
        sorts = [node for node in plan.nodes if node["Node Type"] == "Sort"]
        duties = len(Role) + 1 if bucket == "act" else 0
        assert all(node["Plan Rows"] <= 21 * duties for node in sorts), plan


def test_the_next_case_is_taken_from_the_first_of_each_duty(filled: Filled) -> None:
    with explained() as plans:
        assert cases.claim_next(actor=CLERK, now=filled.now)
    refuse_whole_reads(plans, "cases_case", "cases_claim")
    assert "cases_case_inbox" in indexes(plans), plans


def test_the_numbers_on_the_tabs(filled: Filled) -> None:
    with explained() as plans:
        found = cases.counts(agency=SHENZHEN, now=filled.now)
    assert found.act and found.wait and found.supplement and found.red and found.amber and found.green
    refuse_whole_reads(plans, "cases_case")
    (plan,) = [plan for plan in plans if "cases_case" in plan.tables]
    kinds = {node["Node Type"] for node in plan.nodes if "cases_case" in str(node.get("Relation Name"))}
    assert kinds <= {"Index Only Scan", "Index Scan", "Bitmap Heap Scan"}, plan


def test_a_number_beside_a_lamp_is_that_of_its_list(filled: Filled) -> None:
    found = cases.counts(agency=SHENZHEN, now=filled.now)
    for lamp in (Lamp.RED, Lamp.AMBER, Lamp.GREEN):
        rows = cases.inbox(agency=SHENZHEN, bucket="act", size=10_000, lamp=lamp, now=filled.now).rows
        assert getattr(found, lamp.value) == cases.Count(len(rows))


def test_counting_stops_and_says_that_it_did(filled: Filled, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = cases.counts(agency=SHENZHEN, now=filled.now)
    most = whole.amber.number + whole.red.number
    monkeypatch.setattr(counting, "MOST_COUNTED", most)
    found = cases.counts(agency=SHENZHEN, now=filled.now)
    assert str(found.act) == str(found.everybody) == f"{most}+"
    assert (found.red, found.amber) == (whole.red, whole.amber), "these few are counted whole"
    assert str(found.green) == f"{most - whole.amber.number}+", "at least so many"
    monkeypatch.setattr(counting, "MOST_COUNTED", 1)
    assert str(cases.counts(agency=SHENZHEN, now=filled.now).amber) == "…", "not none: nobody knows"


@pytest.mark.parametrize("by", ["number", "name", "pinyin", "last four", "whole number"])
def test_every_search(filled: Filled, by: str) -> None:
    made = filled.one("act")
    text = {
        "number": made.number,
        "name": made.name,
        "pinyin": pinyin_key(made.name),
        "last four": made.identifier[-4:],
        "whole number": made.identifier,
    }[by]
    token = person_token(number=made.identifier) if by == "whole number" else ""
    with explained() as plans:
        found = cases.search(agency=SHENZHEN, text=text, number_token=token)
    assert made.number in [row.number for row in found]
    refuse_whole_reads(plans, "cases_case", *([] if by == "number" else ["cases_token"]))
    assert "cases_case_key" in indexes(plans), plans
    assert by == "number" or "cases_token_newest" in indexes(plans), plans


def test_the_cases_of_a_person_and_the_open_one_of_an_item(filled: Filled) -> None:
    made = filled.one("act")
    token = person_token(number=made.identifier)
    with explained() as plans:
        found = cases.of_person(agency=SHENZHEN, token=token)
    assert [row.number for row in found] == [made.number]
    refuse_whole_reads(plans, "cases_case")
    assert indexes(plans) >= {"cases_case_person"}, plans
    with agency_context(agency=SHENZHEN), counted_reads(*COPIES) as whole:
        basis = read_basis(agency=SHENZHEN, persons=[token])
    assert list(basis.open_cases.values()) == [made.number]
    assert set(whole.values()) == {0}, whole


def test_taking_the_next_case_passes_over_what_others_hold(filled: Filled) -> None:
    with explained() as plans:
        taken = cases.claim_next(actor=CLERK, now=filled.now)
    rows = cases.inbox(agency=SHENZHEN, bucket="act", size=50, now=filled.now).rows
    held = cases.claimed_by(agency=SHENZHEN, numbers=[row.number for row in rows])
    free = [row.number for row in rows if held.get(row.number) in (None, CLERK.display_name)]
    assert taken == free[0], "the most urgent that nobody holds"
    refuse_whole_reads(plans, "cases_case", "cases_claim")
    assert {"cases_case_inbox", "cases_claim_key"} <= indexes(plans), plans


def test_a_queue_is_handed_over(filled: Filled) -> None:
    other = Actor(SHENZHEN, "hand-new", frozenset({Role.CLERK}), "新", "nobody")
    with agency_context(agency=SHENZHEN):
        busy = Claim.objects.order_by("hand").values_list("hand", flat=True)[0]
    with explained() as plans:
        assert cases.hand_over(agency=SHENZHEN, from_hand=busy, to=other, now=filled.now)
    refuse_whole_reads(plans, "cases_claim", "cases_case")


def test_escalation_reads_what_is_lit(filled: Filled) -> None:
    with explained() as plans:
        assert cases.escalate(agency=SHENZHEN, now=filled.now)
    refuse_whole_reads(plans, "cases_case")
    assert "cases_case_amber" in indexes(plans), plans
    assert cases.escalate(agency=SHENZHEN, now=filled.now) == 0


def test_what_was_raised_is_listed_from_the_newest(filled: Filled) -> None:
    with agency_context(agency=SHENZHEN):
        copy_rows(
            table="cases_escalation",
            columns=("agency", "case_number", "level", "due_at", "raised_at", "seen_at"),
            rows=[
                (SHENZHEN, f"{n:016d}", ("amber", "red")[n % 2], filled.now, filled.now - timedelta(hours=n),
                 filled.now if n < 3_000 or n % 100 else None)
                for n in range(4_000)
            ],
        )  # fmt: skip
    roles = frozenset({Role.LIAISON, Role.SUPERVISOR})
    with explained() as plans:
        first = cases.raised(agency=SHENZHEN, roles=roles, size=20)
        second = cases.raised(agency=SHENZHEN, roles=roles, size=20, after=first.next)
        number = cases.unseen(agency=SHENZHEN, roles=roles)
    unseen = [*range(3_000, 4_000, 100)]
    assert number == cases.Count(len(unseen))
    assert [int(each.case_number) for each in first.rows] == [*unseen, *range(20 - len(unseen))]
    assert [int(each.case_number) for each in second.rows] == [*range(20 - len(unseen), 40 - len(unseen))]
    refuse_whole_reads(plans, "cases_escalation", "cases_case")
    assert {"cases_escalation_unseen", "cases_escalation_seen"} <= indexes(plans), plans


@pytest.mark.parametrize(
    ("name", "ask"),
    [
        ("figures", lambda now: cases.publish(agency=SHENZHEN, now=now)),
        ("provisional due dates", lambda now: cases.settle_due_dates(agency=SHENZHEN, now=now)),
    ],
)
def test_what_runs_on_a_clock(filled: Filled, name: str, ask: Callable[[datetime], object]) -> None:
    with explained() as plans:
        ask(filled.now)
    refuse_whole_reads(plans, "cases_case")
    assert indexes(plans) & {"cases_case_inbox", "cases_case_amber"}, plans


def test_a_case_is_read_by_its_key(filled: Filled) -> None:
    """A function reads it: no plan shows, but what it reads whole is counted."""
    made = filled.one("ended")
    with counted_reads(*COPIES) as whole:
        reading = cases.read(number=made.number, actor=CLERK)
    assert reading.copy.documents
    assert set(whole.values()) == {0}, whole


def test_outbox_and_inbox_are_drained_by_what_is_due(filled: Filled) -> None:
    """Functions drain them: no plan shows, but what they read whole is counted."""
    with transaction.atomic(), counted_reads("exchange_outbox", "exchange_inbox") as whole:
        due = exchange.relay(agency=SHENZHEN, transport=_Nowhere(), now=filled.now)
        exchange.work_in(agency=SHENZHEN, handler=lambda came: [None] * len(came), now=filled.now, limit=5)
    assert len(due) == PARCELS // 100
    assert set(whole.values()) == {0}, whole


@pytest.mark.parametrize("box", exchange.Box)
def test_held_parcels_are_listed_from_the_newest(filled: Filled, box: exchange.Box) -> None:
    with explained() as plans:
        first = exchange.held(agency=SHENZHEN, box=box, size=20)
        second = exchange.held(agency=SHENZHEN, box=box, size=20, after=first.next)
    assert len(first.rows) == len(second.rows) == 20 and first.rows[-1].id > second.rows[0].id
    refuse_whole_reads(plans, f"exchange_{box}")
    assert f"exchange_{box}_held" in indexes(plans), plans


class _Nowhere:
    def carry(
        self, parcels: Sequence[exchange.Parcel], *, now: datetime
    ) -> Mapping[exchange.Parcel, exchange.CarryFailure]:
        return {}


def test_the_locator_finds_by_its_key(filled: Filled) -> None:
    """Its functions run as another role: no plan shows, but what they read whole is counted."""
    made = filled.one("act")
    asked = {"case_number": made.number, "purpose": Text("测试", "test"), "now": filled.now}
    tables = ("network_locatorentry", "network_locatorlookup")
    with agency_context(agency=SHENZHEN), counted_reads(*tables) as whole:
        found = network.locate(asking_agency=SHENZHEN, number=f"{SHENZHEN}{77:012d}", **asked)
        network.lookups_of(number_token="not one")
    assert found == (SHENZHEN,)
    assert set(whole.values()) == {0}, whole


def test_a_table_that_is_read_whole_is_seen(filled: Filled) -> None:
    with agency_context(agency=SHENZHEN), connection.cursor() as cursor:
        for way in ("indexscan", "indexonlyscan", "bitmapscan"):
            cursor.execute(f"SET LOCAL enable_{way} = off")
        with explained() as plans, counted_reads("cases_case") as whole:
            cases.inbox(agency=SHENZHEN, bucket="ended")
    with pytest.raises(AssertionError, match="Seq Scan cases_case"):
        refuse_whole_reads(plans, "cases_case")
    assert whole["cases_case"] == 1


@pytest.mark.parametrize("stage", list(cases.AwaitedStage))
def test_what_waits_for_a_figure_is_read_by_the_page(filled: Filled, stage: cases.AwaitedStage) -> None:
    """Neither which figures are wanted nor a page of the list reads all that wait."""
    with explained() as plans:
        first = cases.awaiting(agency=SHENZHEN, stage=stage, size=20)
        cases.awaiting(agency=SHENZHEN, stage=stage, after=first.next, size=20)
    assert len(first.rows) == 20
    refuse_whole_reads(plans, "cases_awaited")
    assert "cases_awaited_figure" in indexes(plans)
    nodes = [node for plan in plans for node in plan.nodes]
    assert not [node for node in nodes if node["Node Type"] == "Sort" and node["Plan Rows"] > 100]
