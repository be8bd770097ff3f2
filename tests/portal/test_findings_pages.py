"""The pages of the comparison: who may see them, what they show and hide, and addresses that mean nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from stdnum.iso7064 import mod_11_2

from shebaotong.accounts.api import person_token
from shebaotong.comparison import output, wording
from shebaotong.findings import api as findings
from shebaotong.kernel.api import Month
from shebaotong.portal.charts.clash import Stretch, clash
from shebaotong.portal.views.desk import finding_words
from support.accounts import Who
from support.doubt_pages import BATCH, page, signed_in
from support.doubts import (
    FOSHAN,
    HEAD,
    WUZHOU,
    delivered,
    enrolled,
    event,
    finding,
    number,
    paid,
    rejected,
)

pytestmark = pytest.mark.slow


@pytest.fixture
def seen(who: Who) -> Client:
    """Foshan's supervisor, who has two doubts and a rejected row."""
    doubtful = finding(
        2,
        confidence=85,
        clause_verified=False,
        signs=("号码仅差一两个字符，姓名和出生日期相同", "两地登记的姓名不一致"),
        right_rows=(enrolled(2, WUZHOU, person_id=number(2)[:16] + "9" + number(2)[17:], name="杜月花"),),
    )
    for agency in (FOSHAN, WUZHOU):
        delivered(finding(), doubtful, agency=agency, bad=[rejected(agency)])
    return signed_in("zhou.foshan")


@pytest.mark.row(
    "Y6",
    "two provinces' files meet under a mandate that both signed, and their purpose stands on what came of it",
)
def test_the_list_says_what_was_compared_and_masks_everybody(seen: Client) -> None:
    shown = page(seen, BATCH)
    for words in ("2026年上半年粤桂数据比对", "核查重复参保", "1,800行", "1,789行", "12条", "2条", "演示"):
        assert words in shown.text, words
    assert "没有人核实之前，不停发、不清理、不扣款" in shown.text
    assert "杜*华" in shown.text and "杜月华" not in shown.text
    assert number(1) not in shown.text and f"{number(1)[:4]}**********{number(1)[-4:]}" in shown.text
    assert "人员确定" in shown.text and "人员待核（85分）" in shown.text
    assert [link["href"] for link in shown.all("a") if "1-000" in link["href"]] == [
        f"{BATCH}1-0001/",
        f"{BATCH}1-0002/",
    ]


def test_the_board_counts_the_newest_round_and_leads_to_it(seen: Client) -> None:
    delivered(
        finding(9, kind="benefit", run="benefit"), head=replace(HEAD, key="2025H2", as_of=date(2025, 12, 31))
    )
    shown = page(seen, "/desk/board/")
    assert "2026年上半年粤桂数据比对" in shown.text and "两地重复参保211" in shown.text.replace(" ", "")
    assert f"{BATCH}?kind=enrolment" in [link["href"] for link in shown.all("a")]
    assert "1-0001" not in shown.text and "杜" not in shown.text
    assert "数据比对 2026年" not in page(signed_in("zhou.liupanshui"), "/desk/board/").text


def test_a_finding_shows_both_sides_and_why_it_is_one_person(seen: Client) -> None:
    shown = page(seen, f"{BATCH}1-0002/?kind=enrolment&certain=0")
    for words in (
        "佛山", "梧州", "职工基本养老保险", "2024-01 – 2025-12", "2025-07 – 2025-12 · 6个月", "5,000.00",
        "杜月华", "杜月花", "第17位不同", "两地登记的姓名不一致", "依据未核实", "enrolment.duplicate@1",
        "核实之前，不得据此停发、清理或扣款", "之前没有人打开过",
    ):  # fmt: skip
        assert words in shown.text, words
    assert number(2) not in shown.text
    back = [link["href"] for link in shown.all("a") if link["href"].startswith(f"{BATCH}?")]
    assert back == [f"{BATCH}?kind=enrolment&certain=0"]
    assert "周示例" in page(seen, f"{BATCH}1-0002/").text.partition("谁看过")[2]


