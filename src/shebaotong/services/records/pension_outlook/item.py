"""Pension outlook: what all cities hold of a person, gathered for his own what-if questions."""

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
from shebaotong.services.records.pension_outlook.decide import decide, needs

ITEM = Item(
    code="pension_outlook",
    version=1,
    family="records",
    title=Text("退休试算（查各市记录）", "Pension outlook"),
    summary=Text(
        "本人在窗口问何时、在哪里退休、大约多少：把各市的缴费记录查到一起。",
        "A person asks when, where and with how much to retire: what all cities have recorded, gathered.",
    ),
    risk=Risk.LOW,
    mode=Mode.JOINT,
    owner_rule=OwnerRule.ASKED,
    steps=(
        Step(
            "gather",
            Text("查各市记录", "Gathering"),
            Party.OWNER,
            Text("正在查各市的记录", "What the cities have recorded is being gathered"),
        ),
        Step("done", Text("查完", "Gathered"), Party.OWNER, Text("各市的记录查完了", "All have answered")),
    ),
    documents=(
        DocumentType(
            code="question",
            title=Text("试算申请", "Question"),
            party=Party.STARTER,
            role=Role.CLERK,
            move=Move.OPEN,
            to="gather",
            turn=Party.OWNER,
        ),
        DocumentType(
            code="ask",
            title=Text("向其他城市查询", "Another city is asked"),
            party=Party.OWNER,
            role=Role.ENGINE,
            move=Move.SUSPEND,
            steps=("gather",),
            reason="record",
        ),
        DocumentType(
            code="gathered",
            title=Text("各市记录查询结果", "What was gathered"),
            party=Party.OWNER,
            role=Role.ENGINE,
            move=Move.DECIDE,
            steps=("gather",),
            to="done",
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
    gathers_life=True,
    joins=False,
    keywords=("退休试算", "什么时候退休"),
)
