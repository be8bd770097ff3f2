"""Operations on spells of insurance and accounts.

``enrolment_end`` ``{"kind", "last_month": "YYYY-MM", "employer"?: uscc}``: the running spells of the
    scheme, of one employer where it is given, end with that month.
``lump_sum_settled`` ``{"scheme", "on": date}``: the person's accounts in the scheme are paid out, which
    ends the insurance with the month of that day. Once, and to nobody who draws a pension of the scheme.
"""

from __future__ import annotations

from django.db.models import Sum

from shebaotong.kernel.api import Month, Period
from shebaotong.registry import refusal
from shebaotong.registry.codes import AccountEntryKind, EntitlementStatus, Scheme, title_of
from shebaotong.registry.models import Account, AccountEntry, Enrolment, Entitlement
from shebaotong.registry.operations.change import Change
from shebaotong.registry.operations.data import Data


def end_enrolment(change: Change, data: Data) -> None:
    scheme, last = data.code("kind", Scheme), data.month("last_month")
    employer = data.uscc_or_none("employer")
    data.done()
    if not _end_running(change, scheme, last, employer):
        raise refusal.conflict(
            f"此人在本机构没有正在参加的{title_of(scheme).zh}。",
            f"The person is not insured here at present: {title_of(scheme).en}.",
        )


def settle_lump_sum(change: Change, data: Data) -> None:
    scheme, on = data.code("scheme", Scheme), data.day("on")
    data.done()
    _refuse_second(change, scheme)
    accounts = Account.objects.filter(agency=change.agency, person_id=change.person, scheme=scheme)
    for account in accounts.select_for_update():
        balance = account.entries.aggregate(sum=Sum("amount_fen"))["sum"]
        if balance:
            AccountEntry.objects.create(
                agency=change.agency,
                account=account,
                kind=AccountEntryKind.SETTLED,
                month=Month.of(on),
                amount_fen=-balance,
                case_number=change.case_number,
                document_ref=change.document_ref,
            )
    _end_running(change, scheme, Month.of(on), None)


def _refuse_second(change: Change, scheme: Scheme) -> None:
    """The account is what a monthly pension is paid from, and is paid out once."""
    monthly = Entitlement.objects.filter(agency=change.agency, person_id=change.person, benefit=scheme.value)
    if monthly.exclude(status=EntitlementStatus.ENDED).exists():
        raise refusal.conflict(
            "此人正在按月领取养老金，不能再一次性领取个人账户。",
            "The person draws a monthly pension; the account cannot be paid out as well.",
        )
    if settled_before(change, scheme):
        raise refusal.conflict(
            "此人的个人账户已经在另一件里一次性领取，不能再领一次。",
            "The account was paid out in another case; it cannot be paid out again.",
        )


def settled_before(change: Change, scheme: Scheme) -> bool:
    """Whether another case has paid the person's account out."""
    settled = AccountEntry.objects.filter(
        agency=change.agency,
        account__person=change.person,
        account__scheme=scheme,
        kind=AccountEntryKind.SETTLED,
    )
    return settled.exclude(case_number=change.case_number).exists()


def _end_running(change: Change, scheme: Scheme, last: Month, employer: str | None) -> int:
    running = Enrolment.objects.select_for_update().filter(
        agency=change.agency, person_id=change.person, kind=scheme, period__upper_inf=True
    )
    if employer is not None:
        running = running.filter(employer__uscc=employer)
    ended = 0
    for spell in running:
        if last < spell.period.start:
            raise refusal.bad_data("enrolment_end", f"the spell began after {last}, in {spell.period.start}")
        spell.period = Period(spell.period.start, last)
        spell.save(update_fields=["period"])
        ended += 1
    return ended
