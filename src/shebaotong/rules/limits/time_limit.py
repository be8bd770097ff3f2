"""How long an agency may take over a matter, by the law and by its own promise.

社会保险经办条例（国务院令第765号，2023年12月1日起施行）; for transfers 规定时限 (第十六条) are those of
their own instruments. A promise may shorten a limit and never lengthen it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from shebaotong.kernel.api import Explanation, Unknown
from shebaotong.rules.explaining import given
from shebaotong.rules.parameters.lookup import Parameters
from shebaotong.rules.refusal import NotComputable


class Matter(StrEnum):
    """What a limit is set for; each is a parameter ``limits.<matter>`` with its article."""

    REGISTRATION_PERSON = "social_insurance_registration_person"
    REGISTRATION_CHANGE = "registration_change_or_cancel"
    PENSION_CLAIM = "pension_claim"
    UNEMPLOYMENT_CLAIM = "unemployment_benefit_claim"
    TRAINING_SUBSIDY = "training_subsidy"
    INJURY_REIMBURSEMENT = "work_injury_manual_reimbursement"
    MEDICAL_REIMBURSEMENT = "medical_manual_reimbursement"
    MATERNITY_ALLOWANCE = "maternity_allowance"
    STOP_EVENT = "notify_stop_event_by_person"
    """This one binds the person or the family, not the agency."""
    PENSION_TRANSFER_REVIEW = "pension_transfer_review"
    PENSION_TRANSFER_SEND = "pension_transfer_send"
    PENSION_TRANSFER_POST = "pension_transfer_post"
    SCHEME_LINK_REVIEW = "scheme_link_review"
    SCHEME_LINK_SEND = "scheme_link_send"
    SCHEME_LINK_POST = "scheme_link_post"
    LUMP_PAYMENT_NOTICE = "lump_payment_notice"
    UNEMPLOYMENT_TRANSFER_SEND = "unemployment_transfer_send"


@dataclass(frozen=True, slots=True)
class TimeLimit:
    """In working days, the day of receipt left out; ``promised`` None where the agency promised nothing."""

    matter: Matter
    legal: int
    article: str
    promised: int | None
    explanation: Explanation

    @property
    def working_days(self) -> int:
        """The limit that binds: the promise, where there is one."""
        return self.legal if self.promised is None else self.promised


def time_limit(
    *, matter: Matter, promised: int | None = None, as_of: date, parameters: Parameters
) -> TimeLimit | Unknown:
    """The limit in force on ``as_of``. Raises NotComputable for a promise longer than the law allows."""
    legal = parameters.find(f"limits.{matter.value}", on=as_of)
    if isinstance(legal, Unknown):
        return legal
    if promised is not None and not 0 <= promised <= legal.integer:
        raise NotComputable(
            f"承诺时限应在0至{legal.integer}个工作日之间。",
            f"a promise of {promised} working days does not lie within the legal {legal.integer}",
        )
    promise = () if promised is None else (given("承诺时限", f"{promised} 个工作日"),)
    return TimeLimit(
        matter=matter,
        legal=legal.integer,
        article=legal.dated.reference.article,
        promised=promised,
        explanation=Explanation(
            name="办理时限",
            value=f"{legal.integer if promised is None else promised} 个工作日",
            formula="自收到次日起按工作日计算，依法中止的时间不计入",
            inputs=(legal.explain(), *promise),
        ),
    )
