"""An outcome as the examples write it: Chinese keys, only what is there."""

from __future__ import annotations

from typing import Any

from shebaotong.kernel.api import (
    Await,
    Effect,
    Explanation,
    Notify,
    Outcome,
    Post,
    Record,
    StopAwaiting,
    Text,
    Withdraw,
    show_yuan,
)


def shown(outcome: Outcome) -> dict[str, Any]:
    """``系统文书`` what the engine writes · ``建议`` what a clerk is offered · ``办理`` effects ·
    ``缺`` what the person still has to bring · ``待核实`` what has to be asked · ``提示`` remarks ·
    ``说明`` explanations."""
    parts = {
        "系统文书": [{draft.type: draft.body} for draft in outcome.drafts],
        "建议": [{p.type: _body(p.body), "理由": p.why.zh} for p in outcome.proposals],
        "办理": [_effect(effect) for effect in outcome.effects],
        "缺": [f"{missing.title}：{missing.how}" for missing in outcome.missing],
        "待核实": [f"{unknown.what}（{unknown.whom}）" for unknown in outcome.unknowns],
        "提示": [str(remark) for remark in outcome.remarks],
        "说明": [_line(node) for node in outcome.explanation],
    }
    return {name: part for name, part in parts.items() if part}


def _effect(effect: Effect) -> dict[str, Any]:
    if isinstance(effect, Notify):
        return {"通知": effect.template, **effect.values}
    if isinstance(effect, Record):
        return {"登记": effect.what, **effect.data}
    if isinstance(effect, Post):
        return {
            "支付": effect.benefit,
            "金额": f"{show_yuan(effect.amount_fen)} 元",
            "自": effect.payable_from.isoformat(),
        }
    if isinstance(effect, Withdraw):
        return {"撤回支付": effect.benefit}
    if isinstance(effect, Await):
        return {"等待公布": effect.parameter, "地区": effect.region, "适用": effect.on.isoformat()}
    if isinstance(effect, StopAwaiting):
        return {"等待公布": "已处理"}
    return {"开办": effect.item, "向": effect.owner}


def _body(body: dict[str, Any]) -> dict[str, Any]:
    """A tree of explanation in a body is written as in the outcome: one line each."""
    if "explanation" not in body:
        return body
    trees = [_line(Explanation.from_json(tree)) for tree in body["explanation"]]
    return {**body, "explanation": trees}


def _line(node: Explanation) -> str:
    """Name and value; a sum with its parts, what somebody stated or noted with its words."""
    line = f"{node.name}：{node.value}{'' if node.verified else '〔未核实〕'}"
    if node.inputs and node.formula == " + ".join(part.name for part in node.inputs):
        line += " = " + " + ".join(f"{part.name} {part.value}" for part in node.inputs)
    return line if node.inputs or not node.note else f"{line}（{node.note}）"


def both(text: Text) -> bool:
    """Both languages are there."""
    return bool(text.zh.strip() and text.en.strip())
