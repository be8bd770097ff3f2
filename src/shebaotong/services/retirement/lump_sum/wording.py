"""What a lump-sum claim says to clerk and person: remarks, reasons, remedies."""

from __future__ import annotations

from collections.abc import Sequence

from shebaotong.kernel.api import Text, region_title, show_yuan

COMPUTED = Text("按登记系统的记录预填，请复核人核对", "Filled in from the register; the reviewer checks")
LACKING = Text("还缺材料，一次告知", "Some things are missing; all are told at once")
AGREED = Text("复核同意，金额由复核人确认", "The reviewer agrees and confirmed the amount")
DISAGREED = Text("复核意见为不同意", "The reviewer does not agree")
TAKEN_BACK = Text("核定已作废或改为不予批准", "The decision was declared void, or a refusal took its place")
DECIDED_AGAIN = Text("重新核定了另一个金额", "Another amount was granted instead")
PAYMENT = Text("职工养老一次性待遇", "Lump sum of the employees' pension")

_REVIEW = Text(
    "不服本决定，可以先向经办机构提出异议。六十日内可以申请行政复议。六个月内可以提起行政诉讼。",
    "Against this decision you may raise an objection with the agency, ask for administrative "
    "reconsideration within 60 days, or go to court within six months.",
)


def recognised(title: Text, source: str) -> Text:
    """A material that another city has checked, with its source (互认); without one no city is named."""
    if not source:
        return Text(
            f"互认：“{title.zh}”已由其他城市核验，来源未注明。请先向受理地问清是哪个城市。",
            f"Recognised: {title.en.lower()} was checked by another city; the source is not noted. "
            "Ask the accepting city which one it was.",
        )
    city = region_title(source) or source
    return Text(
        f"互认：“{title.zh}”已由{city}核验，不用再看原件。",
        f"Recognised: {title.en.lower()} was checked by {city}; the original need not be seen again.",
    )


def elsewhere(places: Sequence[str]) -> Text:
    """Months in other cities count too: they are brought together before the years are judged."""
    named = "、".join(region_title(place) or place for place in places)
    return Text(
        f"定位系统显示{named}也有此人的参保记录。请先核对那里的缴费月数，再判断年限够不够。",
        f"The locator knows records in {named} too. Check the months there before judging the years.",
    )


def differs(amount_fen: int, balance_fen: int) -> Text:
    amount, balance = show_yuan(amount_fen), show_yuan(balance_fen)
    return Text(
        f"复核金额{amount}元与个人账户储存额{balance}元不一致，请核对后再核定。",
        f"The reviewed amount {amount} yuan differs from the account's {balance} yuan.",
    )


def needs_reason(balance_fen: int) -> Text:
    return Text(
        f"登记的个人账户储存额是{show_yuan(balance_fen)}元。金额不一样的，请写明理由。",
        f"The account holds {show_yuan(balance_fen)} yuan. Say why the amount is another one.",
    )


NO_REASON = "没有写明理由"
NOT_AGREED = Text(
    "没有复核人同意的复核意见，不能核定。请退回复核。",
    "No reviewer has agreed to this. Send the claim back for a new review.",
)
CHANGED_AFTER_REVIEW = Text(
    "这个金额与复核确认的不一样。要改，请退回复核。",
    "This differs from what the reviewer confirmed. To change it send the claim back.",
)


def _with_review(zh: str, en: str) -> Text:
    return Text(f"{zh}{_REVIEW.zh}", f"{en} {_REVIEW.en}")


GROUNDS = {
    "age_not_reached": (
        Text(
            "您还没有到法定退休年龄，到龄前不办理一次性领取。",
            "You have not reached the statutory age; before it no lump sum is paid.",
        ),
        _with_review(
            "您可以继续缴费，换工作的可以转移养老关系；到龄后再申请，材料不用重新交。",
            "You may go on contributing, or move your relation; apply again at that age without handing "
            "anything in anew.",
        ),
    ),
    "monthly_pension_due": (
        Text(
            "您的缴费年限已经够按月领取养老金，一次性领取对您不利。",
            "Your contributions suffice for a monthly pension; the lump sum would be to your loss.",
        ),
        _with_review(
            "请改为申领按月养老金，在任一成员城市窗口都可以办。",
            "Claim the monthly pension instead, at any member window.",
        ),
    ),
    "draws_pension": (
        Text(
            "您已经在领取基本养老金，不能再领取一次性待遇。",
            "You draw a basic pension already and cannot draw the lump sum as well.",
        ),
        _with_review(
            "对领取记录有异议的，可以申请核对，核对清楚后再申请。",
            "If you dispute that record you may have it checked and apply again.",
        ),
    ),
    "nothing_recorded": (
        Text(
            "按您提供的证件号码，这个城市没有您的参保记录。",
            "Under the document number given, this city holds no record of you.",
        ),
        _with_review(
            "请核对证件号码，或向您参过保的城市申请。",
            "Check the number, or apply to the city where you were insured.",
        ),
    ),
}
