"""What a retirement claim says to clerk and person: remarks, reasons, remedies, objections."""

from __future__ import annotations

from shebaotong.kernel.api import Text, show_yuan

LOCATED = Text("定位系统显示该市有此人的参保记录", "The locator says that this city holds a record")
STATED = Text("申请人自述曾在该市参保", "The applicant says he was insured there")
DRAWS_ELSEWHERE = Text(
    "对方城市答复：此人已在该市领取养老待遇。不能同时领取两份，请在复核时提出不予批准或请其选择保留一份。",
    "The other city answers that the person draws a pension there. Two cannot be drawn at once: "
    "refuse at review, or let the person choose which to keep.",
)
NOT_THEIRS = Text(
    "对方城市答复：不是该市的参保人。请向申请人问清参保地，再向别的城市发协查。",
    "The other city answers that this is not its person. Ask the applicant again and inquire elsewhere.",
)
NO_ANSWER = Text(
    "协查没有得到答复就结束了。请再次发出协查，或说明无需协查的理由后送复核。",
    "The inquiry ended without an answer. Send it again, or say why none is needed.",
)
ASKED_ALREADY = Text(
    "已请这个城市协查，对方还没有答复，不能再发一次。请在那件协查里提醒对方，或等它答复后再问。",
    "This city has been asked already and its answer is still out, so it cannot be asked again. Remind it in "
    "that request, or ask anew once it has answered.",
)
OWN_CITY = Text(
    "这是本市自己，不用发协查：本市的记录系统已经查过。请选别的城市，或按“无需协查，送复核”。",
    "This is your own city, whose record has been read already. Choose another one, or go on without an "
    "inquiry.",
)
COMPUTED = Text(
    "条件、月数、待遇领取地和数额已按规定算出，请核对后确认",
    "Conditions, months, place of payment and amount are computed; check and confirm them",
)
PARTLY_COMPUTED = Text(
    "条件、月数和待遇领取地已按规定算出；数额还缺几项，请先补录，补不了的写明理由后录入",
    "Conditions, months and place of payment are computed; for the amount state what is asked, or enter it "
    "with the reason",
)
REFUSABLE = Text("按已核到的记录，不符合按月领取的条件", "By the record the conditions are not met")
ASK_FIGURES = Text(
    "数额还算不出来：补录系统问到的数和它的依据，系统接着算",
    "The amount cannot be computed yet: state what is asked with its source, and it will be",
)
AGREED = Text("复核同意，数额按规定算出", "The reviewer agrees; the amount is computed")
AGREED_BY_HAND = Text(
    "复核同意，数额由复核人录入，理由写在说明里", "The reviewer agrees; he entered the amount and says why"
)
DISAGREED = Text("复核意见为不同意", "The reviewer does not agree")
PUBLISHED = Text("新的计发基数已经公布", "The new calculation base is published")
MONTHS_COUNTED = Text(
    "计发基数公布了。月数按已经过去的整月预填，请按实际发放的核对",
    "The base is published. The months are those that have passed: check them against what was paid",
)
RECHECKED = Text("按公布的计发基数重核", "Determined again with the published base")
RECHECKED_BY_HAND = Text(
    "重核的数额由复核人录入，理由写在说明里",
    "Determined again; the reviewer entered the amount and says why",
)
TAKEN_BACK = Text("核定已作废或改为不予批准", "The decision was declared void, or a refusal took its place")
DETERMINED_AGAIN = Text("重新核定后补差是另一个数", "Determined again, the difference is another one")
OVERPAID = Text(
    "重核后比预核少：以后按新数额发；已经多发的，另行与本人商定，不自动扣。",
    "Less than provisionally paid: the new amount holds from now on; what was paid too much is agreed on "
    "with the person and not deducted by itself.",
)
NO_EXPLANATION = Text("没有明细，按复核人录入的数", "No breakdown: the figure that the reviewer entered")

_REVIEW = Text(
    "不服本决定，可以先向经办机构提出异议。六十日内可以申请行政复议。六个月内可以提起行政诉讼。",
    "Against this decision you may raise an objection with the agency, ask for administrative "
    "reconsideration within 60 days, or go to court within six months.",
)


def _with_review(zh: str, en: str) -> Text:
    return Text(f"{zh}{_REVIEW.zh}", f"{en} {_REVIEW.en}")


REMEDIES = {
    "draws_elsewhere": _with_review(
        "您可以选择保留一份待遇：到现在领取的城市停发后，再来申请，不用重新交材料。",
        "You may choose which benefit to keep: have the other one stopped and apply again without handing "
        "anything in anew.",
    ),
    "conditions_not_met": _with_review(
        "年限不够的，可以继续缴费后再申请，也可以申请转为城乡居民养老保险。",
        "You may go on contributing and apply again, or change to the residents' scheme.",
    ),
}


def amount_differs(computed_fen: int) -> Text:
    return Text(
        f"这个数额与系统算出的{show_yuan(computed_fen)}元不一样，请写明理由。",
        f"This differs from the computed {show_yuan(computed_fen)} yuan: say why.",
    )


AMOUNT_NOT_COMPUTED = Text(
    "系统没有算出数额。请先补录缺的数；补不了的，写明这个数额的理由和依据。",
    "The amount was not computed. State what is asked for; where that cannot be, say why this amount.",
)
NOTHING_TO_PAY = Text(
    "同意的，每月养老金要大于0元。",
    "Where the opinion is to agree, the monthly pension must be above 0.",
)
NOT_AGREED = Text(
    "没有复核人同意的复核意见，不能核定。请退回复核。",
    "No reviewer has agreed to this. Send the claim back for a new review.",
)
CHANGED_AFTER_REVIEW = Text(
    "这一项与复核确认的不一样。要改，请退回复核，由复核人重新确认。",
    "This differs from what the reviewer confirmed. To change it send the claim back for a new review.",
)
CHANGED_AFTER_RECHECK = Text(
    "这一项与重核申报表和系统按它算出的不一样。要改，请复核人重新申报。",
    "This differs from what the reviewer stated and what follows from it. To change it let the reviewer "
    "state it anew.",
)
RECHECK_NOT_COMPUTED = Text(
    "按这些数算不出最终的数额。请填公布的计发基数和依据；系统算不了的，填重核后的数额，写明理由和依据。",
    "These figures give no final amount. State the published base and its source; where the amount cannot be "
    "computed, enter it and say why.",
)
NOT_STATED_AGAIN = Text(
    "这个数额没有复核人确认，不能重核。请复核人重新申报，写明数额和理由。",
    "No reviewer has confirmed this amount. Let a reviewer state it anew with the reason.",
)
NOT_PROVISIONAL = Text(
    "复核时没有说是预核，请用“核定并办结”。",
    "The review does not say that it is provisional: use the final grant.",
)
IS_PROVISIONAL = Text(
    "复核时说明是预核，请用“预核并办结”，公布基数后才能重核补差。",
    "The review says that it is provisional: use the provisional grant, so that it can be determined again.",
)


def arrears_wrong(fen: int) -> Text:
    return Text(
        f"补差应为（重核金额 − 预核金额）× 已发月数 = {show_yuan(fen)}元，请核对。",
        f"The difference must be (new − provisional) × months paid = {show_yuan(fen)} yuan.",
    )
