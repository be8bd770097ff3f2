"""Pension record: asked for by one agency, answered by another's engine, for a question of the person's."""

from shebaotong.kernel.api import (
    DocumentType,
    Item,
    Limit,
    Limits,
    Mode,
    Move,
    OwnerRule,
    Party,
    Risk,
    Role,
    Step,
    Text,
)
from shebaotong.services.records.pension_record.decide import decide, needs

ITEM = Item(
    code="pension_record",
    version=1,
    family="records",
    title=Text("参保缴费记录查询", "Pension record"),
    summary=Text(
        "为本人的询问，请对方城市给出养老保险的缴费月份和账户余额。",
        "For a person's question, ask another city for the months and the account of his pension insurance.",
    ),
    risk=Risk.LOW,
    mode=Mode.JOINT,
    owner_rule=OwnerRule.ASKED,
    steps=(
        Step(
            "answer",
            Text("查询答复", "Answer"),
            Party.OWNER,
            Text("对方城市正在查询记录", "The other city is looking into its register"),
        ),
        Step("done", Text("已答复", "Answered"), Party.STARTER, Text("对方城市已答复", "Answered")),
    ),
    documents=(
        DocumentType(
            code="request",
            title=Text("记录查询函", "Request"),
            party=Party.STARTER,
            role=Role.ENGINE,
            move=Move.OPEN,
            to="answer",
            turn=Party.OWNER,
        ),
        DocumentType(
            code="answer",
            title=Text("记录查询回复", "Answer"),
            party=Party.OWNER,
            role=Role.ENGINE,
            move=Move.DECIDE,
            steps=("answer",),
            to="done",
            turn=Party.STARTER,
            verdict="granted",
            ending="completed",
        ),
    ),
    # 社会保险经办条例第三十二条：免费查询；由系统即时答复，两个工作日是系统不可用时的兜底。
    limits=Limits(legal=Limit(2, "社会保险经办条例第三十二条（未规定期限，本系统兜底）", verified=False)),
    needs=needs,
    decide=decide,
    instant=True,
    for_person=False,
    joins=False,
    keywords=("缴费记录", "参保记录"),
)
