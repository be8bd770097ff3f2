"""What the engine found, as lines beside a case: registers, remarks, limits, and what must be asked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from shebaotong.cases import api as cases
from shebaotong.kernel.api import Document, Limit, Text, show_yuan
from shebaotong.portal import item_words
from shebaotong.portal.cities import city
from shebaotong.portal.explained import explained_in
from shebaotong.portal.free_text import say_masked
from shebaotong.portal.languages import clauses, day_in_words, labelled, listed, say
from shebaotong.portal.views.desk import words
from shebaotong.registry.api import Benefit, OrderStatus, Scheme, orders_of, title_of


def found(reading: cases.Reading) -> dict[str, Any]:
    """What the engine found last: facts in short, remarks, and what must be asked."""
    document, read = reading.outcome, _read(reading)
    body = (document.body or {}) if document else {}
    facts = [line for fact in _newest_facts(reading) for line in fact_lines(fact)]
    remarks = [{"title": say_pair(entry), "note": "", "tone": "warn"} for entry in body.get("remarks", ())]
    remarks += [_question(entry) for entry in body.get("unknowns", ())]
    limits = reading.item.limits
    advice = [_limit_line(_("期限"), limits.legal)]
    if limits.promised is not None:
        advice.append(_limit_line(_("承诺"), limits.promised))
    return {
        "facts": facts,
        "advice": [*remarks, *advice],
        "nothing": _nothing(reading),
        "at": words.when(read.delivered_at) if read else "",
    }


def _nothing(reading: cases.Reading) -> str:
    """Why no register's answer stands here: it stands in the copy of the city that decides."""
    owner = reading.copy.state.owner
    if owner != reading.copy.agency:
        return _("由%(city)s查登记，本市不用查。") % {"city": city(owner)}
    return _("这一件没有要查的登记。")


def _question(entry: Mapping[str, str]) -> dict[str, str]:
    """What nobody has told the engine, and whom to ask; English has both in one sentence."""
    english = entry.get("en", "")
    title = say(Text(entry["what"], english or entry["what"]))
    whom = "" if title == english else _("请向%(whom)s询问") % {"whom": say(entry["whom"])}
    return {"title": title, "note": whom, "tone": "warn"}


def _read(reading: cases.Reading) -> Document | None:
    """The newest outcome that read the register: later ones go by what was read then."""
    outcomes = [d for d in reading.copy.documents if d.name == "outcome" and (d.body or {}).get("facts")]
    return outcomes[-1] if outcomes else None


def _newest_facts(reading: cases.Reading) -> list[Mapping[str, Any]]:
    """Of each kind what was read last: a later outcome may have read the account alone, for instance."""
    newest: dict[str, Mapping[str, Any]] = {}
    for document in reading.copy.documents:
        if document.name == "outcome":
            newest |= {fact["kind"]: fact for fact in (document.body or {}).get("facts", ())}
    return list(newest.values())


def _limit_line(title: str, limit: Limit) -> dict[str, str]:
    unsure = "" if limit.verified else _("（依据未核实）")
    return {
        "title": labelled(title, _days(limit)),
        "note": limit.reference + unsure,
        "tone": "info",
        "icon": "books",
    }


def _days(limit: Limit) -> str:
    """How long there is, with the hour where it depends on when the request came."""
    if limit.same_day_until is None:
        return item_words.limit(limit)
    if limit.days > 0:
        return _("次一工作日")
    return _("%(hour)d点前收到的当天，之后的次一工作日") % {"hour": limit.same_day_until}


_ORDER_TONES = {OrderStatus.CANCELLED.value: "idle", OrderStatus.RECOVER.value: "warn"}


def payments(reading: cases.Reading) -> list[list[Any]]:
    """What this agency has been told to pay in the case; other agencies' orders are not seen here."""
    return [
        [
            {"text": _benefit(order.benefit), "note": say_masked(order.reason)},
            _("%(yuan)s元") % {"yuan": show_yuan(order.amount_fen)},
            order.payable_from.isoformat(),
            {
                "tag": say(title_of(OrderStatus(order.status))),
                "tone": _ORDER_TONES.get(order.status, "info"),
                "note": say_masked(order.taken_back) if order.taken_back else "",
            },
        ]
        for order in orders_of(agency=reading.copy.agency, case_number=reading.copy.number)
    ]


