"""Operations on benefits.

``certification`` ``{"method", "place_agency", "by", "on", "valid_until"}``: the proof is kept, every
    running benefit that needs one is certified until then, and what was suspended for want of it resumes.
``benefit_award`` ``{"benefit", "from": "YYYY-MM", "amount_fen", "last_month"?, "certified_until"?}``; where
    the same case has awarded it before and decides anew, the running benefit becomes what the decision says.
    One that runs for some months only ends with ``last_month``.
``benefit_amount`` ``{"benefit", "amount_fen"}``: a running benefit is determined again (重核).
``benefit_suspend`` ``{"benefit", "reason"}``, ``benefit_resume`` ``{"benefit"}``
``benefit_end`` ``{"benefit", "last_month": "YYYY-MM", "reason"}``
"""

from __future__ import annotations

from enum import StrEnum

from django.db.models import QuerySet

from shebaotong.kernel.api import Month
from shebaotong.registry import refusal
from shebaotong.registry.codes import Benefit, CertificationMethod, EntitlementStatus, Scheme, title_of
from shebaotong.registry.models import Certification, Entitlement, EntitlementVersion
from shebaotong.registry.operations.change import Change
from shebaotong.registry.operations.data import Data
from shebaotong.registry.operations.insurance import settled_before
from shebaotong.store.api import ask

_AWARD = "SELECT * FROM registry_award(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"


class SuspendReason(StrEnum):
    NOT_CERTIFIED = "not_certified"
    UNDER_CHECK = "under_check"


class EndReason(StrEnum):
    DEATH = "death"
    EXPIRED = "expired"
    RE_EMPLOYED = "re_employed"
    DRAWN_ELSEWHERE = "drawn_elsewhere"
    LOST_RIGHT = "lost_right"
    REPLACED = "replaced"
    """The case that awarded it has decided anew."""


def certify(change: Change, data: Data) -> None:
    method = data.code("method", CertificationMethod)
    place, by = data.agency("place_agency"), data.text("by")
    on, valid_until = data.day("on"), data.day("valid_until")
    data.done()
    if valid_until < on:
        raise refusal.bad_data("certification", "valid_until lies before on")
    Certification.objects.create(
        agency=change.agency,
        person_id=change.person,
        method=method,
        place_agency=place,
        by=by,
        on=on,
        valid_until=valid_until,
        case_number=change.case_number,
        document_ref=change.document_ref,
    )
    for entitlement in _running(change).filter(certified_until__isnull=False):
        # An older proof that arrives late never shortens what a newer one has given.
        entitlement.certified_until = max(entitlement.certified_until or valid_until, valid_until)
        if entitlement.status_reason == SuspendReason.NOT_CERTIFIED:
            entitlement.status, entitlement.status_reason = EntitlementStatus.ACTIVE, ""
        _save(change, entitlement)


def award(change: Change, data: Data) -> None:
    benefit = data.code("benefit", Benefit)
    from_month, amount = data.month("from"), data.fen("amount_fen")
    last, certified_until = data.month_or_none("last_month"), data.day_or_none("certified_until")
    data.done()
    if last is not None and last < from_month:
        raise refusal.bad_data("benefit_award", "last_month lies before from")
    if benefit is Benefit.EMPLOYEE_PENSION and settled_before(change, Scheme.EMPLOYEE_PENSION):
        raise refusal.conflict(
            "此人的个人账户已经一次性领取，不能再按月领取养老金。",
            "The person's account was paid out once; no monthly pension can be awarded.",
        )
    given = [change.agency, change.person, benefit.value, from_month.ordinal, last and last.ordinal, amount]
    given += [certified_until, change.case_number, change.document_ref, change.now]
    if not ask(_AWARD, given):
        running = _one_running(change, benefit)
        if _is_kept(change, running, from_month):
            running.amount_fen, running.last_month = amount, last
            if certified_until is not None:
                running.certified_until = max(running.certified_until or certified_until, certified_until)
            if running.status_reason == SuspendReason.UNDER_CHECK:
                running.status, running.status_reason = EntitlementStatus.ACTIVE, ""
            _save(change, running)
            return
        ask(_AWARD, given)


def _is_kept(change: Change, running: Entitlement, from_month: Month) -> bool:
    """Whether the benefit that runs goes on under the new award; where another takes its place it is ended.

    Raises RegistryRefused where the person draws it already.
    """
    if running.last_month is not None and running.last_month < from_month:
        running.status_reason = EndReason.EXPIRED
    elif not _of_this_case(change, running):
        raise refusal.conflict(
            f"此人已在领取{title_of(Benefit(running.benefit)).zh}，不能重复核定。",
            f"The person draws this already: {title_of(Benefit(running.benefit)).en}. "
            "It cannot be awarded twice.",
        )
    elif running.from_month == from_month:
        return True
    else:
        # The month from which a benefit runs is never altered: from another month it is another one.
        running.last_month = running.from_month + -1
        running.status_reason = EndReason.REPLACED
    running.status = EntitlementStatus.ENDED
    _save(change, running)
    return False


def _of_this_case(change: Change, running: Entitlement) -> bool:
    """Whether the case that decides now has awarded this very benefit."""
    first = EntitlementVersion.objects.filter(agency=change.agency, entitlement=running.pk).order_by("id")
    awarded = first.values_list("state", flat=True).first()
    return awarded is not None and awarded["case_number"] == change.case_number != ""


def change_amount(change: Change, data: Data) -> None:
    entitlement = _one_running(change, data.code("benefit", Benefit))
    entitlement.amount_fen = data.fen("amount_fen")
    data.done()
    _save(change, entitlement)


def suspend(change: Change, data: Data) -> None:
    entitlement = _one_running(change, data.code("benefit", Benefit))
    entitlement.status = EntitlementStatus.SUSPENDED
    entitlement.status_reason = data.code("reason", SuspendReason)
    data.done()
    _save(change, entitlement)


def resume(change: Change, data: Data) -> None:
    entitlement = _one_running(change, data.code("benefit", Benefit))
    data.done()
    entitlement.status, entitlement.status_reason = EntitlementStatus.ACTIVE, ""
    _save(change, entitlement)


def end(change: Change, data: Data) -> None:
    entitlement = _one_running(change, data.code("benefit", Benefit))
    entitlement.status = EntitlementStatus.ENDED
    entitlement.last_month = data.month("last_month")
    entitlement.status_reason = data.code("reason", EndReason)
    data.done()
    _save(change, entitlement)


def _running(change: Change) -> QuerySet[Entitlement]:
    return (
        Entitlement.objects.select_for_update()
        .filter(agency=change.agency, person_id=change.person)
        .exclude(status=EntitlementStatus.ENDED)
    )


def _one_running(change: Change, benefit: Benefit) -> Entitlement:
    found = _running(change).filter(benefit=benefit).first()
    if found is None:
        raise refusal.conflict(
            f"此人没有正在领取的{title_of(benefit).zh}。",
            f"The person does not draw this: {title_of(benefit).en}.",
        )
    return found


def _save(change: Change, entitlement: Entitlement) -> None:
    entitlement.case_number, entitlement.document_ref = change.case_number, change.document_ref
    entitlement.changed_at = change.now
    entitlement.save()
