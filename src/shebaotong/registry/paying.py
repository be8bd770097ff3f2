"""Ordering payments: a row for each case and benefit, however often it is asked for; taking orders back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from shebaotong.kernel.api import Post, Text, Withdraw
from shebaotong.registry import refusal
from shebaotong.registry.codes import Benefit, OrderStatus
from shebaotong.registry.models import PaymentOrder, PaymentReversal
from shebaotong.registry.models.payment_order import STANDING
from shebaotong.registry.resolving import require
from shebaotong.store.api import agency_context


@dataclass(frozen=True, slots=True)
class Order:
    """A payment that a case has ordered."""

    id: int
    benefit: str
    amount_fen: int
    payable_from: date
    reason: Text
    status: str
    ordered_at: datetime
    taken_back: Text | None = None
    """Why it was taken back, if it was."""


def order_payment(*, agency: str, effect: Post, case_number: str, now: datetime) -> Order:
    """Order what a decision grants; the same order again is the order that is there.

    Ordered again it stays payable from the first day. Raises RegistryRefused for an unknown person or
    benefit, an amount not above 0, and a second order of the same case and benefit with another amount: the
    first has to be taken back.
    """
    if effect.benefit not in set(Benefit):
        raise refusal.unknown_code("benefit", effect.benefit)
    if effect.amount_fen <= 0:
        raise refusal.bad_data("payment order", "amount_fen is above 0")
    with agency_context(agency=agency):
        person = require(agency=agency, kind=effect.identifier_kind, number=effect.identifier)
        order, fresh = PaymentOrder.objects.get_or_create(
            agency=agency,
            case_number=case_number,
            benefit=effect.benefit,
            status__in=STANDING,
            defaults={
                "person_id": person,
                "amount_fen": effect.amount_fen,
                "payable_from": effect.payable_from,
                "reason_zh": effect.reason.zh,
                "reason_en": effect.reason.en,
                "ordered_at": now,
            },
        )
        if not fresh and (order.person_id, order.amount_fen) != (person, effect.amount_fen):
            raise refusal.conflict(
                "本办件已为这项待遇下过另一笔支付指令，要改须另作决定。",
                "This case has ordered another payment of this benefit; a change needs a new decision.",
            )
    return _order(order)


def withdraw_order(
    *, agency: str, effect: Withdraw, document_ref: str, case_number: str, now: datetime
) -> None:
    """Take back what the case has ordered of the benefit: not paid yet it is cancelled, paid it is to be
    recovered. Nothing where no order stands, or it is of the amount that is kept."""
    with agency_context(agency=agency):
        standing = PaymentOrder.objects.select_for_update().filter(
            agency=agency, case_number=case_number, benefit=effect.benefit, status__in=STANDING
        )
        for order in standing:
            if order.amount_fen == effect.keep_fen:
                continue
            paid = order.status == OrderStatus.PAID
            order.status = OrderStatus.RECOVER if paid else OrderStatus.CANCELLED
            PaymentReversal.objects.create(
                agency=agency,
                order=order,
                made=order.status,
                document_ref=document_ref,
                reason_zh=effect.reason.zh,
                reason_en=effect.reason.en,
                reversed_at=now,
            )
            order.save(update_fields=["status"])


def orders_of(*, agency: str, case_number: str) -> tuple[Order, ...]:
    """What the case has ordered at this agency, oldest first."""
    with agency_context(agency=agency):
        found = PaymentOrder.objects.filter(agency=agency, case_number=case_number)
        why = {
            order: Text(zh, en)
            for order, zh, en in PaymentReversal.objects.filter(
                agency=agency, order__in=found.values("id")
            ).values_list("order_id", "reason_zh", "reason_en")
        }
        return tuple(_order(order, why.get(order.pk)) for order in found.order_by("id"))


def _order(order: PaymentOrder, taken_back: Text | None = None) -> Order:
    return Order(
        id=order.pk,
        benefit=order.benefit,
        amount_fen=order.amount_fen,
        payable_from=order.payable_from,
        reason=Text(order.reason_zh, order.reason_en),
        status=order.status,
        ordered_at=order.ordered_at,
        taken_back=taken_back,
    )
