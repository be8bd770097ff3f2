"""Places and the places above them; the Corps lies in no other province."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shebaotong.kernel.api import (
    NATION,
    PROVINCES,
    XPCC,
    is_city,
    place_of_agency,
    province_of,
    region_chain,
    region_title,
)


@pytest.mark.parametrize(
    ("region", "chain"),
    [
        ("CN", ("CN",)),
        ("45", ("45", "CN")),
        ("450400", ("450400", "45", "CN")),
        ("450403", ("450403", "450400", "45", "CN")),
        ("442000", ("442000", "44", "CN")),
        ("310103", ("310103", "310100", "31", "CN")),
        ("XPCC", ("XPCC", "CN")),
        ("659001", ("659001", "XPCC", "CN")),
        ("650100", ("650100", "65", "CN")),
    ],
)
def test_what_lies_above_a_place(region: str, chain: tuple[str, ...]) -> None:
    assert region_chain(region) == chain


@pytest.mark.parametrize("region", ["", "cn", "99", "4", "440", "459999", "810000", "４５", "45 ", "66"])
def test_what_is_no_place_is_refused_and_never_read_as_the_nation(region: str) -> None:
    with pytest.raises(ValueError, match="not a region code"):
        region_chain(region)
    assert not is_city(region)


def test_provinces() -> None:
    assert province_of("659012") == XPCC
    assert province_of("442000") == "44"
    with pytest.raises(ValueError, match="no province"):
        province_of(NATION)


def test_names() -> None:
    assert region_title("450400") == "梧州市"
    assert region_title("310103") == "卢湾区"
    assert region_title(XPCC) == "新疆生产建设兵团"
    assert region_title("459999") is None
    assert all(province.zh and province.en for province in PROVINCES.values())


@given(st.text(alphabet="0123456789XPCN", max_size=7))
def test_every_chain_ends_with_the_nation(region: str) -> None:
    try:
        chain = region_chain(region)
    except ValueError:
        return
    assert chain[0] == region
    assert chain[-1] == NATION
    assert len(chain) == 1 or chain[-2] in PROVINCES


@pytest.mark.parametrize(
    ("agency", "place", "province"),
    [
        ("440600", "440600", "44"),
        ("500100", "500100", "50"),
        ("660300", "659003", XPCC),
        ("661200", "659012", XPCC),
    ],
)
def test_an_agency_serves_the_place_of_its_code_but_for_the_corps(
    agency: str, place: str, province: str
) -> None:
    assert place_of_agency(agency) == place
    assert province_of(place_of_agency(agency)) == province
