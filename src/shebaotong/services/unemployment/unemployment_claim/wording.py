"""What a claim for unemployment benefit says to clerk and person: remarks, reasons, remedies."""

from __future__ import annotations

from collections.abc import Sequence

from shebaotong.kernel.api import Text, region_title

COMPUTED = Text("按登记系统的记录预填，请复核人核对", "Filled in from the register; the reviewer checks")
LACKING = Text("还缺材料，一次告知", "Some things are missing; all are told at once")
AGREED = Text("复核同意，月数和标准由复核人确认", "The reviewer agrees and confirmed months and amount")
DISAGREED = Text("复核意见为不同意", "The reviewer does not agree")
LOCAL_TABLE = Text(
    "预填的是法定最长月数，本地规定更短的，按本地规定填。",
    "Filled in is the legal maximum; where the local table gives fewer months, enter those.",
)

NO_SOURCE = "没有写明依据"
AMOUNT_NEEDS_SOURCE = Text(
    "系统没有这个月标准，请写明依据的文件名称和文号。",
    "No parameter gives this monthly amount: name the document that sets it.",
)
NOT_AGREED = Text(
    "没有复核人同意的复核意见，不能核定。请退回复核。",
    "No reviewer has agreed to this. Send the claim back for a new review.",
)
CHANGED_AFTER_REVIEW = Text(
    "这与复核确认的不一样。要改，请退回复核。",
    "This differs from what the reviewer confirmed. To change it send the claim back.",
)


def more_than(months: int) -> Text:
    return Text(f"法定最长期限是{months}个月，不能超过。", f"The legal maximum is {months} months; not more.")


_REVIEW = Text(
    "不服本决定，可以先向经办机构提出异议。六十日内可以申请行政复议。六个月内可以提起行政诉讼。",
    "Against this decision you may raise an objection with the agency, ask for administrative "
    "reconsideration within 60 days, or go to court within six months.",
)


def elsewhere(places: Sequence[str]) -> tuple[Text, ...]:
    """Where to forward the case to: whoever is insured elsewhere need not come again."""
    if not places:
        return ()
    named = "、".join(region_title(place) or place for place in places)
    return (
        Text(
            f"定位系统显示{named}有此人的参保记录，核对后可以直接转交，不用本人重新申请。",
            f"The locator knows records in {named}: after a check forward the case; the person need not "
            "apply again.",
        ),
    )


def _with_review(zh: str, en: str) -> Text:
    return Text(f"{zh}{_REVIEW.zh}", f"{en} {_REVIEW.en}")


GROUNDS = {
    "too_few_months": (
        Text(
            "上次申领以后，您缴失业保险不满一年，还不够领取条件。",
            "Since the last claim you have contributed for less than a year, which does not suffice.",
        ),
        _with_review(
            "缴过的月数都给您留着，再就业后接着算。在别的城市也缴过的，可以申请把关系转移过来，合并计算后再申请。",
            "The months stay recorded and go on counting once you work again. If you also contributed in "
            "another city, have that relation transferred, which adds the months, and apply again.",
        ),
    ),
    "left_voluntarily": (
        Text(
            "您填写的是本人自愿离职，按规定不能领取失业保险金。",
            "You stated that you left by your own choice; the benefit is not for that case.",
        ),
        _with_review(
            "离职原因填错了，或者单位写得不对的，请带能说明情况的材料再来申请。",
            "If the reason was entered wrongly or the employer's statement is mistaken, bring what shows it "
            "and apply again.",
        ),
    ),
    "not_registered": (
        Text("您还没有办理失业登记。", "You are not registered as unemployed yet."),
        _with_review(
            "请先办理失业登记，登记后再申请，材料不用重新交。",
            "Register first, then apply again without handing anything in anew.",
        ),
    ),
    "draws_already": (
        Text(
            "您正在领取失业保险金，不用重复申领。",
            "You draw the benefit already; there is nothing to claim again.",
        ),
        _with_review(
            "对发放记录有疑问的，可以打印个人权益记录核对，或者拨打12333。",
            "If you doubt the payments, print your rights record or call 12333.",
        ),
    ),
    "not_insured_here": (
        Text(
            "这个城市没有您的失业保险缴费记录。",
            "This city holds no unemployment contributions of yours.",
        ),
        _with_review(
            "请核对证件号码，或向您最后参加失业保险的城市申请，在任一成员城市窗口都可以办。",
            "Check the number, or apply to the city of your last insurance, at any member window.",
        ),
    ),
}


_BY_THE_RECORD = {
    "too_few_months": Text("缴费不满一年", "less than a year of contributions"),
    "left_voluntarily": Text("自愿离职", "left by choice"),
    "not_registered": Text("没有失业登记", "not registered as unemployed"),
    "draws_already": Text("正在领取", "draws the benefit already"),
    "not_insured_here": Text("本市没有缴费记录", "no contributions recorded here"),
}


def refusable(ground: str) -> Text:
    """What the clerk and the reviewer are told before anybody decides."""
    why = _BY_THE_RECORD[ground]
    return Text(
        f"按已核到的记录，不符合领取条件：{why.zh}。建议不同意，由复核人核对。",
        f"By the record the conditions are not met: {why.en}. Not to agree is proposed; the reviewer checks.",
    )
