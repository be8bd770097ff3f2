"""Unemployment benefit: accepted at any member window, examined in grades where the person is insured."""

from shebaotong.kernel.api import Item, Limit, Limits, Mode, OwnerRule, Party, Risk, Step, Text
from shebaotong.services.unemployment.unemployment_claim.decide import decide, needs, objections, withheld
from shebaotong.services.unemployment.unemployment_claim.document_types import DOCUMENTS
from shebaotong.services.unemployment.unemployment_claim.materials import MATERIALS

ITEM = Item(
    code="unemployment_claim",
    version=1,
    family="unemployment",
    title=Text("失业保险金申领", "Unemployment benefit claim"),
    summary=Text(
        "交满一年失业保险、不是自己要离开的、已经登记失业的。按月领取失业保险金。",
        "After a year of contributions and an involuntary loss of work: claim the monthly benefit.",
    ),
    risk=Risk.HIGH,
    mode=Mode.ON_BEHALF,
    owner_rule=OwnerRule.INSURED_PLACE,
    steps=(
        Step(
            "review",
            Text("复核", "Review"),
            Party.OWNER,
            Text("参保地正在核对您的缴费月数", "Your months of contributions are being checked"),
        ),
        Step(
            "decide",
            Text("核定待遇", "Decision"),
            Party.OWNER,
            Text("正在算您的失业保险金", "Your benefit is being determined"),
        ),
        Step("done", Text("办结告知", "Done"), Party.OWNER, Text("把结果告诉您", "You are told the result")),
    ),
    documents=DOCUMENTS,
    materials=MATERIALS,
    # 社会保险经办条例第二十四条：10 个工作日内审核。承诺时限是演示网络的约定。
    limits=Limits(
        legal=Limit(10, "社会保险经办条例第二十四条"),
        promised=Limit(3, "本网络承诺时限（演示）", verified=False),
        amber_days=1,
    ),
    needs=needs,
    decide=decide,
    objections=objections,
    withheld=withheld,
    channels=("window", "bank", "online"),
    keywords=("失业", "失业金", "失业保险金", "没工作了", "被裁"),
)
