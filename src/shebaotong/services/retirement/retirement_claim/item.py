"""Retirement claim: accepted at any member window, decided by the place of insurance."""

from shebaotong.kernel.api import (
    Item,
    Limit,
    Limits,
    Material,
    Mode,
    OwnerRule,
    Party,
    Risk,
    Spare,
    Step,
    Text,
)
from shebaotong.services.retirement.retirement_claim.decide import decide, needs, objections
from shebaotong.services.retirement.retirement_claim.document_types import DOCUMENTS
from shebaotong.services.retirement.retirement_claim.reviewing import withheld

ITEM = Item(
    code="retirement_claim",
    version=1,
    family="retirement",
    title=Text("职工退休待遇申领", "Retirement claim"),
    summary=Text(
        "达到退休年龄、缴费年限够了，申请按月领取职工基本养老金。",
        "Claim the monthly employees' pension on reaching retirement age with enough contributions.",
    ),
    risk=Risk.HIGH,
    mode=Mode.ON_BEHALF,
    owner_rule=OwnerRule.INSURED_PLACE,
    steps=(
        Step(
            "check",
            Text("核对", "Check"),
            Party.OWNER,
            Text("正在核对您的参保记录", "Your record is being checked"),
        ),
        Step(
            "review",
            Text("复核", "Review"),
            Party.OWNER,
            Text("正在复核您的退休条件", "Your conditions are being reviewed"),
        ),
        Step(
            "decide",
            Text("核定待遇", "Determination"),
            Party.OWNER,
            Text("正在算您的养老金", "Your pension is being determined"),
        ),
        Step("done", Text("办结告知", "Done"), Party.OWNER, Text("把结果告诉您", "You are told the result")),
        Step(
            "provisional",
            Text("预核发放", "Paid provisionally"),
            Party.OWNER,
            Text("先按上年的数发", "Paid by last year's figures"),
            aside=True,
        ),
        Step(
            "recheck_due",
            Text("待重核", "To be determined again"),
            Party.OWNER,
            Text(
                "新的数公布了，等着重新算您的养老金",
                "The new figures are out; your pension will be computed again",
            ),
            aside=True,
        ),
        Step(
            "recheck",
            Text("重核", "Determined again"),
            Party.OWNER,
            Text("正在按新的数重新算您的养老金", "Your pension is being computed again"),
            aside=True,
        ),
    ),
    documents=DOCUMENTS,
    materials=(
        Material(
            "identity",
            Text("本人身份证件", "Identity document"),
            (Spare.RECOGNITION,),
            Text("窗口当面核验，各成员城市互认", "Checked at the window; recognised by every member city"),
        ),
        Material(
            "contribution_record",
            Text("参保缴费凭证", "Certificate of contributions"),
            (Spare.DATA_SHARING,),
            Text("系统自动查询，不用您提供", "Read from the register; you need not bring it"),
        ),
        Material(
            "no_pension_elsewhere",
            Text("未在外地领取养老待遇的证明", "Proof of drawing no pension elsewhere"),
            (Spare.DATA_SHARING,),
            Text("城市之间互相去问，不用您跑", "The cities ask each other; you need not travel"),
        ),
        Material(
            "personnel_file",
            Text("职工档案（招工表、调动表）", "Personnel file"),
            (Spare.LATER,),
            Text("认定视同缴费年限用，可以容缺后补", "For deemed years; may follow later"),
            only_if="deemed_years",
        ),
        Material(
            "bank_account",
            Text("社会保障卡或本人银行卡", "Social security card or own bank card"),
            (),
            Text("用来发放养老金", "For the payment of the pension"),
        ),
        Material(
            "mandate",
            Text("委托书", "Mandate"),
            (),
            Text("亲友代办时提供", "Only where someone applies for the person"),
            only_if="by_proxy",
        ),
    ),
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
    channels=("window", "bank", "online"),
    keywords=("退休", "养老金", "领养老金", "退休审批", "申请退休"),
)
