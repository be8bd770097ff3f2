"""Findings put into words: the columns that people and programs read, with a Chinese sentence for each.

A finding is a doubt. The sentence says which months clash and where, what speaks for one person, which rule
found it, and that nothing may be stopped or cleared before somebody has checked it.
"""

from __future__ import annotations

from shebaotong.comparison import clauses, numbers
from shebaotong.comparison import evidence as e
from shebaotong.comparison.dialect import Dialect
from shebaotong.comparison.kinds import SCHEME_CODES, Kind

COLUMNS = {
    "person_id": "varchar",
    "kind": "varchar",
    "left_agency": "varchar",
    "left_scheme": "varchar",
    "right_agency": "varchar",
    "right_scheme": "varchar",
    "first_month": "varchar",
    "last_month": "varchar",
    "months": "integer",
    "left_amount_fen": "bigint",
    "right_amount_fen": "bigint",
    "confidence": "double",
    "rule": "varchar",
    "rule_version": "integer",
    "explanation": "varchar",
}
"""The columns of the findings file."""

_ENROLLED = {
    "employee_pension": "职工基本养老保险",
    "resident_pension": "城乡居民基本养老保险",
    "unemployment": "失业保险",
    "work_injury": "工伤保险",
}
_PAID = {
    "employee_pension": "职工基本养老金",
    "resident_pension": "城乡居民养老金",
    "unemployment": "失业保险金",
    "injury_pension": "工伤伤残津贴",
}

SIGNS_BEGIN, SIGNS_JOIN, SIGNS_END = "判断为同一人的依据：", "；", "。规则"
"""Where the evidence stands in the sentence, for those who read it back (:mod:`.reading`)."""
SIGNS = (
    (e.RESIDENT_EQUAL, "证件号码相同且校验码正确"),
    (e.PERMIT_EQUAL, "通行证或护照等证件号码相同"),
    (e.SHORT_EQUAL, "15位旧号码升位后相同，但出生日期未能印证"),
    (e.UNDATED_EQUAL, "通行证或护照等证件号码相同，但缺出生日期"),
    (e.BROKEN_EQUAL, "证件号码相同，但号码有误（校验码、出生日期或位数不对）"),
    (e.LINKED, "号码不同，已登记为同一人的证件"),
    (e.REISSUED, "号码不同，属同一证件换发前后的号码"),
    (e.CLOSE, "号码仅差一两个字符，姓名和出生日期相同"),
    (e.NAMESAKE, "号码不同，姓名和出生日期相同"),
    (e.STATISTICAL, "号码不同，按姓名、出生日期等统计推断为同一人"),
    (e.NAME_DIFFERS, "两地登记的姓名不一致"),
    (e.BIRTH_DIFFERS, "两地登记的出生日期不一致"),
)


def worded(kind: Kind, findings: str, sql: Dialect) -> str:
    """SELECT of COLUMNS from ``findings`` (clashes.FINDING, and the ``number`` that names the person)."""
    schemes = dict(zip(SCHEME_CODES, SCHEME_CODES, strict=True))
    return f"""
      select
        number as person_id,
        '{kind.name}' as kind,
        left_agency, {_case("left_scheme", schemes)} as left_scheme,
        right_agency, {_case("right_scheme", schemes)} as right_scheme,
        {_month("since", sql)} as first_month, {_month("until", sql)} as last_month,
        cast(until - since + 1 as int) as months,
        left_amount as left_amount_fen, right_amount as right_amount_fen,
        cast(confidence as double) / 100 as confidence,
        '{kind.rule}' as rule, cast({kind.version} as int) as rule_version,
        concat({_month("since", sql)}, '至', {_month("until", sql)},
          '（', cast(until - since + 1 as varchar(9)), '个月），', {_facts(kind, sql)},
          '{SIGNS_BEGIN}', {_signs()}, '{SIGNS_END}{kind.rule}@{kind.version}（', {_basis(kind)},
          '）。本条为疑点，核实前不得据此停发、清理或扣款。') as explanation
      from {findings} as found
    """


def number(sql: Dialect) -> str:
    """SQL: the number that names the person of a finding; needs ``number`` of ids below zero."""
    return f"case when person >= 0 then {numbers.eighteen('person', sql)} else number end"


def _facts(kind: Kind, sql: Dialect) -> str:
    """What clashes, in a sentence."""
    enrolled, paid = _case("left_scheme", _ENROLLED), _case("left_scheme", _PAID)
    paying = f"left_agency, '发放', {paid}, '共', {_yuan('left_amount', sql)}, '元"
    if kind.name == "enrolment":
        return f"left_agency, '与', right_agency, '同时登记', {enrolled}, '参保缴费。'"
    if kind.name == "benefit":
        other = f"'，', right_agency, '发放', {_case('right_scheme', _PAID)}"
        return f"{paying}', {other}, '共', {_yuan('right_amount', sql)}, '元，月份相同。'"
    if kind.name == "benefit-while-contributing":
        return f"{paying}，同期', right_agency, '有', {_case('right_scheme', _ENROLLED)}, '参保缴费。'"
    if kind.name == "after-death":
        return f"{paying}，而死亡登记在此之前的月份。'"
    return f"{paying}，而登记为整月在押服刑。'"


def _basis(kind: Kind) -> str:
    """The clause behind the rule, for the schemes at hand."""
    if kind.name == "enrolment":
        return _case("left_scheme", {scheme: found.words for scheme, found in clauses.ENROLMENT.items()})
    if kind.name == "benefit-while-contributing":
        return _case("left_scheme", {scheme: found.words for scheme, found in clauses.CONTRIBUTING.items()})
    if kind.name != "benefit":
        return f"'{clauses.clause(kind.name, '', None).words}'"
    cases = []
    for pair, found in clauses.BENEFIT.items():
        low, high = sorted(SCHEME_CODES.index(scheme) for scheme in pair)
        cases.append(
            f"when least(left_scheme, right_scheme) = {low} and greatest(left_scheme, right_scheme) = {high}"
            f" then '{found.words}'"
        )
    return f"case {' '.join(cases)} end"


def _signs() -> str:
    """The evidence in words; of a run that rests on several signs, all of them. Most rest on one."""
    alone = " ".join(f"when {bit} then '{text}'" for bit, text in SIGNS)
    parts = ", ".join(f"case when evidence & {bit} <> 0 then '{text}' end" for bit, text in SIGNS)
    return f"case evidence {alone} else concat_ws('{SIGNS_JOIN}', {parts}) end"


def _case(column: str, texts: dict[str, str]) -> str:
    cases = " ".join(f"when {SCHEME_CODES.index(code)} then '{text}'" for code, text in texts.items())
    return f"case {column} {cases} end"


def _month(ordinal: str, sql: Dialect) -> str:
    # A day's text: a third of the time that printf takes.
    first_day = f"make_date(cast({sql.divide(ordinal, '12')} as int), cast({ordinal} % 12 + 1 as int), 1)"
    return f"substr(cast({first_day} as varchar(10)), 1, 7)"


def _yuan(fen: str, sql: Dialect) -> str:
    sign = f"case when {fen} < 0 then '-' else '' end"
    whole = sql.divide(f"abs({fen})", "100")
    return f"{sign}, cast({whole} as varchar(20)), '.', lpad(cast(abs({fen}) % 100 as varchar(2)), 2, '0')"
