"""From encoded rows of both sides to findings: the rows of common persons, their clashing months, runs.

The caller defines the relations ``left_rows`` and ``right_rows`` (encoded rows of their layouts) and, for
persons known under several numbers, ``matches`` (left_id, right_id, person, tie_confidence, tie_evidence)
and ``families`` (id, person). Everything here is one SELECT, the same on every engine.
"""

from __future__ import annotations

from shebaotong.comparison import evidence
from shebaotong.comparison.encode import OPEN_END
from shebaotong.comparison.kinds import EVENT_CODES, Kind, Side
from shebaotong.comparison.layouts import ENROLMENTS, EVENTS, PAYMENTS

FINDING = (
    "person",
    "left_scheme",
    "left_agency",
    "right_scheme",
    "right_agency",
    "since",
    "until",
    "left_amount",
    "right_amount",
    "confidence",
    "evidence",
)
"""Columns of a finding before it is put into words; ``person`` is an encoded number."""

ORDER = "person, left_agency, left_scheme, right_agency, right_scheme, since, confidence desc"

_PERSON = ("id", "name_hash", "birth", "grade")
_MATCH = ("other", "person", "tie_confidence", "tie_evidence")
"""Of a left row that meets through ``matches``: the right side's number, and what ties the two."""
_GROUP = "person, left_scheme, left_agency, right_scheme, right_agency, certain"


def findings(kind: Kind, *, as_of: int, tied: bool) -> str:
    """SELECT of the FINDING columns. ``as_of`` is the last month that counts, since year 0.

    With ``tied`` rows meet through ``matches``, otherwise through equal numbers.
    """
    *steps, (_, last) = findings_in_steps(kind, as_of=as_of, tied=tied)
    return f"with {', '.join(f'{name} as ({select})' for name, select in steps)} {last}"


def findings_in_steps(kind: Kind, *, as_of: int, tied: bool) -> list[tuple[str, str]]:
    """The same as relations (name, SELECT), each of which may use those before; the last is ``found``."""
    columns = ", ".join(FINDING)
    unbroken, run = _unbroken(kind), _run(kind)
    longest = ", max(until - since) as longest" if _paid(kind) else ""
    before = f"(partition by {_GROUP} order by since, until rows between unbounded preceding"
    return [
        ("left_common", _common(kind.left, "left", tied)),
        ("right_common", _common(kind.right, "right", tied)),
        ("left_spans", _spans(kind.left, "left_common", as_of, tied)),
        ("right_spans", _spans(kind.right, "right_common", as_of, tied)),
        ("pairs", _pairs(kind, tied)),
        ("months", _months(kind, "pairs") if _paid(kind) else "select * from pairs"),
        ("grouped", f"select {_GROUP}, {run}, count(*) as parts{longest} from months group by {_GROUP}"),
        ("broken", f"select * from grouped where not ({unbroken})"),
        ("left_over", _of_groups("months", "broken")),
        ("pieces", "select * from left_over" if _paid(kind) else _months(kind, "left_over")),
        (
            "marked",
            f"select *, case when since <= 1 + max(until) over {before} and 1 preceding)"
            " then 0 else 1 end as opens from pieces",
        ),
        ("numbered", f"select *, sum(opens) over {before} and current row) as run from marked"),
        (
            "found",
            f"select {columns} from grouped where {unbroken} union all select {columns}"
            f" from (select {_GROUP}, {run} from numbered group by {_GROUP}, run) as runs",
        ),
    ]


def used_twice(kind: Kind) -> set[str]:
    """The steps that several others read: an engine that would compute them each time keeps them."""
    of_pairs = {0: {"pairs"}, 1: {"months"}, 2: {"pairs", "months"}}[len(_paid(kind))]
    return {"left_common", "right_common", "grouped"} | of_pairs


def _paid(kind: Kind) -> list[str]:
    """The sides whose payments are added up."""
    return [own for own, side in kind.sides if side.layout is PAYMENTS]


