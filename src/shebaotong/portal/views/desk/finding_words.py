"""Words of the comparison's pages: kinds, schemes, columns, signs and reasons."""

from __future__ import annotations

from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from shebaotong.findings.api import Finding
from shebaotong.portal.languages import say
from shebaotong.registry.api import Benefit, EnrolmentStatus, Scheme, title_of

SIGNS = (
    gettext_noop("证件号码相同且校验码正确"),
    gettext_noop("通行证或护照等证件号码相同"),
    gettext_noop("15位旧号码升位后相同，但出生日期未能印证"),
    gettext_noop("通行证或护照等证件号码相同，但缺出生日期"),
    gettext_noop("证件号码相同，但号码有误（校验码、出生日期或位数不对）"),
    gettext_noop("号码不同，已登记为同一人的证件"),
    gettext_noop("号码不同，属同一证件换发前后的号码"),
    gettext_noop("号码仅差一两个字符，姓名和出生日期相同"),
    gettext_noop("号码不同，姓名和出生日期相同"),
    gettext_noop("号码不同，按姓名、出生日期等统计推断为同一人"),
    gettext_noop("两地登记的姓名不一致"),
    gettext_noop("两地登记的出生日期不一致"),
)
"""What the comparison's sentences say for and against one person, for the catalogue of texts."""
AGAINST = SIGNS[-2:]
REASONS = (
    gettext_noop("没有证件号码"),
    gettext_noop("证件号码的字符或长度不属于任何个人证件"),
    gettext_noop("代码不在规定范围内或为空"),
    gettext_noop("日期不存在或不是 YYYY-MM-DD"),
    gettext_noop("月份不存在或不是 YYYY-MM"),
    gettext_noop("终止月份早于起始月份"),
    gettext_noop("金额不是以分为单位的整数或超出范围"),
    gettext_noop("该行不是完整的 CSV 记录"),
)
"""Why rows were rejected, likewise."""


def kinds() -> dict[str, str]:
    return {
        "enrolment": _("两地重复参保"),
        "benefit": _("两地重复领取待遇"),
        "benefit-while-contributing": _("领待遇又在参保缴费"),
        "after-death": _("死亡后继续发放"),
        "in-prison": _("服刑期间继续发放"),
    }


def kind_word(kind: str) -> str:
    return kinds().get(kind, kind)


def layout_word(layout: str) -> str:
    return {"enrolments": _("参保"), "payments": _("发放"), "events": _("死亡和服刑")}.get(layout, layout)


def column_word(column: str) -> str:
    return {
        "person_id": _("证件号码"),
        "name": _("姓名"),
        "birth_date": _("出生日期"),
        "sex": _("性别"),
        "kind": _("险种"),
        "agency": _("经办机构"),
        "start_month": _("起始月份"),
        "end_month": _("终止月份"),
        "monthly_base_fen": _("月缴费基数（分）"),
        "status": _("状态"),
        "benefit": _("待遇"),
        "month": _("月份"),
        "amount_fen": _("金额（分）"),
    }.get(column, column)


def scheme_word(scheme: str) -> str:
    """An insurance."""
    return _code(Scheme, scheme)


def benefit_word(benefit: str) -> str:
    return _code(Benefit, benefit)


def status_word(status: str) -> str:
    return _code(EnrolmentStatus, status)


def event_word(event: str) -> str:
    return {"death": _("死亡"), "imprisoned": _("入狱"), "released": _("出狱")}.get(event, event)


def _code(codes: type[StrEnum], code: str) -> str:
    try:
        return say(title_of(codes(code)))
    except ValueError:
        return code


def certainty(found: Finding) -> dict[str, str]:
    """The tag that says how sure it is that both sides mean one person."""
    if found.certain:
        return {"tag": _("人员确定"), "tone": "info"}
    return {"tag": _("人员待核（%(n)d分）") % {"n": found.confidence}, "tone": "warn"}


def span(first: str, last: str) -> str:
    """Months of a run or a stretch."""
    return first if first == last else f"{first} – {last}"


def months_word(months: int) -> str:
    return _("%(n)d个月") % {"n": months}
