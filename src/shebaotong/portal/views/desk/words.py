"""Words of the clerk's desk: lamps, lists, refusals, and how much time is left."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shebaotong.accounts.api import STAFF_ROLES
from shebaotong.cases import api as cases
from shebaotong.kernel.api import FactKind, Lamp, Role, Status
from shebaotong.portal.languages import month_and_day
from shebaotong.registry.api import MACHINE, OPERATOR

TONES = {Lamp.GREEN: "ok", Lamp.AMBER: "warn", Lamp.RED: "bad", Lamp.NONE: "ok"}


def lamp_word(lamp: Lamp) -> str:
    return {
        Lamp.GREEN: _("正常"),
        Lamp.AMBER: _("临期"),
        Lamp.RED: _("超期"),
        Lamp.NONE: _("不计时"),
    }[lamp]


def left(row: cases.Row, now: datetime) -> str:
    """What is left of the time, in the largest unit that still says something."""
    if row.status == Status.ENDED.value:
        return _("已办结")
    if row.due_at is None:
        return _("停表")
    return time_left(row.due_at, now)


def time_left(due: datetime, now: datetime) -> str:
    late = now > due
    gap = now - due if late else due - now
    if gap >= timedelta(days=1):
        days = gap.days
        words = ngettext("%(n)d天", "%(n)d天", days) % {"n": days}
    elif gap >= timedelta(hours=1):
        words = _("%(n)d小时") % {"n": gap.seconds // 3600}
    else:
        words = _("%(n)d分钟") % {"n": max(1, gap.seconds // 60)}
    return _("超%(gap)s") % {"gap": words} if late else _("剩%(gap)s") % {"gap": words}


def when(moment: datetime | None) -> str:
    """``11-20 09:12`` in Shanghai; empty for none."""
    return "" if moment is None else timezone.localtime(moment).strftime("%m-%d %H:%M")


def due_short(due: datetime | None, now: datetime) -> str:
    """By when, as short as a list allows: the hour today and tomorrow, the day after that."""
    if due is None:
        return ""
    local, today = timezone.localtime(due), timezone.localtime(now).date()
    if local.date() == today:
        return _("今天%(hour)s前") % {"hour": local.strftime("%H:%M")}
    if (local.date() - today).days == 1:
        return _("明天%(hour)s前") % {"hour": local.strftime("%H:%M")}
    return _("%(day)s前") % {"day": local.strftime("%m-%d")}


def day_and_hour(moment: datetime) -> str:
    local = timezone.localtime(moment)
    return f"{month_and_day(local)} {local:%H:%M}"


def denial_words(denial: cases.Denial) -> str:
    """Why an action is not to be had, and what to do."""
    return {
        cases.Denial.NOT_YOUR_PART: _("这一步由另一个城市办理。"),
        cases.Denial.NOT_YOUR_ROLE: _("您的岗位不能办这一步，请转给有权限的同事。"),
        cases.Denial.NOT_YOUR_CHANNEL: _("这个渠道不办这个事项，请到窗口办理。"),
        cases.Denial.FOR_OFFICIALS: _("复核和审批只能由本机构的人办，渠道不能办。"),
        cases.Denial.FOUR_EYES: _("您经手过这件，要由另一个人来办这一步。"),
        cases.Denial.OWN_CASE: _("这是您本人的事，不能由您办理。"),
        cases.Denial.NOT_AGREED: _("复核没有同意，不能核定；要核定的，先退回复核。"),
        cases.Denial.NOT_NOW: _("现在不在这一步，刷新看看最新状态。"),
        cases.Denial.NO_SUCH_TARGET: _("没有可以处理的文书。"),
    }[denial]


def wait_words(reason: str) -> str:
    return {
        "assistance": _("等协查回复"),
        "record": _("等其他城市的记录"),
        "supplement": _("等补材料"),
    }.get(reason, _("等待中"))


def bucket_words(bucket: str) -> str:
    return {
        "act": _("待我办"),
        "wait": _("等对方回"),
        "supplement": _("待补正"),
        "ended": _("已办结"),
    }[bucket]


def ending_words(ending: str) -> str:
    return {
        "completed": _("已办结"),
        "refused": _("不予批准"),
        "withdrawn": _("已撤回"),
        "closed": _("已结案"),
        "joined": _("已并案"),
    }.get(ending, "")


def role_word(role: Role) -> str:
    """A post of the agency in a word."""
    return {
        Role.CLERK: _("经办"),
        Role.REVIEWER: _("复核"),
        Role.APPROVER: _("审批"),
        Role.LIAISON: _("联络员"),
        Role.SUPERVISOR: _("主管"),
        Role.OFFICIAL: _("日历和目录管理"),
    }[role]


def files_gone() -> str:
    return _("先前传的文件放得太久，已经清掉了。请重新选文件，别的内容还在。")


def read_word(what: str) -> str:
    """What of a person's data was read, as the access logs of person and supervisor say it."""
    return {
        FactKind.PERSON.value: _("基本信息"),
        FactKind.ENROLMENTS.value: _("参保记录"),
        FactKind.CONTRIBUTIONS.value: _("缴费记录"),
        FactKind.ACCOUNT.value: _("个人账户"),
        FactKind.ENTITLEMENTS.value: _("待遇记录"),
        FactKind.PAYMENTS.value: _("发放记录"),
        "unmask": _("完整证件号码"),
        "file": _("交来的文件"),
        "contact": _("手机号码"),
    }.get(what, _("查到本人这一条"))


def reader_role(role: str) -> str:
    """The post of somebody who read; machines and operators have none, and words of their own."""
    others = {MACHINE: _("接口"), OPERATOR: _("系统运维")}
    if role in others:
        return others[role]
    return role_word(Role(role)) if role in {each.value for each in STAFF_ROLES} else ""
