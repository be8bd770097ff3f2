"""The clause behind each rule, for the schemes at hand; docs/comparison/kinds.md carries the reasoning.

A clause whose text nobody of us has read, or that says less than the rule needs, is not verified: the
sentence of a finding and the screen say so. A finding is a doubt either way.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Clause:
    text: str
    """Instrument, article and what it says, in Chinese."""
    verified: bool = True

    @property
    def words(self) -> str:
        """As it stands in a sentence."""
        return self.text if self.verified else f"{self.text}；依据未核实"


ENROLMENT: dict[str, Clause] = {
    "employee_pension": Clause(
        "人社部发〔2009〕187号三、人社部发〔2010〕70号十：由本人与经办机构商定保留一处"
    ),
    "resident_pension": Clause("参照人社部发〔2009〕187号三：同一险种的月份只计一次", verified=False),
    "unemployment": Clause(
        "人社厅发〔2021〕85号：失业保险关系随本人转移，由此推断不在两地并存", verified=False
    ),
}
"""By the scheme that both sides have."""

_RESIDENT_ENDS = Clause("人社部发〔2014〕17号八、人社厅发〔2021〕77号：保留职工待遇")
_PENSION_ENDS_UNEMPLOYMENT = Clause("社会保险法第五十一条：享受基本养老保险待遇的，停发失业保险金")
BENEFIT: dict[tuple[str, str], Clause] = {
    ("employee_pension", "employee_pension"): Clause("人社部规〔2016〕5号五：商定保留一处，其余清理"),
    ("employee_pension", "resident_pension"): _RESIDENT_ENDS,
    ("resident_pension", "resident_pension"): Clause("人社厅发〔2021〕77号：保留先领取的一处"),
    ("employee_pension", "unemployment"): _PENSION_ENDS_UNEMPLOYMENT,
    ("resident_pension", "unemployment"): _PENSION_ENDS_UNEMPLOYMENT,
    ("unemployment", "unemployment"): Clause("人社厅发〔2021〕85号：失业保险金只在一地领取"),
}
"""By the two benefits, whichever side pays which."""

CONTRIBUTING: dict[str, Clause] = {
    "employee_pension": Clause(
        "国办发〔2009〕66号二：已领取基本养老保险待遇的不再转移关系；领取期间可否缴费未见明文",
        verified=False,
    ),
    "unemployment": Clause("社会保险法第五十一条：重新就业的，停发失业保险金"),
}
"""By the benefit that the left side pays."""

AFTER_DEATH = Clause("社会保险经办条例第二十五条、第二十六条、第四十六条：先核查，再停发、追回")
IN_PRISON = Clause(
    "社会保险经办条例第二十五条、第二十六条、第四十六条：先核查，再停发、追回；服刑期间停发何种待遇未见明文",
    verified=False,
)


def clause(kind: str, left_scheme: str, right_scheme: str | None) -> Clause:
    """The clause of a finding of this kind. Raises KeyError for schemes that the kind does not compare."""
    if kind == "enrolment":
        return ENROLMENT[left_scheme]
    if kind == "benefit":
        pair = (left_scheme, str(right_scheme))
        return BENEFIT[pair] if pair in BENEFIT else BENEFIT[pair[::-1]]
    if kind == "benefit-while-contributing":
        return CONTRIBUTING[left_scheme]
    return {"after-death": AFTER_DEATH, "in-prison": IN_PRISON}[kind]
