"""Why an imported record waits in quarantine."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from shebaotong.kernel.api import Text


class ReasonCode(StrEnum):
    FORM = "form"
    CHARACTERS = "characters"
    NAME = "name"
    NUMBER = "number"
    NUMBER_TAKEN = "number_taken"
    BIRTH_DIFFERS = "birth_differs"
    SEX_DIFFERS = "sex_differs"
    BIRTH = "birth"
    DEATH = "death"
    UNKNOWN_EMPLOYER = "unknown_employer"
    PERIOD = "period"
    OVERLAP = "overlap"
    TWICE = "twice"
    PAID_WITHOUT_BASE = "paid_without_base"
    DATABASE = "database"


_TEXTS = {
    ReasonCode.FORM: Text("格式不合要求", "not in the required form"),
    ReasonCode.CHARACTERS: Text("含有无法保存的字符", "characters that cannot be kept"),
    ReasonCode.NAME: Text("姓名无法保存", "the name cannot be kept"),
    ReasonCode.NUMBER: Text("证件号码不合规则", "the number breaks the rules of its kind"),
    ReasonCode.NUMBER_TAKEN: Text(
        "本机构已有另一条记录使用这个号码", "another record of the agency bears this number"
    ),
    ReasonCode.BIRTH_DIFFERS: Text("出生日期与号码不一致", "the birth date is not the number's"),
    ReasonCode.SEX_DIFFERS: Text("性别与号码不一致", "the sex is not the number's"),
    ReasonCode.BIRTH: Text("出生日期不可能", "an impossible birth date"),
    ReasonCode.DEATH: Text("死亡日期不可能", "an impossible date of death"),
    ReasonCode.UNKNOWN_EMPLOYER: Text("用人单位未登记", "the employer is not registered"),
    ReasonCode.PERIOD: Text("止期早于起期", "it ends before it begins"),
    ReasonCode.OVERLAP: Text("同一险种、同一单位的参保时段重叠", "spells of one scheme and employer overlap"),
    ReasonCode.TWICE: Text("同一内容写了两次", "the same thing is given twice"),
    ReasonCode.PAID_WITHOUT_BASE: Text("有缴费没有基数", "a month is paid without a base"),
    ReasonCode.DATABASE: Text("数据库不接受这条记录", "the database does not accept the record"),
}


@dataclass(frozen=True, slots=True)
class Reason:
    """One rule that the record breaks: where, and what is wrong there."""

    code: ReasonCode
    field: str
    """Path in the record, e.g. ``documents/0/number``."""
    detail: str = ""

    @property
    def text(self) -> Text:
        return _TEXTS[self.code]

    def to_json(self) -> dict[str, str]:
        return {"code": self.code.value, "field": self.field, "detail": self.detail}

    @classmethod
    def from_json(cls, data: dict[str, str]) -> Reason:
        return cls(ReasonCode(data["code"]), data["field"], data["detail"])
