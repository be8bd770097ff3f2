"""Assistance: the 协查表 that spares a person the journey between two cities."""

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
from shebaotong.services.assistance.assistance.decide import decide, needs, objections

ITEM = Item(
    code="assistance",
    version=1,
    family="assistance",
    title=Text("待遇情况协查", "Assistance"),
    summary=Text(
        "请对方城市核对：此人是否在该市领取养老待遇；算养老金的，一并要来缴费记录。",
        "Ask another city whether the person draws a pension there, and for the contributions that one is "
        "computed from.",
    ),
    risk=Risk.HIGH,
    mode=Mode.JOINT,
    owner_rule=OwnerRule.ASKED,
    steps=(
        Step(
            "answer",
            Text("核对答复", "Check and answer"),
            Party.OWNER,
            Text("对方城市正在核对记录", "The other city is checking its register"),
        ),
        Step("done", Text("已答复", "Answered"), Party.STARTER, Text("对方城市已答复", "Answered")),
    ),
    documents=(
        DocumentType(
            code="request",
            title=Text("协查函", "Request"),
            party=Party.STARTER,
            role=Role.ENGINE,
            move=Move.OPEN,
            to="answer",
            turn=Party.OWNER,
            version=2,
        ),
        DocumentType(
            code="answer",
            title=Text("协查回复", "Answer"),
            party=Party.OWNER,
            role=Role.CLERK,
            move=Move.DECIDE,
            steps=("answer",),
            to="done",
            turn=Party.STARTER,
            verdict="granted",
            ending="completed",
            version=2,
            action=Text("填表并回传", "Fill in and answer"),
            primary=True,
        ),
    ),
    # 粤桂协查机制：15 时前收到的当日回复，之后的次一工作日回复（公开报道的做法，非法定期限）。
    limits=Limits(
        legal=Limit(1, "成员城市协查约定（次一工作日）", verified=False, same_day_until=15),
        promised=Limit(0, "粤桂协查机制的做法（公开报道）", verified=False, same_day_until=15),
        amber_days=0,
    ),
    needs=needs,
    decide=decide,
    objections=objections,
    for_person=False,
    joins=False,
    keywords=("协查", "协查函"),
)
