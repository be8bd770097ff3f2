"""A round of comparisons as the desk shows it: what was compared and found, the list with its filters."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from shebaotong.findings import api as findings
from shebaotong.kernel.api import show_yuan
from shebaotong.portal.as_came import some_of
from shebaotong.portal.paging import mark_of
from shebaotong.portal.views.desk import finding_words as words
from shebaotong.portal.views.desk.finding_sides import agency_word, masked, masked_name, source_word

Counts = Mapping[tuple[str, bool], int]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the address asks for. Anything that it cannot mean is left out, as if it had not been asked."""

    kind: str | None = None
    certain: bool | None = None
    after: int = 0
    before: int | None = None

    @classmethod
    def of(cls, request: HttpRequest) -> Wanted:
        kind = request.GET.get("kind", "")
        return cls(
            kind=kind if kind in words.kinds() else None,
            certain={"1": True, "0": False}.get(request.GET.get("certain", "")),
            after=mark_of(request, "after") or 0,
            before=mark_of(request, "before"),
        )

    def query(self, **changed: Any) -> str:
        """The query of the same list otherwise filtered, or at another place."""
        given = {"kind": self.kind, "certain": self.certain} | changed
        pairs = {
            name: int(value) if isinstance(value, bool) else value
            for name, value in given.items()
            if value is not None
        }
        return f"?{urlencode(pairs)}" if pairs else "?"


def funnel(batch: findings.Batch) -> list[dict[str, str]]:
    """Rows read and compared, each file once; findings of both provinces, and of this agency."""
    files = {
        (side.name, side.layout): side for run in batch.head.runs for side in (run.left, run.right)
    }.values()
    found = sum(run.findings for run in batch.head.runs)
    stages = (
        (_("读入记录"), sum(side.rows_in for side in files), _("%(n)s行")),
        (_("完成比对"), sum(side.compared for side in files), _("%(n)s行")),
        (_("两省疑点"), found, _("%(n)s条")),
        (_("涉及本机构"), batch.own, _("%(n)s条")),
    )
    return [{"name": name, "value": unit % {"n": f"{number:,}"}} for name, number, unit in stages]


def run_columns() -> list[dict[str, Any]]:
    return [
        {"text": _("疑点类型")},
        {"text": _("左方")},
        {"text": _("右方")},
        {"text": _("比对行数"), "number": True},
        {"text": _("未能比对"), "number": True},
        {"text": _("两省疑点"), "number": True},
    ]


def run_rows(runs: Iterable[findings.Run]) -> list[list[Any]]:
    return [
        [
            {"text": words.kind_word(run.kind), "strong": True},
            *(f"{side.name} {words.layout_word(side.layout)}" for side in (run.left, run.right)),
            " + ".join(f"{side.compared:,}" for side in (run.left, run.right)),
            " + ".join(f"{side.rejected:,}" for side in (run.left, run.right)),
            {"text": f"{run.findings:,}", "strong": True},
        ]
        for run in runs
    ]


def board_card(batch: findings.Batch, counts: Counts) -> dict[str, Any]:
    """The newest round on the board: how much was compared, and what it leaves this agency to check."""
    address = reverse("portal:batch", args=[batch.head.key])
    return {
        "title": batch.head.title,
        "funnel": funnel(batch),
        "columns": [
            {"text": _("疑点类型")},
            {"text": _("条数"), "number": True},
            {"text": _("人员确定"), "number": True},
            {"text": _("人员待核"), "number": True},
        ],
        "rows": [
            [
                {"text": word, "href": f"{address}?kind={kind}"},
                {"text": str(sure + unsure), "strong": True},
                str(sure),
                str(unsure),
            ]
            for kind, word in words.kinds().items()
            for sure, unsure in [(counts.get((kind, True), 0), counts.get((kind, False), 0))]
        ],
    }


def kind_tabs(wanted: Wanted, counts: Counts) -> list[dict[str, Any]]:
    """All kinds, and each with what the agency has of it."""
    by_kind = {
        kind: sum(number for (of, _certain), number in counts.items() if of == kind) for kind in words.kinds()
    }
    tabs: list[tuple[str | None, str, int]] = [(None, _("全部"), sum(by_kind.values()))]
    tabs += [(kind, words.kind_word(kind), by_kind[kind]) for kind in by_kind]
    return [
        {"text": text, "count": number, "href": wanted.query(kind=kind), "current": kind == wanted.kind}
        for kind, text, number in tabs
    ]


def certainty_tabs(wanted: Wanted, counts: Counts) -> list[dict[str, Any]]:
    """By whether the person is certain, within the kind that is chosen."""
    of_kind = {
        certain: sum(
            number
            for (kind, sure), number in counts.items()
            if sure is certain and wanted.kind in (None, kind)
        )
        for certain in (True, False)
    }
    tabs = [
        (None, _("不限"), ""),
        (True, _("人员确定"), of_kind[True]),
        (False, _("人员待核"), of_kind[False]),
    ]
    return [
        {
            "text": text,
            "count": number,
            "href": wanted.query(certain=value),
            "current": value is wanted.certain,
        }
        for value, text, number in tabs
    ]


def list_columns() -> list[dict[str, Any]]:
    return [
        {"text": _("疑点号")},
        {"text": _("类型")},
        {"text": _("人员")},
        {"text": _("左方")},
        {"text": _("右方")},
        {"text": _("月份")},
        {"text": _("金额（元）"), "number": True},
        {"text": _("同一人")},
    ]


def list_rows(batch: findings.Batch, page: findings.FindingPage, query: str) -> list[list[Any]]:
    """A line for each finding; names and numbers are masked, because a list needs neither."""
    runs = {run.name: run for run in batch.head.runs}
    return [
        [
            {
                "text": found.reference,
                "href": reverse("portal:finding", args=[batch.head.key, found.reference]) + query,
            },
            words.kind_word(found.kind),
            {"text": masked_name(found), "note": masked(found.person_id)},
            _side(found.left_agency, found.left_scheme, found, runs),
            _side(found.right_agency, found.right_scheme, found, runs),
            {
                "text": words.span(found.first_month, found.last_month),
                "note": words.months_word(found.months),
            },
            _amount(found),
            words.certainty(found),
        ]
        for found in page.rows
    ]


def _side(
    agency: str, scheme: str, found: findings.Finding, runs: Mapping[str, findings.Run]
) -> dict[str, str]:
    if not agency:
        run = runs[found.run]
        sources = dict.fromkeys(map(source_word, found.right_rows))
        return {
            "text": run.right.name,
            "note": some_of([source for source in sources if source]) or words.layout_word("events"),
        }
    paid = found.left_fen is not None if agency == found.left_agency else found.right_fen is not None
    return {
        "text": agency_word(agency),
        "note": words.benefit_word(scheme) if paid else words.scheme_word(scheme),
    }


def _amount(found: findings.Finding) -> str:
    paid = [fen for fen in (found.left_fen, found.right_fen) if fen is not None]
    return " + ".join(show_yuan(fen) for fen in paid) or "—"


def page_links(address: str, wanted: Wanted, page: findings.FindingPage) -> dict[str, str]:
    return {
        "previous": address + wanted.query(before=page.before) if page.before else "",
        "next": address + wanted.query(after=page.after) if page.after else "",
    }