def test_payments_are_drawn_together_and_gaps_stay(who: Who) -> None:
    left = tuple(paid(f"2026-0{month}", 200_000, FOSHAN, "employee_pension") for month in range(1, 7))
    right = (paid("2026-01"), paid("2026-02"), paid("2026-03", 21_000), paid("2026-06", 21_000))
    delivered(
        finding(
            kind="benefit", run="benefit", left_scheme="employee_pension", right_scheme="resident_pension",
            left_fen=1_200_000, right_fen=83_200, left_rows=left, right_rows=right,
        )
    )  # fmt: skip
    shown = page(signed_in("zhou.foshan"), f"{BATCH}1-0001/")
    for words in ("12,000.00元", "832.00元", "2026-01 – 2026-06", "6个月", "2026-01 – 2026-02", "412.00"):
        assert words in shown.text, words
    lanes = [rect for rect in shown.all("rect") if "sankey-node" in rect.get("class", "")]
    assert len(lanes) == 3, "three months on end are one stretch, the fourth stands apart"


def test_an_event_has_no_agency_but_a_source(who: Who) -> None:
    sides = findings.RunSide("广东", "payments", 5, 0), findings.RunSide("广西", "events", 2, 0)
    head = replace(HEAD, runs=(findings.Run("after-death-a", "after-death", *sides, findings=2),))
    delivered(
        finding(
            kind="after-death", run="after-death-a", right_agency="", right_scheme="", left_fen=41_200,
            left_rows=(paid("2026-05"), paid("2026-06")), right_rows=(event("death", "2026-04-12"),),
        ),
        finding(
            2, kind="in-prison", run="after-death-a", right_agency="", right_scheme="", left_fen=41_200,
            left_rows=(paid("2026-05"), paid("2026-06")),
            right_rows=(event("imprisoned", "2025-04-12"), event("released", "2026-06-30")),
        ),
        head=head,
    )  # fmt: skip
    client = signed_in("zhou.foshan")
    listed = page(client, BATCH).text
    assert "广西民政" in listed and "死亡后继续发放" in listed
    assert "死亡 2026-04-12" in page(client, f"{BATCH}1-0001/").text
    assert "2025-04-12 – 2026-06-30" in page(client, f"{BATCH}1-0002/").text


def test_rejected_rows_say_what_is_wrong_and_where(seen: Client) -> None:
    shown = page(seen, f"{BATCH}rejected/")
    assert "终止月份早于起始月份" in shown.text and "终止月份" in shown.text and "2023-01" in shown.text
    assert number(1) not in shown.text
    assert "本机构有1行没能比对" in page(seen, BATCH).text


@pytest.mark.row("Y8", "an agency sees the doubts of which it is a side, and no stranger sees any")
def test_only_supervisors_and_liaison_officers_of_the_two_sides(seen: Client) -> None:
    addresses = ("/desk/findings/", BATCH, f"{BATCH}1-0001/", f"{BATCH}rejected/")
    for address in addresses:
        assert Client().get(address).status_code == 302
        assert signed_in("he.foshan").get(address).status_code == 403
        assert seen.post(address).status_code == 405
    assert signed_in("wu.wuzhou").get(BATCH).status_code == 200
    stranger = signed_in("zhou.liupanshui")
    assert [stranger.get(address).status_code for address in addresses] == [200, 404, 404, 404]
    assert "还没有比对批次" in page(stranger, "/desk/findings/").text
    other = signed_in("zhou.zhongshan")
    assert other.get(f"{BATCH}1-0001/").status_code == 404, "same province, another city's doubt"
    assert "数据比对" in page(seen, "/desk/").text
    assert "数据比对" not in page(signed_in("he.foshan"), "/desk/").text


@pytest.mark.parametrize(
    "query",
    [
        "kind=nothing", "certain=2", "after=x", "after=-1", "before=0", "before=99999999999999999999",
        "after=999999999999999999", "before=999999999999999999",
        "after=999999999", "kind=enrolment%27--", "after=%00", "after=１２", "certain=1&before=2&after=1",
    ],
)  # fmt: skip
def test_parameters_that_mean_nothing_break_nothing(seen: Client, query: str) -> None:
    for address in (BATCH, f"{BATCH}rejected/", f"{BATCH}1-0001/"):
        page(seen, f"{address}?{query}")


