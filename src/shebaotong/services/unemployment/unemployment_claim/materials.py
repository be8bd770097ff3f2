"""What is shown or handed in for unemployment benefit."""

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
        "end_of_employment",
        Text("终止或者解除劳动关系的证明", "Proof that the employment has ended"),
        (Spare.RECOGNITION, Spare.COMMITMENT),
        Text(
            "说明不是自己要离开的；单位没给的可以书面承诺",
            "Says that leaving was not by choice; or a commitment",
        ),
    ),
    Material(
        "bank_account",
        Text("社会保障卡或本人银行卡", "Social security card or own bank card"),
        (Spare.RECOGNITION, Spare.LATER),
        Text("用来发放失业保险金，可以后补", "For the payment; may follow later"),
    ),
    Material(
        "mandate",
        Text("委托书", "Mandate"),
        (Spare.RECOGNITION,),
        Text("亲友代办时提供", "Only where someone applies for the person"),
        only_if="by_proxy",
    ),
)
