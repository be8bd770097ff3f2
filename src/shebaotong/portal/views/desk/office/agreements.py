"""Who serves whom for what: every agreement with its members and their signatures."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from shebaotong.cases import api as cases
from shebaotong.kernel.api import Actor, Text
from shebaotong.network import api as network
from shebaotong.portal.item_words import CHANNELS
from shebaotong.portal.languages import listed, say
from shebaotong.portal.signed_in import staff_page
from shebaotong.portal.views.desk.office.menu import office

Reach = network.Agreement.Reach


@require_safe
@staff_page
def agreements(request: HttpRequest, actor: Actor) -> HttpResponse:
    """First what the own city may do for whom, then each agreement with its terms."""
    now = timezone.localtime()
    notes = network.agreement_notes(on=now.date())
    values = {
        "partners": _partners(notes, actor.agency, now.date()),
        "partner_columns": [
            {"text": _("城市")},
            {"text": _("风险低的事项")},
            {"text": _("风险高的事项")},
            {"text": _("依据")},
        ],
        "notes": [_note(note, now.date()) for note in notes],
        "member_columns": [
            {"text": _("成员")},
            {"text": _("签署日")},
            {"text": _("状态")},
            {"text": _("签名")},
        ],
    }
    return render(request, "portal/desk/office/agreements.html", office(actor, "agreements") | values)


def _partners(notes: tuple[network.AgreementNote, ...], own: str, today: date) -> list[list[Any]]:
    """Each city that the own one shares an agreement in force with; several agreements stand in one row."""
    found: dict[str, dict[str, Any]] = {}
    for note in notes:
        together = [member for member in note.members if note.in_force and member.holds(today)]
        if own not in {member.agency.code for member in together}:
            continue
        for member in together:
            if member.agency.code != own:
                entry = found.setdefault(member.agency.code, {"agency": member.agency, "agreements": []})
                entry["agreements"].append(note.agreement)
    return [_partner(found[code]["agency"], found[code]["agreements"]) for code in sorted(found)]


def _partner(agency: network.Agency, shared: list[network.Agreement]) -> list[Any]:
    return [
        {
            "text": say(Text(agency.city_zh, agency.city_en)),
            "href": reverse("portal:city", args=[agency.code]),
        },
        _reach(_furthest(agreement.low_risk for agreement in shared)),
        _reach(_furthest(agreement.high_risk for agreement in shared)),
        listed(say(Text(f"《{a.title_zh}》", a.title_en)) for a in shared),
    ]


def _furthest(reaches: Any) -> str:
    held = set(reaches)
    return next((str(each) for each in (Reach.HANDLED, Reach.ACCEPTED) if each in held), str(Reach.NONE))


def _reach(reach: str) -> str:
    return {
        Reach.HANDLED.value: _("跨省办理：当地办完"),
        Reach.ACCEPTED.value: _("跨省受理：责任地决定"),
        Reach.NONE.value: _("不跨省"),
    }[reach]


def _channel(code: str) -> str:
    return str(({"api": _("接口")} | CHANNELS).get(code, code))


def _note(note: network.AgreementNote, today: date) -> dict[str, Any]:
    agreement = note.agreement
    titles = {item.code: say(item.title) for item in cases.items()}
    items = [titles.get(code, code) for code in agreement.items]
    until = agreement.valid_until.isoformat() if agreement.valid_until else _("没有期限")
    return {
        "title": say(Text(agreement.title_zh, agreement.title_en)),
        "in_force": note.in_force,
        "illustrative": agreement.status == network.Agreement.Status.ILLUSTRATIVE,
        "facts": [
            {"key": _("有效期"), "value": f"{agreement.valid_from} – {until}"},
            {
                "key": _("保管签署件的城市"),
                "value": say(Text(note.depositary.city_zh, note.depositary.city_en)),
            },
            {"key": _("事项"), "value": listed(items) if items else _("全部事项")},
            {"key": _("风险低的事项"), "value": _reach(agreement.low_risk)},
            {"key": _("风险高的事项"), "value": _reach(agreement.high_risk)},
            {
                "key": _("渠道"),
                "value": listed(map(_channel, agreement.channels)) if agreement.channels else _("全部渠道"),
            },
        ],
        "about": agreement.note,
        "count": sum(member.holds(today) for member in note.members),
        "members": [_member(member) for member in note.members],
    }


def _member(member: network.Membership) -> list[Any]:
    agency = member.agency
    if member.left_on is not None:
        state = {"tag": _("%(day)s退出") % {"day": member.left_on}, "tone": "idle"}
    elif member.illustrative:
        state = {"tag": _("演示"), "tone": "idle"}
    else:
        state = {"tag": _("成员"), "tone": "ok"}
    signature = (
        {"tag": _("签名有效"), "tone": "ok"}
        if member.signature_holds
        else {"tag": _("与现行条款对不上"), "tone": "bad"}
    )
    return [
        {
            "text": say(Text(agency.city_zh, agency.city_en)),
            "href": reverse("portal:city", args=[agency.code]),
        },
        member.signed_on.isoformat(),
        state,
        signature,
    ]
