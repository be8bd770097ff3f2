"""The drawn pictures tell the numbers truly."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shebaotong.portal.charts import network as net
from shebaotong.portal.charts.network import network
from shebaotong.portal.charts.sankey import SMALLEST_STEP, sankey

CITIES = ["梧州", "中山", "佛山", "遵义", "赣州", "襄阳", "衡阳", "南宁", "玉林", "昆明"]
flows = st.lists(
    st.tuples(st.sampled_from(CITIES), st.sampled_from(CITIES), st.integers(min_value=0, max_value=100_000)),
    max_size=40,
)


@given(flows)
def test_each_side_of_the_flow_picture_adds_up_to_the_whole(rows: list[tuple[str, str, int]]) -> None:
    drawing = sankey(rows)
    total = sum(value for _, _, value in rows)
    for on_left in (True, False):
        assert sum(node.value for node in drawing.nodes if node.on_left is on_left) == total
    assert sum(int(str(row[2])) for row in drawing.rows) == total


@given(flows)
def test_nodes_are_as_tall_as_their_number_and_never_meet(rows: list[tuple[str, str, int]]) -> None:
    drawing = sankey(rows)
    scales = {round(node.height / node.value, 4) for node in drawing.nodes if node.height > 10}
    assert len(scales) < 2 or max(scales) - min(scales) < 0.01 * max(scales) + 0.05
    for on_left in (True, False):
        side = [node for node in drawing.nodes if node.on_left is on_left]
        for above, below in pairwise(side):
            assert below.y - above.y >= SMALLEST_STEP - 0.2
            assert above.y + above.height < below.y
        assert all(node.y >= 0 and node.y + node.height <= drawing.height for node in side)


def test_equal_pairs_are_one_ribbon_and_nought_is_none() -> None:
    drawing = sankey([("梧州", "中山", 3), ("梧州", "中山", 4), ("佛山", "中山", 0)])
    assert drawing.rows == [["梧州", "中山", 7]]
    assert sankey([]).nodes == ()


def test_a_negative_number_is_refused() -> None:
    with pytest.raises(ValueError, match="below nought"):
        sankey([("梧州", "中山", -1)])


places = st.lists(
    st.tuples(st.sampled_from(CITIES), st.floats(73, 135), st.floats(18, 53)),
    min_size=1,
    unique_by=lambda place: place[0],
)


@given(places)
def test_every_dot_lies_inside_the_picture(given_places: list[tuple[str, float, float]]) -> None:
    rows = [{"name": name, "longitude": x, "latitude": y} for name, x, y in given_places]
    links = [(rows[0]["name"], row["name"], 5) for row in rows[1:]]
    drawing = network(rows, links)
    assert len(drawing.nodes) == len(rows)
    assert len(drawing.arcs) == len(links)
    for dot in drawing.nodes:
        assert dot.radius <= dot.x <= net.WIDTH - dot.radius
        assert dot.radius <= dot.y <= net.HEIGHT - dot.radius


def test_north_is_up_and_east_is_right() -> None:
    rows = [
        {"name": "襄阳", "longitude": 112.1, "latitude": 32.0},
        {"name": "昆明", "longitude": 102.8, "latitude": 24.9},
    ]
    north, west = network(rows, []).nodes
    assert north.y < west.y
    assert west.x < north.x


def test_labels_of_neighbours_do_not_cover_each_other() -> None:
    rows = [
        {"name": "佛山", "longitude": 113.12, "latitude": 23.02},
        {"name": "中山", "longitude": 113.39, "latitude": 22.52},
        {"name": "昆明", "longitude": 102.83, "latitude": 24.88},
        {"name": "襄阳", "longitude": 112.12, "latitude": 32.01},
    ]
    first, second, *_ = network(rows, []).nodes
    apart_x, apart_y = abs(first.label_x - second.label_x), abs(first.label_y - second.label_y)
    assert apart_x >= 2 * net.LETTER or apart_y >= net.LABEL_HEIGHT


def test_a_link_to_an_unknown_place_is_an_error() -> None:
    with pytest.raises(KeyError):
        network([{"name": "佛山", "longitude": 113.1, "latitude": 23.0}], [("佛山", "月亮", 1)])
