"""An item's decisions in a test: made-up cases for properties, and the examples that experts read.

An example is a YAML entry with Chinese keys; :class:`Example` says which. It is followed through the
item's own ``needs`` and ``decide`` with the parameters that ship, and its result is compared whole: what
the outcome holds and the example does not name fails the test, and so does a misspelt key.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from shebaotong.cases import api as cases
from shebaotong.kernel.api import (
    SHANGHAI,
    CaseState,
    CaseView,
    Document,
    Envelope,
    Fact,
    FactKind,
    Flow,
    Item,
    Move,
    Party,
    Reach,
    read_shipped,
)
from shebaotong.rules.api import builtin
from support.contributions import years_of
from support.outcomes import shown

ITEMS = Path(cases.__file__).parents[1] / "services"
NOT_HELD = "查无此人"
_LACKS = {"required", "dependentRequired", "minProperties"}
"""What a proposal may fall short of: a person still adds it."""
_KEYS = {"名称", "受理地", "责任地", "步骤", "本机构", "日期", "此前文书", "收到", "登记系统", "结果"}


@dataclass(frozen=True)
class Example:
    """``名称`` what happens · ``受理地`` ``责任地`` starter and owner · ``本机构`` who decides · ``日期`` ·
    ``此前文书`` earlier documents · ``收到`` the document that has come · ``登记系统`` what the register (and
    for ``places`` the locator) says by kind of fact, or 查无此人 · ``结果`` the outcome."""

    item: Item
    file: str
    told: Mapping[str, Any]

    def __str__(self) -> str:
        return f"{self.item.code}/{self.file}: {self.told['名称']}"

    @property
    def view(self) -> CaseView:
        told = self.told
        papers = [*told.get("此前文书", ()), told["收到"]]
        return view(
            self.item,
            me=told["本机构"],
            starter=told["受理地"],
            owner=told["责任地"],
            step=told["步骤"],
            papers=[(name, body) for paper in papers for name, body in paper.items()],
            on=told["日期"],
        )

    def follow(self) -> dict[str, Any]:
        """The outcome as the example writes it. Fails where the item reads other facts than are given."""
        assert set(self.told) <= _KEYS, f"unknown keys {sorted(set(self.told) - _KEYS)}"
        seen = self.view
        document = seen.documents[-1]
        given = _plain(self.told.get("登记系统", {}))
        queries = self.item.needs(seen, document)
        assert [query.kind.value for query in queries] == list(given)
        facts = [fact(query.kind, given[query.kind.value], seen) for query in queries]
        outcome = self.item.decide(seen, document, facts, builtin())
        check_drafts(self.item, outcome)
        return shown(outcome)

    @property
    def expected(self) -> Any:
        return _plain(self.told.get("结果") or {})


def examples() -> Iterator[Example]:
    """Every example of every item."""
    for item in cases.items():
        for path in sorted(folder(item).glob("examples/*.yaml")):
            for told in read_shipped(path.read_text("utf-8"))["例"]:
                yield Example(item, path.stem, told)


def folder(item: Item) -> Path:
    return next(path.parent for path in ITEMS.glob(f"*/{item.code}/item.py"))


def view(
    item: Item,
    *,
    me: str,
    starter: str,
    owner: str,
    papers: Sequence[tuple[str, Mapping[str, Any]]],
    step: str = "",
    on: date = date(2026, 11, 20),
) -> CaseView:
    """A copy at ``me`` with documents ``(name, body)``, oldest first; administrative ones begin ``case.``"""
    now = datetime.combine(on, time(9, 30), SHANGHAI)
    state = CaseState(
        number="4406002026000018",
        item=item.code,
        item_version=item.version,
        starter=starter,
        owner=owner,
        participants=tuple(dict.fromkeys((starter, owner))),
        step=step,
        turn=owner,
    )
    documents = [_document(item, state, number, *paper, now) for number, paper in enumerate(papers, start=1)]
    return CaseView(state, me, documents, now)


def fact(kind: FactKind, value: Any, seen: CaseView) -> Fact:
    """The answer of ``me``'s register; 查无此人 where it holds nobody."""
    known = value != NOT_HELD
    return Fact(kind, known, value if known else {}, seen.me, seen.now.date())


def check_drafts(item: Item, outcome: Any) -> None:
    """What the engine would write fits its schema; what a clerk is offered lacks at most what he adds."""
    entry = cases.entry(item.code)
    for draft in outcome.drafts:
        entry.schema(draft.type, item.document(draft.type).version).check(draft.body)
    for proposal in outcome.proposals:
        try:
            entry.schema(proposal.type, item.document(proposal.type).version).check(proposal.body)
        except cases.InvalidBody as bad:
            assert {error.rule for error in bad.errors} <= _LACKS, bad.errors


def _document(
    item: Item, state: CaseState, number: int, name: str, body: Mapping[str, Any], now: datetime
) -> Document:
    plain = _plain(body)
    author, version, move = state.owner, 1, Move.NOTE
    if not name.startswith("case."):
        declared = item.document(name)
        author = state.starter if declared.party is Party.STARTER else state.owner
        version, move = declared.version, declared.move
        cases.entry(item.code).schema(name, version).check(plain)
    envelope = Envelope(
        case=state.number,
        type=name if name.startswith("case.") else f"{item.code}.{name}",
        version=version,
        author=author,
        number=number,
        reach=Reach.SHARED,
        hand="test",
        heads={},
        claimed_at=now,
        flow=Flow(move=move),
        body_digest="",
    )
    return Document(envelope, "", plain, "", now)


def _plain(value: Any) -> Any:
    """Dates as the documents write them; runs of contributions (``缴费``) as years of twelve months."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping) and "缴费" in value:
        written = dict(value)
        return _plain({**years_of(written.pop("缴费")), **written})
    if isinstance(value, Mapping):
        return {key: _plain(part) for key, part in value.items()}
    return [_plain(part) for part in value] if isinstance(value, list) else value
