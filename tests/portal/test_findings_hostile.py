"""The pages of findings cope with whatever a province's file says: a delivered round is never replaced."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from shebaotong.findings import api as findings
from shebaotong.kernel.api import Month
from shebaotong.portal.charts.clash import Stretch, clash
from support.accounts import Who
from support.doubt_pages import BATCH, page, signed_in
from support.doubts import FOSHAN, HEAD, WUZHOU, delivered, enrolled, event, finding, number, paid, rejected

pytestmark = pytest.mark.slow

HOSTILE = {
    "signs": "--5", "wide": "９" * 30, "sign": "-", "power": "1e5", "arabic": "٣٤", "endless": "5" * 5_000,
    "spaced": " 5", "minus zero": "-0", "turned": "\u202e5", "decimal": "5.5",
}  # fmt: skip
"""What a province's file may say where the base of contributions should stand: no finding rests on it."""


@pytest.mark.parametrize("base", HOSTILE.values(), ids=HOSTILE)
def test_a_base_that_is_no_amount_is_shown_as_it_came(who: Who, base: str) -> None:
    delivered(finding(right_rows=(enrolled(1, WUZHOU, end_month="", monthly_base_fen=base),)))
    shown = page(signed_in("zhou.foshan"), f"{BATCH}1-0001/").text
    whole = {" 5": "0.05", "-0": "0.00"}
    told = whole.get(base.strip() and base, base.replace("\u202e", "\ufffd"))
    assert (told if len(told) <= 20 else f"{told[:19]}…") in shown
    assert "5" * 21 not in shown


def test_what_a_file_says_neither_breaks_a_page_nor_runs_over_it(who: Who) -> None:
    """Marks that turn the writing, characters that no page shows, texts without end."""
    long = "龘" * 100_000
    rows = tuple(
        enrolled(1, WUZHOU, name=name, person_id=" " * 5_000 + number(1), end_month="9999-12")
        for name in ("杜\u202e华\u0007月\u2066", long, *(f"名{place}" for place in range(50)))
    )
    agency = "\u202e" + "4" * 63
    delivered(
        finding(left_rows=(enrolled(name=long),), right_rows=rows, right_agency=agency, explanation=agency),
        bad=[rejected(name=long, end_month=f"\u202e{long}", person_id="\u202e" + "x" * 100_000)],
    )
    client = signed_in("zhou.foshan")
    for address in (BATCH, f"{BATCH}1-0001/", f"{BATCH}rejected/"):
        shown = page(client, address)
        assert not set("\u202e\u2066\u0007") & set(shown.text), address
        assert long[:100] not in shown.text and "x" * 50 not in shown.text, address
        assert len(shown.text) < 20_000, address
    told = page(client, f"{BATCH}1-0001/")
    assert "杜�华�月�" in told.text and "名49" not in told.text and "等52种" in told.text


def test_a_source_of_events_is_bounded_too(who: Who) -> None:
    sides = findings.RunSide("广东", "payments", 5, 0), findings.RunSide("广西", "events", 2, 0)
    head = replace(HEAD, runs=(findings.Run("after-death-a", "after-death", *sides, findings=2),))
    sources = [f"\u202e法院{place}" + "长" * 1_000 for place in range(40)]
    told = tuple(event("death", "2026-04-12") | {"source": source} for source in sources)
    delivered(
        finding(
            kind="after-death", run="after-death-a", right_agency="", right_scheme="", left_fen=41_200,
            left_rows=(paid("2026-05"),), right_rows=told,
        ),
        head=head,
    )  # fmt: skip
    client = signed_in("zhou.foshan")
    for address in (BATCH, f"{BATCH}1-0001/"):
        shown = page(client, address).text
        assert "\ufffd法院0" in shown and "\u202e" not in shown and "长" * 100 not in shown
    assert "法院39" not in page(client, BATCH).text


def test_very_many_rows_of_one_person_are_not_all_written_out(who: Who) -> None:
    rows = tuple(paid("2026-01") for _ in range(3_000))
    delivered(
        finding(
            kind="benefit", run="benefit", left_scheme="employee_pension", right_scheme="resident_pension",
            left_fen=200_000, right_fen=61_800_000,
            left_rows=(paid("2026-01", 200_000, FOSHAN, "employee_pension"),), right_rows=rows,
        )
    )  # fmt: skip
    shown = page(signed_in("zhou.foshan"), f"{BATCH}1-0001/")
    assert "3000行；下面列出前200条" in shown.text
    assert len(shown.all("tr")) < 300


@pytest.mark.parametrize("months", [("0001-01", "0001-02"), ("0001-01", "2026-06"), ("9999-11", "9999-12")])
def test_months_at_the_end_of_the_calendar_are_drawn(who: Who, months: tuple[str, str]) -> None:
    first, last = months
    rows = [enrolled(1, agency, start_month=first, end_month=last) for agency in (FOSHAN, WUZHOU)]
    delivered(
        finding(first_month=first, last_month=last, left_rows=(rows[0],), right_rows=(rows[1],)),
        head=replace(HEAD, as_of=date(9999, 12, 31)),
    )
    assert f"{first} – {last}" in page(signed_in("zhou.foshan"), f"{BATCH}1-0001/").text


def test_what_lies_outside_the_picture_is_not_drawn_into_it() -> None:
    first = last = Month(2025, 7)
    drawn = clash([Stretch("之前", "", Month(1990, 1), Month(1991, 1)),
                   Stretch("之后", "", Month(2040, 1), Month(2041, 1))], first, last)  # fmt: skip
    assert [bar.width for bar in drawn.bars] == [0, 0]
    assert all(0 <= bar.x <= drawn.width for bar in drawn.bars)
    across = clash([], Month(1, 1), Month(2026, 6))
    gaps = [after.x - before.x for before, after in zip(across.ticks, across.ticks[1:], strict=False)]
    assert min(gaps) >= 60
