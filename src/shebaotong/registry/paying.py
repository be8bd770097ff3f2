"""Ordering payments: a row for each case and benefit, however often it is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from shebaotong.kernel.api import Post, Text
from shebaotong.registry import refusal
from shebaotong.registry.codes import Benefit
from shebaotong.registry.models import PaymentOrder
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


def order_payment(*, agency: str, effect: Post, case_number: str, now: datetime) -> Order:
    """Order what a decision grants; the same order again is the order that is there.

    Raises RegistryRefused for an unknown person or benefit, an amount not above 0, and a second order
    of the same case and benefit that says something else: that needs a decision of its own.
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
            defaults={
                "person_id": person,
                "amount_fen": effect.amount_fen,
                "payable_from": effect.payable_from,
                "reason_zh": effect.reason.zh,
                "reason_en": effect.reason.en,
                "ordered_at": now,
            },
        )
        ordered = (order.person_id, order.amount_fen, order.payable_from)
        if not fresh and ordered != (person, effect.amount_fen, effect.payable_from):
            raise refusal.conflict(
                "本办件已为这项待遇下过另一笔支付指令，要改须另作决定。",
                "This case has ordered another payment of this benefit; a change needs a new decision.",
            )
    return _order(order)


def orders_of(*, agency: str, case_number: str) -> tuple[Order, ...]:
    """What the case has ordered at this agency, oldest first."""
    with agency_context(agency=agency):
        found = PaymentOrder.objects.filter(agency=agency, case_number=case_number)
        return tuple(_order(order) for order in found.order_by("id"))


def _order(order: PaymentOrder) -> Order:
    return Order(
        id=order.pk,
        benefit=order.benefit,
        amount_fen=order.amount_fen,
        payable_from=order.payable_from,
        reason=Text(order.reason_zh, order.reason_en),
        status=order.status,
        ordered_at=order.ordered_at,
    )