@pytest.mark.parametrize(
    "address",
    ["/desk/findings/2025H1/", f"{BATCH}9-9999/", "/desk/findings/2025H1/rejected/", f"{BATCH}x%27/"],
)
def test_what_is_not_there_is_not_found(seen: Client, address: str) -> None:
    assert seen.get(address).status_code == 404


def test_filters_and_pages_lead_where_they_say(who: Who) -> None:
    kinds = ("enrolment", "benefit")
    delivered(*(finding(place, kind=kinds[place % 2], run=kinds[place % 2]) for place in range(1, 51)))
    client = signed_in("zhou.foshan")
    first = page(client, f"{BATCH}?kind=benefit&certain=1")
    (onward,) = [link["href"] for link in first.all("a") if "after=" in link["href"]]
    assert onward == f"{BATCH}?kind=benefit&certain=1&after=39"
    second = page(client, onward)
    assert "1-0041" in second.text and "1-0049" in second.text and "1-0042" not in second.text
    (back,) = [link["href"] for link in second.all("a") if "before=" in link["href"]]
    assert "1-0001" in page(client, back).text and "1-0039" in page(client, back).text


def test_nobody_finds_himself(who: Who) -> None:
    stem = "44060019000101004"
    own = stem + mod_11_2.calc_check_digit(stem)
    assert who("zhou.foshan").person_token == person_token(number=own)
    delivered(finding(), finding(2, person_id=own))
    client = signed_in("zhou.foshan")
    shown = page(client, BATCH).text
    assert "1-0001" in shown and "1-0002" not in shown and "全部 1" in shown
    assert client.get(f"{BATCH}1-0002/").status_code == 404
    assert signed_in("wu.foshan").get(f"{BATCH}1-0002/").status_code == 200


def test_english_pages_say_it_in_english_and_keep_the_clause(seen: Client) -> None:
    with translation.override("zh-hans"):  # what follows in this thread speaks Chinese again
        seen.post("/face/", {"language": "en"})
        shown = page(seen, f"{BATCH}1-0002/").text
    assert "Insured twice" in shown and "The two registers have different names" in shown
    assert "人社部发〔2009〕187号" in shown


def test_the_words_are_the_comparisons_own() -> None:
    assert tuple(text for _, text in wording.SIGNS) == finding_words.SIGNS
    assert tuple(output.REASONS.values()) == finding_words.REASONS


def test_the_picture_shows_the_run_and_what_lies_around_it() -> None:
    first, last = Month(2025, 7), Month(2025, 12)
    drawn = clash(
        [
            Stretch("佛山", "", Month(1998, 3), last),
            Stretch("梧州", "", first, Month(2026, 6), right=True),
        ],
        first,
        last,
    )
    left, right = drawn.bars
    assert left.x < drawn.band_x == right.x and left.colour != right.colour
    assert left.x + left.width == pytest.approx(drawn.band_x + drawn.band_width, abs=0.2)
    assert right.x + right.width == pytest.approx(drawn.width - 28, abs=0.2)
    one = clash([Stretch("佛山", "", first, first)], first, first)
    assert one.bars[0].width == pytest.approx(one.band_width) and one.ticks


def test_neither_other_rounds_nor_one_doubt_cost_a_count_of_doubts(seen: Client) -> None:
    """What grows with the table is asked for the open round alone."""

    def counted(address: str) -> int:
        with CaptureQueriesContext(connection) as asked:
            page(seen, address)
        return sum("COUNT(" in each["sql"] and "findings_finding" in each["sql"] for each in asked)

    alone = counted(BATCH)
    for at in range(3):
        delivered(finding(), head=replace(HEAD, key=f"other-{at}", title=f"别的{at}"))
    assert counted(BATCH) == alone == 1 and "别的2" in page(seen, BATCH).text
    assert counted(f"{BATCH}1-0001/") == 0 and counted(f"{BATCH}rejected/") == 0
