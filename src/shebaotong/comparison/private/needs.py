"""What each kind of comparison needs to know of a common person, and nothing more.

``person_id`` is not among them: the other province has the number already, or the person would not be
common. Only its form travels, because a 15-digit number counts less. Sex, contribution base and the source of
an event never leave, for no finding depends on them; nor does an enrolment's status, for only normal ones do.
"""

from __future__ import annotations

from shebaotong.comparison.private.mandate import Side

NUMBER_FORM = "number_form"
"""``15`` for a number of before 1999, else empty."""

_PERSON = frozenset({NUMBER_FORM, "name", "birth_date"})
_ENROLMENT = _PERSON | {"kind", "agency", "start_month", "end_month"}
_PAYMENT = _PERSON | {"benefit", "agency", "month", "amount_fen"}
_EVENT = _PERSON | {"event", "date"}

_NEEDS: dict[str, dict[Side, frozenset[str]]] = {
    "enrolment": {"left": _ENROLMENT, "right": _ENROLMENT},
    "benefit": {"left": _PAYMENT, "right": _PAYMENT},
    "benefit-while-contributing": {"left": _PAYMENT, "right": _ENROLMENT},
    "after-death": {"left": _PAYMENT, "right": _EVENT},
    "in-prison": {"left": _PAYMENT, "right": _EVENT},
}


def needed_columns(kind: str, side: Side) -> frozenset[str]:
    """The columns that a side sends for each common person."""
    return _NEEDS[kind][side]
