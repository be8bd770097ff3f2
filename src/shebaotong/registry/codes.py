"""The codes that an agency's records use. A code that is not here is refused, never emptied."""

from __future__ import annotations

from enum import StrEnum

from shebaotong.kernel.api import Sex, Text


class Scheme(StrEnum):
    """Kind of social insurance (险种)."""

    EMPLOYEE_PENSION = "employee_pension"
    RESIDENT_PENSION = "resident_pension"
    UNEMPLOYMENT = "unemployment"
    WORK_INJURY = "work_injury"


class EnrolmentStatus(StrEnum):
    NORMAL = "normal"
    TRANSFERRED_OUT = "transferred_out"
    """转出: the months now count at another agency."""
    MERGED = "merged"
    """并入: the months went into another scheme or spell of the same agency."""


class AccountKind(StrEnum):
    """General or temporary contribution account (国办发〔2009〕66号 第五条)."""

    GENERAL = "general"
    TEMPORARY = "temporary"


class AccountEntryKind(StrEnum):
    """Why an individual account grew or shrank. A mistake is mended by a reversal, never overwritten."""

    CONTRIBUTION = "contribution"
    INTEREST = "interest"
    TRANSFER_IN = "transfer_in"
    TRANSFER_OUT = "transfer_out"
    SETTLED = "settled"
    REVERSAL = "reversal"


class Benefit(StrEnum):
    """Kind of benefit (待遇). The first four are the schemes' own recurring benefits."""

    EMPLOYEE_PENSION = "employee_pension"
    RESIDENT_PENSION = "resident_pension"
    UNEMPLOYMENT = "unemployment"
    INJURY_PENSION = "injury_pension"
    EMPLOYEE_PENSION_LUMP_SUM = "employee_pension_lump_sum"
    """一次性待遇: the account's balance paid out once when the pension's conditions cannot be met."""


class EntitlementStatus(StrEnum):
    ACTIVE = "active"
    SUSPENDED = "suspended"
    ENDED = "ended"


class OrderStatus(StrEnum):
    ORDERED = "ordered"
    PAID = "paid"
    CANCELLED = "cancelled"
    RECOVER = "recover"
    """Paid, and the decision taken back: the amount is to be recovered."""


class CertificationMethod(StrEnum):
    """How a person proved the right to go on drawing a benefit (社会保险经办条例 第二十六条)."""

    DATA_COMPARISON = "data_comparison"
    SELF_SERVICE = "self_service"
    WINDOW = "window"
    HOME_VISIT = "home_visit"
    THIRD_PARTY = "third_party"


class QuarantineState(StrEnum):
    HELD = "held"
    LOADED = "loaded"
    DROPPED = "dropped"


_TITLES: dict[type[StrEnum], dict[StrEnum, Text]] = {
    Sex: {
        Sex.FEMALE: Text("女", "female"),
        Sex.MALE: Text("男", "male"),
    },
    Scheme: {
        Scheme.EMPLOYEE_PENSION: Text("职工基本养老保险", "employees' pension insurance"),
        Scheme.RESIDENT_PENSION: Text("城乡居民基本养老保险", "residents' pension insurance"),
        Scheme.UNEMPLOYMENT: Text("失业保险", "unemployment insurance"),
        Scheme.WORK_INJURY: Text("工伤保险", "employment injury insurance"),
    },
    EnrolmentStatus: {
        EnrolmentStatus.NORMAL: Text("正常", "normal"),
        EnrolmentStatus.TRANSFERRED_OUT: Text("已转出", "transferred out"),
        EnrolmentStatus.MERGED: Text("已并入", "merged"),
    },
    AccountKind: {
        AccountKind.GENERAL: Text("一般账户", "general account"),
        AccountKind.TEMPORARY: Text("临时缴费账户", "temporary contribution account"),
    },
    AccountEntryKind: {
        AccountEntryKind.CONTRIBUTION: Text("缴费记入", "contribution"),
        AccountEntryKind.INTEREST: Text("利息", "interest"),
        AccountEntryKind.TRANSFER_IN: Text("转入", "transferred in"),
        AccountEntryKind.TRANSFER_OUT: Text("转出", "transferred out"),
        AccountEntryKind.SETTLED: Text("一次性支付", "paid out"),
        AccountEntryKind.REVERSAL: Text("冲正", "reversal"),
    },
    Benefit: {
        Benefit.EMPLOYEE_PENSION: Text("职工基本养老金", "employees' pension"),
        Benefit.RESIDENT_PENSION: Text("城乡居民养老金", "residents' pension"),
        Benefit.UNEMPLOYMENT: Text("失业保险金", "unemployment benefit"),
        Benefit.INJURY_PENSION: Text("工伤伤残津贴", "injury pension"),
        Benefit.EMPLOYEE_PENSION_LUMP_SUM: Text("职工养老一次性待遇", "employees' pension lump sum"),
    },
    EntitlementStatus: {
        EntitlementStatus.ACTIVE: Text("发放中", "in payment"),
        EntitlementStatus.SUSPENDED: Text("暂停", "suspended"),
        EntitlementStatus.ENDED: Text("终止", "ended"),
    },
    OrderStatus: {
        OrderStatus.ORDERED: Text("待支付", "ordered"),
        OrderStatus.PAID: Text("已支付", "paid"),
        OrderStatus.CANCELLED: Text("已撤销", "cancelled"),
        OrderStatus.RECOVER: Text("已支付，待追回", "paid, to be recovered"),
    },
    CertificationMethod: {
        CertificationMethod.DATA_COMPARISON: Text("数据比对", "data comparison"),
        CertificationMethod.SELF_SERVICE: Text("自助认证", "self-service"),
        CertificationMethod.WINDOW: Text("窗口认证", "at a window"),
        CertificationMethod.HOME_VISIT: Text("上门认证", "home visit"),
        CertificationMethod.THIRD_PARTY: Text("用人单位或第三方", "employer or third party"),
    },
    QuarantineState: {
        QuarantineState.HELD: Text("待处理", "held"),
        QuarantineState.LOADED: Text("已补正入库", "loaded"),
        QuarantineState.DROPPED: Text("不予入库", "dropped"),
    },
}
"""By kind first: codes of two kinds may be spelt alike, and as strings they are equal."""


def title_of(code: StrEnum) -> Text:
    """What pages call a code: the insurance is named otherwise than the benefit that it pays."""
    return _TITLES[type(code)][code]
