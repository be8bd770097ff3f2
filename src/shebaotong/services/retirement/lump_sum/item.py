"""Lump sum: accepted at any member window, decided and paid by the place of insurance."""

from shebaotong.kernel.api import Item, Limit, Limits, Mode, OwnerRule, Party, Risk, Step, Text
from shebaotong.services.retirement.lump_sum.decide import decide, needs, objections, withheld
from shebaotong.services.retirement.lump_sum.document_types import DOCUMENTS
from shebaotong.services.retirement.lump_sum.materials import MATERIALS

ITEM = Item(
    code="lump_sum",
    version=1,
    family="retirement",
    title=Text("职工养老一次性待遇申领", "Lump-sum claim"),
    summary=Text(
        "到了退休年龄，缴费年限不够按月领取。申请一次领取个人账户的钱。",
        "At retirement age without enough contributions: claim the account's balance at once.",
    ),
    risk=Risk.HIGH,
    mode=Mode.ON_BEHALF,
    owner_rule=OwnerRule.INSURED_PLACE,
    steps=(
        Step(
            "review",
            Text("复核", "Review"),
            Party.OWNER,
            Text("参保地正在核对您的缴费记录和账户", "Your contributions and account are being checked"),
        ),
        Step(
            "decide",
            Text("核定支付", "Decision"),
            Party.OWNER,
            Text("正在算您的一次性待遇", "Your lump sum is being determined"),
        ),
        Step("done", Text("办结告知", "Done"), Party.OWNER, Text("把结果告诉您", "You are told the result")),
    ),
    documents=DOCUMENTS,
    materials=MATERIALS,
    # 社会保险经办条例第十八条：自收到申请之日起 20 个工作日内审核。承诺时限是演示网络的约定。
    limits=Limits(
        legal=Limit(20, "社会保险经办条例第十八条"),
        promised=Limit(5, "本网络承诺时限（演示）", verified=False),
        amber_days=1,
    ),
    needs=needs,
    decide=decide,
    objections=objections,
    withheld=withheld,
    channels=("window", "bank"),
    keywords=("一次性待遇", "退保", "退个人账户", "一次性领取", "终止养老关系"),
)
