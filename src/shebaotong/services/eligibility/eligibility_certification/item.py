"""Certification at any window: the city that pays is told at once that the person was seen."""

from shebaotong.kernel.api import (
    DocumentType,
    Item,
    Limit,
    Limits,
    Mode,
    Move,
    OwnerRule,
    Party,
    Reach,
    Risk,
    Role,
    Step,
    Text,
)
from shebaotong.services.eligibility.eligibility_certification.decide import decide, needs

ITEM = Item(
    code="eligibility_certification",
    version=1,
    family="eligibility",
    title=Text("领取待遇资格认证", "Certification"),
    summary=Text(
        "在任一成员城市的窗口认证。发放待遇的城市当即记录，不用回去。",
        "Certify at any member window; the city that pays records it at once.",
    ),
    risk=Risk.LOW,
    mode=Mode.ONLINE,
    owner_rule=OwnerRule.INSURED_PLACE,
    steps=(
        Step(
            "answer",
            Text("登记认证", "Being recorded"),
            Party.OWNER,
            Text("发放待遇的城市正在登记", "The city that pays is recording it"),
        ),
        Step(
            "done", Text("办结", "Done"), Party.STARTER, Text("把认证结果告诉您", "You are told the result")
        ),
    ),
    documents=(
        DocumentType(
            code="request",
            title=Text("资格认证申请", "Request for certification"),
            party=Party.STARTER,
            role=Role.CLERK,
            move=Move.OPEN,
            to="answer",
            turn=Party.OWNER,
            reach=Reach.PERSON,
            plain=Text("您在窗口办理了资格认证", "You were seen at a window"),
        ),
        DocumentType(
            code="certified",
            title=Text("资格认证结果", "Certified"),
            party=Party.OWNER,
            role=Role.ENGINE,
            move=Move.DECIDE,
            steps=("answer",),
            to="done",
            turn=Party.STARTER,
            verdict="granted",
            ending="completed",
            reach=Reach.PERSON,
            plain=Text("认证通过了，待遇照常发放", "Certified; your benefit goes on"),
        ),
        DocumentType(
            code="not_certified",
            title=Text("未能认证告知书", "Not certified"),
            party=Party.OWNER,
            role=Role.ENGINE,
            move=Move.DECIDE,
            steps=("answer",),
            to="done",
            turn=Party.STARTER,
            verdict="refused",
            ending="refused",
            reach=Reach.PERSON,
            plain=Text("这次没有认证成，原因和办法写在告知书里", "Not certified; the notice says what to do"),
        ),
    ),
    # 社会保险经办条例第二十六条未规定期限；发放地由系统即时登记，两个工作日是系统不可用时的兜底。
    limits=Limits(legal=Limit(2, "社会保险经办条例第二十六条（未规定期限，本系统兜底）", verified=False)),
    needs=needs,
    decide=decide,
    channels=("window", "bank", "village"),
    instant=True,
    joins=False,
    keywords=("资格认证", "生存认证", "领取资格", "养老金认证"),
)