def explained(reading: cases.Reading) -> list[dict[str, Any]]:
    """Why each number is what it is: the trees that the rules gave, newest outcome first to have any."""
    for document in reversed(reading.copy.documents):
        trees = explained_in(document) if document.name == "outcome" else []
        if trees:
            return trees
    return []


def fact_lines(fact: Mapping[str, Any]) -> list[dict[str, str]]:
    kind, value = fact["kind"], fact["value"]
    if not fact["known"]:
        titles = {"person": _("本市登记系统没有此人"), "places": _("定位系统没有其他参保地")}
        return [{"title": titles[kind], "note": "", "tone": "warn"}] if kind in titles else []
    if kind == "entitlements":
        running = [e for e in value.get("entitlements", ()) if e["status"] != "ended"]
        if not running:
            return [{"title": _("未在本市领取养老待遇"), "note": "", "tone": "ok"}]
        return [
            {
                "title": _("正在本市领取%(benefit)s") % {"benefit": _benefit(e["benefit"])},
                "note": _drawn(e),
                "tone": "warn",
            }
            for e in running
        ]
    if kind == "contributions":
        months = value.get("paid_months", {})
        if not months:
            return []
        note = clauses(
            _("%(scheme)s%(n)d个月") % {"scheme": _scheme(kind), "n": n} for kind, n in sorted(months.items())
        )
        return [{"title": _("本市缴费月数"), "note": note, "tone": "ok"}]
    if kind == "account":
        held = [
            (_scheme(a["scheme"]), a["balance_fen"]) for a in value.get("accounts", ()) if a["balance_fen"]
        ]
        note = clauses(
            _("%(scheme)s%(yuan)s元") % {"scheme": scheme, "yuan": show_yuan(fen)} for scheme, fen in held
        )
        return [{"title": _("本市个人账户储存额"), "note": note, "tone": "ok"}] if held else []
    if kind == "enrolments":
        spells = value.get("spells", ())
        note = clauses(f"{_scheme(s['kind'])} {_spell(s['start'], s['end'])}" for s in spells[:4])
        return [{"title": _("参保记录%(n)d段") % {"n": len(spells)}, "note": note, "tone": "ok"}]
    if kind == "places":
        names = listed(city(code) for code in value.get("agencies", ()))
        return [{"title": _("定位到的参保地"), "note": names, "tone": "info"}]
    if kind == "person" and value.get("former_names"):
        former = listed(entry["name"] for entry in value["former_names"])
        return [{"title": _("曾用名"), "note": former, "tone": "warn"}]
    return []


def _scheme(code: str) -> str:
    return say(title_of(Scheme(code))) if code in set(Scheme) else code


def _drawn(entitlement: Mapping[str, Any]) -> str:
    # Another city's record may say that a pension is drawn, and not how much.
    if "amount_fen" not in entitlement:
        return _("从%(month)s起") % {"month": entitlement["from"]}
    words_of = {"month": entitlement["from"], "yuan": show_yuan(entitlement["amount_fen"])}
    note = _("从%(month)s起，每月%(yuan)s元") % words_of
    if not entitlement.get("certified_until"):
        return note
    until = day_in_words(entitlement["certified_until"])
    return f"{note}；" + _("资格认证有效到%(day)s") % {"day": until}


def _spell(start: str, end: str | None) -> str:
    if end is None:
        return _("%(start)s至今") % {"start": start}
    return _("%(start)s至%(end)s") % {"start": start, "end": end}


def _benefit(code: str) -> str:
    return say(title_of(Benefit(code))) if code in set(Benefit) else code


def say_pair(entry: Mapping[str, str]) -> str:
    """A text that stands in a body in both languages."""
    return say_masked(Text(entry["zh"], entry["en"]))