def _run(kind: Kind) -> str:
    """What pieces of months are together."""
    amounts = (
        f"{f'cast(sum({side}_amount) as bigint)' if _paid(kind) else 'cast(null as bigint)'} as {side}_amount"
        for side in ("left", "right")
    )
    return (
        f"min(since) as since, max(until) as until, {', '.join(amounts)},"
        " min(confidence) as confidence, bit_or(evidence) as evidence"
    )


def _unbroken(kind: Kind) -> str:
    """Whether a group is one run as it stands, as nearly all are: only the others are put in order.

    It is where it has one piece; and single months, each once, are where there are as many as from first to
    last. Without payments the pieces are pairs of rows, and equal ones may come more than once.
    """
    return "parts = 1 or (longest = 0 and parts = until - since + 1)" if _paid(kind) else "parts = 1"


def _of_groups(rows: str, groups: str) -> str:
    same = " and ".join(f"{rows}.{key} is not distinct from {groups}.{key}" for key in _GROUP.split(", "))
    return f"select {rows}.* from {rows} semi join {groups} on {same}"


def _common(side: Side, own: str, tied: bool) -> str:
    """The rows whose person the other side has too: equal rows once, payments of one month as one sum.

    Equal enrolments of the right side stay: those of the left met once, they do no harm.
    """
    kept = {
        ENROLMENTS.name: (*_PERSON, "scheme", "agency", "since", "until"),
        PAYMENTS.name: (*_PERSON, "scheme", "agency", "since"),
        EVENTS.name: (*_PERSON, "scheme", "day"),
    }[side.layout.name]
    columns = ", ".join(kept)
    amount = ", sum(amount) as amount" if side.layout is PAYMENTS else ""
    if tied and own == "left":
        # Joined here and grouped, so that no engine can think of joining the two sides by scheme alone.
        columns = f"{columns}, {', '.join(_MATCH)}"
        met = "select distinct left_id, right_id as other, person, tie_confidence, tie_evidence from matches"
        return f"""
          select {columns}{amount} from left_rows join ({met}) as met on met.left_id = left_rows.id
          group by {columns}
        """
    if tied:
        met = "select right_id from matches"
        if by_family(side):
            met = f"{met} union {relatives(met)}"
    else:
        met = "select id from right_rows" if own == "left" else "select id from left_common"
    common = f"select {columns}{amount} from {own}_rows where id in ({met})"
    return common if own == "right" and side.layout is ENROLMENTS else f"{common} group by {columns}"


def by_family(side: Side) -> bool:
    """Whether what follows from a row depends on rows under other numbers of the person: a release ends an
    imprisonment."""
    return "released" in side.wanted


def relatives(ids: str) -> str:
    """SELECT of all numbers that are linked documents of the same persons as some of ``ids``."""
    persons = f"select person from families where id in ({ids})"
    return f"select id from families where person in ({persons})"


def _spans(side: Side, rows: str, as_of: int, tied: bool) -> str:
    """Each row as the months from ``since`` to ``until``, cut off after the as-of month."""
    person = ", ".join((*_PERSON, *(_MATCH if tied and rows == "left_common" else ())))
    no_amount = "cast(null as bigint) as amount"
    if side.layout is ENROLMENTS:
        until = f"least(until, {as_of}) as until"
        return (
            f"select {person}, scheme, agency, since, {until}, {no_amount} from {rows} where since <= {as_of}"
        )
    if side.layout is PAYMENTS:
        until = "since as until"
        return f"select {person}, scheme, agency, since, {until}, amount from {rows} where since <= {as_of}"
    months = _after_death(rows) if side.wanted == ("death",) else _inside_prison(rows, tied)
    return f"""
      select {person}, cast(null as tinyint) as scheme, cast(null as varchar(1)) as agency,
        since, least(until, {as_of}) as until, {no_amount}
      from ({months}) as event_months where since <= least(until, {as_of})
    """


def _after_death(rows: str) -> str:
    """The months after the month of death."""
    return f"select *, {_month('day')} + 1 as since, {OPEN_END} as until from {rows}"


