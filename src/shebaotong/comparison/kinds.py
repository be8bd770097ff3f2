"""The five kinds of comparison: which files they need, whose months clash, and the rule that says so."""

from __future__ import annotations

from dataclasses import dataclass

from shebaotong.comparison.layouts import ENROLMENTS, EVENTS, PAYMENTS, SCHEMES, Layout


@dataclass(frozen=True, slots=True)
class Side:
    layout: Layout
    scheme_column: str
    wanted: tuple[str, ...]
    """Values of the scheme column that can clash; rows with others are compared and found lawful."""


@dataclass(frozen=True, slots=True)
class Kind:
    name: str
    left: Side
    right: Side
    same_scheme: bool
    """Only equal schemes clash (an enrolment doubles only one of its own kind)."""
    rule: str
    version: int

    @property
    def sides(self) -> tuple[tuple[str, Side], tuple[str, Side]]:
        return ("left", self.left), ("right", self.right)


# 人社部令第13号第九条: with two employers each insures work injury, so that a double one is lawful.
_DOUBLE_ENROLMENT = ("employee_pension", "resident_pension", "unemployment")
# An injury pension is lawful beside wages and beside each of these.
_DOUBLE_BENEFIT = ("employee_pension", "resident_pension", "unemployment")
_ALL_BENEFITS = PAYMENTS.codes["benefit"]

KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind(
            name="enrolment",
            left=Side(ENROLMENTS, "kind", _DOUBLE_ENROLMENT),
            right=Side(ENROLMENTS, "kind", _DOUBLE_ENROLMENT),
            same_scheme=True,
            rule="enrolment.duplicate",
            version=1,
        ),
        Kind(
            name="benefit",
            left=Side(PAYMENTS, "benefit", _DOUBLE_BENEFIT),
            right=Side(PAYMENTS, "benefit", _DOUBLE_BENEFIT),
            same_scheme=False,
            rule="benefit.duplicate",
            version=1,
        ),
        Kind(
            name="benefit-while-contributing",
            left=Side(PAYMENTS, "benefit", ("employee_pension", "unemployment")),
            right=Side(ENROLMENTS, "kind", ("employee_pension",)),
            same_scheme=False,
            rule="benefit.contributing",
            version=1,
        ),
        Kind(
            name="after-death",
            left=Side(PAYMENTS, "benefit", _ALL_BENEFITS),
            right=Side(EVENTS, "event", ("death",)),
            same_scheme=False,
            rule="benefit.after_death",
            version=1,
        ),
        Kind(
            name="in-prison",
            left=Side(PAYMENTS, "benefit", _ALL_BENEFITS),
            right=Side(EVENTS, "event", ("imprisoned", "released")),
            same_scheme=False,
            rule="benefit.in_prison",
            version=1,
        ),
    )
}

SCHEME_CODES: tuple[str, ...] = (*SCHEMES, "injury_pension")
"""Numbers of schemes and benefits inside the encoded files: the place in this list."""
EVENT_CODES: tuple[str, ...] = EVENTS.codes["event"]
