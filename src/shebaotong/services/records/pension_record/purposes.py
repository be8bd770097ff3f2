"""For which purposes a person's records of other cities may be asked for: a closed list.

社会保险经办条例第三十二条 lets a person look up his own records; each purpose here is a question of his, at a
window where he stands, or a step in a case of his that is open already.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from shebaotong.kernel.api import CaseView, Text, casenumber, place_of_agency
from shebaotong.rules.api import region_name

PURPOSES: Mapping[str, Text] = {
    "consultation": Text(
        "本人到窗口问何时、在哪里退休", "the person asks at the window when and where to retire"
    ),
    "before_claim": Text(
        "本人申请退休前核对各市缴费", "the person checks all contributions before claiming a pension"
    ),
    "before_transfer": Text(
        "本人想转移养老关系，比较去处", "the person compares places before moving the account"
    ),
    "in_case": Text("办理本人在办的办件", "work on an open case of the person"),
}


def purpose_of(*, view: CaseView, body: Mapping[str, Any]) -> Text:
    """As the person reads it in his access log: who asks, of which city, and what for."""
    city = region_name(place_of_agency(view.state.starter))
    asked = PURPOSES[body["purpose"]]
    told = Text(
        f"{city.zh}{body['asked_by']}查询：{asked.zh}",
        f"{body['asked_by']} of {city.en} asks: {asked.en}",
    )
    if not body.get("case"):
        return told
    number = casenumber.show(body["case"])
    return Text(f"{told.zh}（{number}）", f"{told.en} ({number})")