def _inside_prison(rows: str, tied: bool) -> str:
    """The months wholly inside; the days of imprisonment and of release both count as inside.

    An imprisonment ends with the first release on or after it, under any of the person's numbers; without
    one the person is still inside.
    """
    who = "coalesce(families.person, events.id)" if tied else "events.id"
    family = "left join families on families.id = events.id" if tied else ""
    inside, outside = (
        f"(select events.*, {who} as who from {rows} as events {family}"
        f" where scheme = {EVENT_CODES.index(code)})"
        for code in ("imprisoned", "released")
    )
    person = ", ".join(f"inside.{column}" for column in _PERSON)
    release = "min(outside.day)"
    return f"""
      select {person},
        {_month("inside.day")} + case when day(inside.day) = 1 then 0 else 1 end as since,
        coalesce({_month(release)} - case when {release} = last_day({release}) then 0 else 1 end,
          {OPEN_END}) as until
      from {inside} as inside left join {outside} as outside
        on outside.who = inside.who and outside.day >= inside.day
      group by {person}, inside.day
    """


def _month(day: str) -> str:
    return f"cast(year({day}) * 12 + month({day}) - 1 as int)"


def _pairs(kind: Kind, tied: bool) -> str:
    """Every pair of rows of one person whose months clash, with what speaks for the person being one."""
    if tied:
        met = "join right_spans as r on r.id = l.other"
        person, tie = "l.person", "l.tie_confidence as tie_confidence, l.tie_evidence as tie_evidence"
    else:
        met = "join right_spans as r on r.id = l.id"
        person, tie = "l.id", ""
    clash = ["l.since <= r.until", "r.since <= l.until"]
    if kind.left.layout is PAYMENTS and kind.right.layout is PAYMENTS:
        clash = ["l.since = r.since"]
    if kind.same_scheme:
        clash.append("l.scheme = r.scheme")
    rows = ", ".join(
        f"{row}.{column} as {side}_{column}"
        for row, side in (("l", "left"), ("r", "right"))
        for column in (*_PERSON, "scheme", "agency", "amount")
    )
    return f"""
      select *, confidence = {evidence.CERTAIN} as certain
      from (
        select *, {evidence.confidence("tie_confidence" if tied else None)} as confidence,
          {evidence.bits("tie_evidence" if tied else None)} as evidence
        from (
          select {person} as person, {rows}, {tie + "," if tie else ""}
            greatest(l.since, r.since) as since, least(l.until, r.until) as until,
            least(l.grade, r.grade) as grade,
            coalesce(l.name_hash <> r.name_hash, false) as name_differs,
            coalesce(l.birth <> r.birth, false) as birth_differs
          from left_spans as l {met} where {" and ".join(clash)}
        ) as met
      ) as weighed
    """


def _months(kind: Kind, pairs: str) -> str:
    """Clashing months of each group in ``pairs``, with the payments of either side counted once each."""
    paid = _paid(kind)
    if not paid:
        return _once(pairs, "left", "cast(null as bigint)", "cast(null as bigint)", by_row=False)
    parts = []
    for own in paid:
        amounts = {
            side: f"any_value({side}_amount)" if side == own else "cast(null as bigint)"
            for side in ("left", "right")
        }
        parts.append(_once(pairs, own, amounts["left"], amounts["right"], by_row=True))
    return f"""
      select {_GROUP}, since, until, sum(left_amount) as left_amount, sum(right_amount) as right_amount,
        min(confidence) as confidence, bit_or(evidence) as evidence
      from ({" union all ".join(parts)}) as once group by {_GROUP}, since, until
    """


def _once(pairs: str, own: str, left_amount: str, right_amount: str, *, by_row: bool) -> str:
    row = "".join(f", {own}_{column}" for column in _PERSON) if by_row else ""
    return f"""
      select {_GROUP}, since, until, {left_amount} as left_amount, {right_amount} as right_amount,
        min(confidence) as confidence, bit_or(evidence) as evidence
      from {pairs} group by {_GROUP}, since, until{row}
    """
