"""What the reviewer states where law or register are silent, from the document ``figures``."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from shebaotong.kernel.api import CaseView, Unknown, to_yuan
from shebaotong.rules.api import DeemedMonths, Quantity, StatedFigures, stated_by_reviewer

_WAGES = "pension.average_wage"


def stated_figures(view: CaseView) -> StatedFigures:
    """The newest figures as stated; none where nobody has stated any."""
    document = view.latest("figures")
    return StatedFigures() if document is None or document.body is None else _of(document.body)


def _of(body: Mapping[str, Any]) -> StatedFigures:
    return StatedFigures(
        base=_yuan(body, "calculation_base", "计发基数", "元/月"),
        base_is_last_year=body.get("calculation_base_of") == "last_year",
        index=_number(body, "average_index", "平均缴费指数"),
        wages={
            entry["year"]: stated_by_reviewer(
                f"{entry['year']}年月平均工资",
                to_yuan(entry["fen"]),
                "元",
                source=body["average_index_source"],
            )
            for entry in body.get("average_wages", ())
        },
        account=_yuan(body, "account", "个人账户储存额", "元"),
        deemed=_deemed(body),
        transition=_yuan(body, "transition", "过渡性养老金", "元"),
        addition=_yuan(body, "addition", "地方增发养老金", "元"),
        addition_rate=_number(body, "addition_rate", "增发比例", source="addition_source"),
        keep_place=body.get("keep_place"),
    )


def _yuan(body: Mapping[str, Any], name: str, title: str, unit: str) -> Quantity | None:
    fen = body.get(f"{name}_fen")
    if fen is None:
        return None
    return stated_by_reviewer(title, to_yuan(fen), unit, source=body[f"{name}_source"])


def _number(body: Mapping[str, Any], name: str, title: str, *, source: str = "") -> Quantity | None:
    text = body.get(name)
    if text is None:
        return None
    return stated_by_reviewer(title, Decimal(text), "", source=body[source or f"{name}_source"])


def _deemed(body: Mapping[str, Any]) -> DeemedMonths | None:
    months = body.get("deemed_months")
    if months is None:
        return None
    made = stated_by_reviewer("视同缴费月数", months, "个月", source=body["deemed_source"])
    return DeemedMonths(made, body["deemed_place"])


def form_for(view: CaseView, questions: tuple[Unknown, ...]) -> dict[str, Any]:
    """The form of ``figures`` as stated before, with a line for each year whose wage is asked for."""
    before = view.latest("figures")
    form = dict(before.body) if before is not None and before.body is not None else {}
    asked = {int(year) for each in questions if each.parameter == _WAGES for year in each.detail[1:]}
    known = {entry["year"]: entry for entry in form.get("average_wages", ())}
    if asked:
        form["average_wages"] = [known.get(year, {"year": year}) for year in sorted(asked | set(known))]
    return form
