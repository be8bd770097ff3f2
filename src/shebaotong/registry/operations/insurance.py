"""Operations on spells of insurance and accounts.

``enrolment_end`` ``{"kind", "last_month": "YYYY-MM", "employer"?: uscc}``: the running spells of the
    scheme, of one employer where it is given, end with that month.
``lump_sum_settled`` ``{"scheme", "on": date}``: the person's accounts in the scheme are paid out, which
    ends the insurance with the month of that day. Once, and to nobody who draws a pension of the scheme.
``lump_sum_reversed`` ``{"scheme", "on": date}``: what the case has settled so is taken back by entries of
    their own, and the spells that it ended go on. Nothing where the case has settled nothing.
"""

from __future__ import annotations

from django.db.models import Sum

from shebaotong.kernel.api import Month, Period
from shebaotong.registry import refusal
from shebaotong.registry.codes import AccountEntryKind, EntitlementStatus, Scheme, title_of
from shebaotong.registry.models import Account, AccountEntry, Enrolment, Entitlement, SettledSpell
from shebaotong.registry.operations.change import Change
from shebaotong.registry.operations.data import Data

_SETTLING = (AccountEntryKind.SETTLED, AccountEntryKind.REVERSAL)


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
            _enter(change, account, AccountEntryKind.SETTLED, -balance, Month.of(on))
    for spell in _end_running(change, scheme, Month.of(on), None):
        SettledSpell.objects.create(
            agency=change.agency,
            person_id=change.person,
            kind=scheme,
            employer=spell.employer,
            first_month=spell.period.start,
            last_month=Month.of(on),
            case_number=change.case_number,
            document_ref=change.document_ref,
        )


def reverse_lump_sum(change: Change, data: Data) -> None:
    scheme, on = data.code("scheme", Scheme), data.day("on")
    data.done()
    accounts = Account.objects.filter(agency=change.agency, person_id=change.person, scheme=scheme)
    for account in accounts.select_for_update():
        own = account.entries.filter(kind__in=_SETTLING, case_number=change.case_number)
        paid_out = own.aggregate(sum=Sum("amount_fen"))["sum"]
        if paid_out:
            _enter(change, account, AccountEntryKind.REVERSAL, -paid_out, Month.of(on))
    settled = SettledSpell.objects.filter(agency=change.agency, case_number=change.case_number)
    for each in settled.filter(person_id=change.person, kind=scheme):
        _go_on(each)


def _enter(change: Change, account: Account, kind: AccountEntryKind, amount_fen: int, month: Month) -> None:
    AccountEntry.objects.create(
        agency=change.agency,
        account=account,
        kind=kind,
        month=month,
        amount_fen=amount_fen,
        case_number=change.case_number,
        document_ref=change.document_ref,
    )


def _go_on(settled: SettledSpell) -> None:
    """The spell runs again, unless its end was changed since or another one has begun after it."""
    spells = Enrolment.objects.select_for_update().filter(
        agency=settled.agency, person=settled.person_id, kind=settled.kind, employer=settled.employer_id
    )
    ended = Period(settled.first_month, settled.last_month)
    for spell in spells:
        if spell.period == ended and not any(other.period.start > ended.start for other in spells):
            spell.period = Period(ended.start, None)
            spell.save(update_fields=["period"])


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
    """Whether another case has paid the person's account out, and has not taken it back."""
    moved = AccountEntry.objects.filter(
        agency=change.agency, account__person=change.person, account__scheme=scheme
    ).exclude(case_number=change.case_number)
    # What an agency brought along names no case, so that a reversal there may be of anything.
    if moved.filter(kind=AccountEntryKind.SETTLED, case_number="").exists():
        return True
    by_case = moved.filter(kind__in=_SETTLING).exclude(case_number="").values("case_number", "account")
    return by_case.annotate(sum=Sum("amount_fen")).filter(sum__lt=0).exists()


def _end_running(change: Change, scheme: Scheme, last: Month, employer: str | None) -> list[Enrolment]:
    running = Enrolment.objects.select_for_update().filter(
        agency=change.agency, person_id=change.person, kind=scheme, period__upper_inf=True
    )
    if employer is not None:
        running = running.filter(employer__uscc=employer)
    ended = []
    for spell in running:
        if last < spell.period.start:
            raise refusal.bad_data("enrolment_end", f"the spell began after {last}, in {spell.period.start}")
        spell.period = Period(spell.period.start, last)
        spell.save(update_fields=["period"])
        ended.append(spell)
    return ended
