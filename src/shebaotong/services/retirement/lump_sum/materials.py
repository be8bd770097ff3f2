"""What is shown or handed in for a lump sum."""

from shebaotong.kernel.api import Material, Spare, Text

MATERIALS: tuple[Material, ...] = (
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
        "written_request",
        Text("本人签名的一次性待遇申请", "Signed request for the lump sum"),
        (Spare.RECOGNITION,),
        Text("写明要一次领取，由本人签名", "Says that the sum is claimed at once; signed by the person"),
    ),
    Material(
        "bank_account",
        Text("社会保障卡或本人银行卡", "Social security card or own bank card"),
        (Spare.RECOGNITION,),
        Text("用来发放一次性待遇", "For the payment"),
    ),
    Material(
        "mandate",
        Text("委托书", "Mandate"),
        (Spare.RECOGNITION,),
        Text("亲友代办时提供", "Only where someone applies for the person"),
        only_if="by_proxy",
    ),
)
