"""What comparisons with another province have found: read only, for those who answer for the checking.

An agency sees the doubts of which it is a side. Each opening is logged with the reader's name.
"""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from shebaotong.findings import api as findings
from shebaotong.kernel.api import Actor, Month, Role, show_yuan
from shebaotong.portal.as_came import as_came
from shebaotong.portal.charts.clash import clash
from shebaotong.portal.languages import clauses
from shebaotong.portal.signed_in import require_role, staff_page
from shebaotong.portal.views.desk import batch_page, finding_sides
from shebaotong.portal.views.desk import finding_words as words
from shebaotong.portal.views.desk.frame import base, counted
from shebaotong.portal.views.desk.words import role_word

READERS = (Role.SUPERVISOR, Role.LIAISON)
"""Who answers for the checking, and who speaks to the other city about it. Nobody else needs to know."""
_PAGE = 20
_LONGEST_EXPLANATION = 2_000


def reader_of(actor: Actor) -> findings.Reader:
    role = next(role.value for role in READERS if role in actor.roles)
    return findings.Reader(actor.display_name, role, actor.person_token)


def _frame(actor: Actor) -> dict[str, Any]:
    return base(actor, "findings", counted(actor, timezone.now()))


@require_safe
@staff_page
def batch(request: HttpRequest, actor: Actor, key: str = "") -> HttpResponse:
    """One round, the newest where none is named."""
    require_role(actor, *READERS)
    reader = reader_of(actor)
    every = findings.batches_of(agency=actor.agency)
    if not key and not every:
        return render(request, "portal/desk/findings_none.html", _frame(actor))
    key = key or every[0].key
    opened = findings.batch_of(agency=actor.agency, key=key, reader=reader)
    if opened is None:
        raise Http404
    found, counts = opened
    wanted = batch_page.Wanted.of(request)
    page = findings.findings_of(
        agency=actor.agency,
        key=key,
        reader=reader,
        now=timezone.now(),
        kind=wanted.kind,
        certain=wanted.certain,
        after=wanted.after,
        before=wanted.before,
        size=_PAGE,
    )
    assert page is not None
    address = reverse("portal:batch", args=[key])
    values = {
        **_frame(actor),
        "batch": found,
        "others": [each for each in every if each.key != key],
        "funnel": batch_page.funnel(found),
        "run_columns": batch_page.run_columns(),
        "run_rows": batch_page.run_rows(found.head.runs),
        "kind_tabs": batch_page.kind_tabs(wanted, counts),
        "certainty_tabs": batch_page.certainty_tabs(wanted, counts),
        "columns": batch_page.list_columns(),
        "rows": batch_page.list_rows(found, page, wanted.query().rstrip("?")),
        "links": batch_page.page_links(address, wanted, page),
        "rejected": _rejected_words(actor.agency, key),
    }
    return render(request, "portal/desk/findings.html", values)


def _rejected_words(agency: str, key: str) -> dict[str, Any]:
    counted = findings.rejected_counts(agency=agency, key=key)
    return {"total": sum(counted.values()), "href": reverse("portal:rejected_rows", args=[key])}


@require_safe
@staff_page
def finding(request: HttpRequest, actor: Actor, key: str, reference: str) -> HttpResponse:
    """One doubt with both sides' rows. Others' doubts, and one's own, do not exist here."""
    require_role(actor, *READERS)
    reader = reader_of(actor)
    head = findings.head_of(agency=actor.agency, key=key)
    if head is None:
        raise Http404
    read = findings.open_finding(
        agency=actor.agency, key=key, reference=reference, reader=reader, now=timezone.now()
    )
    if read is None:
        raise Http404
    found, readings = read
    run = next(run for run in head.runs if run.name == found.run)
    names = [
        finding_sides.agency_word(agency) if agency else side.name
        for agency, side in ((found.left_agency, run.left), (found.right_agency, run.right))
    ]
    wanted = batch_page.Wanted.of(request)
    values = {
        **_frame(actor),
        "head": head,
        "found": found,
        "back": reverse("portal:batch", args=[key]) + wanted.query().rstrip("?"),
        "title": words.kind_word(found.kind),
        "certainty": words.certainty(found),
        "explanation": as_came(found.explanation, _LONGEST_EXPLANATION),
        "facts": _facts(found, names),
        "identities": finding_sides.identities(found, *names),
        "sides": _sides(found, run, names),
        "drawing": _drawing(found, head, names),
        "signs": [
            {"title": _(sign), "tone": "warn" if sign in words.AGAINST or not found.certain else "ok"}
            for sign in found.signs
        ],
        "readings": [
            [each.reader, role_word(Role(each.role)), timezone.localtime(each.at).strftime("%Y-%m-%d %H:%M")]
            for each in readings
        ],
        "reading_columns": [{"text": _("谁")}, {"text": _("角色")}, {"text": _("时间")}],
    }
    return render(request, "portal/desk/finding.html", values)


def _facts(found: findings.Finding, names: list[str]) -> list[dict[str, str]]:
    facts = [
        {"key": _("人员"), "value": as_came(found.name) or _("没有姓名")},
        {"key": _("证件号码"), "value": finding_sides.masked(found.person_id)},
        {
            "key": _("疑点月份"),
            "value": f"{words.span(found.first_month, found.last_month)} · {words.months_word(found.months)}",
        },
    ]
    for name, fen in zip(names, (found.left_fen, found.right_fen), strict=True):
        if fen is not None:
            facts.append(
                {
                    "key": _("%(city)s发放") % {"city": name},
                    "value": _("%(yuan)s元") % {"yuan": show_yuan(fen)},
                }
            )
    return facts


def _sides(found: findings.Finding, run: findings.Run, names: list[str]) -> list[dict[str, Any]]:
    sides = found.left_rows, found.right_rows
    return [
        {"name": name, "note": _side_note(side, len(rows), table["more"]), **table}
        for name, side, rows, table in zip(
            names, (run.left, run.right), sides, map(finding_sides.side_table, sides), strict=True
        )
    ]


def _side_note(side: findings.RunSide, rows: int, more: bool) -> str:
    note = _("%(province)s报送的%(layout)s文件，%(n)d行") % {
        "province": side.name,
        "layout": words.layout_word(side.layout),
        "n": rows,
    }
    return clauses((note, _("下面列出前%(n)d条") % {"n": finding_sides.MOST_LINES})) if more else note


def _drawing(found: findings.Finding, head: findings.BatchHead, names: list[str]) -> Any:
    until = Month.of(head.as_of)
    lanes = [
        *finding_sides.stretches(found.left_rows, names[0], until, right=False),
        *finding_sides.stretches(found.right_rows, names[1], until, right=True),
    ]
    return clash(lanes, Month.parse(found.first_month), Month.parse(found.last_month))


@require_safe
@staff_page
def rejected_rows(request: HttpRequest, actor: Actor, key: str) -> HttpResponse:
    """Rows of the agency's own files that could not be compared, with what is wrong."""
    require_role(actor, *READERS)
    reader = reader_of(actor)
    head = findings.head_of(agency=actor.agency, key=key)
    wanted = batch_page.Wanted.of(request)
    page = findings.rejected_of(
        agency=actor.agency,
        key=key,
        reader=reader,
        now=timezone.now(),
        after=wanted.after,
        before=wanted.before,
        size=_PAGE,
    )
    if head is None or page is None:
        raise Http404
    address = reverse("portal:rejected_rows", args=[key])
    values = {
        **_frame(actor),
        "head": head,
        "back": reverse("portal:batch", args=[key]),
        "columns": [
            {"text": _("原因")},
            {"text": _("文件")},
            {"text": _("哪一栏")},
            {"text": _("原样")},
            {"text": _("人员")},
        ],
        "rows": [_rejected(row) for row in page.rows],
        "links": {
            "previous": f"{address}?before={page.before}" if page.before else "",
            "next": f"{address}?after={page.after}" if page.after else "",
        },
    }
    return render(request, "portal/desk/rejected_rows.html", values)


def _rejected(row: findings.Rejected) -> list[Any]:
    number = row.values.get("person_id", "")
    written = row.values.get(row.column, "")
    if row.column == "person_id":
        written = finding_sides.masked(written)
    return [
        _(row.detail),
        words.layout_word(row.layout),
        words.column_word(row.column),
        as_came(written) or _("空"),
        {
            "text": as_came(row.values.get("name", "")) or _("没有姓名"),
            "note": finding_sides.masked(number) or _("没有证件号码"),
        },
    ]
