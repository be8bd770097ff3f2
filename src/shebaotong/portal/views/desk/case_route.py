"""The rail across the top of a case: accepted, asked of another city, each step with when it was done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext as _

from shebaotong.cases import api as cases
from shebaotong.kernel.api import CaseState, Document, Item, Move, Party, Status, Step
from shebaotong.portal.cities import city
from shebaotong.portal.languages import say
from shebaotong.portal.views.desk import words

Part = dict[str, str]


@dataclass
class _Walked:
    """What the documents tell of the way so far."""

    left: dict[str, datetime | None] = field(default_factory=dict)
    """When each step that is behind was left."""
    asked: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    """By step: the case that it waited for, and the city that was asked."""
    answered: dict[str, datetime | None] = field(default_factory=dict)


def route(reading: cases.Reading, awaited: Mapping[str, cases.Reading]) -> list[Part]:
    """``awaited``: the cases that this one waits for, by number, as far as this agency holds them."""
    state, item = reading.copy.state, reading.item
    steps = item.route(state.step)
    walked = _walk(reading.copy.documents, [step.code for step in steps])
    waiting = {wait.key for wait in state.waits}
    parts = [_start(reading)]
    for step in steps:
        asked = walked.asked.get(step.code, ())
        parts += [_asked(number, whom, walked, waiting, awaited) for number, whom in asked]
        ended = state.status is Status.ENDED
        here = step.code == state.step and not ended
        if _only_tells(item, step) and not here:
            continue
        title = _title(_who(step, state), say(step.title))
        if step.code in walked.left or (ended and step.code == state.step):
            left = words.when(walked.left.get(step.code))
            parts.append({"title": title, "note": left, "state": "done"})
        elif here and not any(number in waiting for number, _whom in asked):
            parts.append({"title": title, "note": _until(state), "state": "current"})
        else:
            parts.append({"title": title, "note": _until(state) if here else "", "state": "todo"})
    return parts


def _walk(documents: tuple[Document, ...], codes: list[str]) -> _Walked:
    walked, at = _Walked(), 0
    for document in documents:
        flow = document.envelope.flow
        if flow.move is Move.SUSPEND and flow.wait.isdigit():
            whom = str((document.body or {}).get("agency", ""))
            walked.asked.setdefault(codes[at], []).append((flow.wait, whom))
        if flow.move is Move.RESUME and flow.wait.isdigit():
            walked.answered[flow.wait] = document.delivered_at
        if flow.step not in codes:
            continue
        to = codes.index(flow.step)
        for code in codes[at:to]:
            walked.left[code] = document.delivered_at
        for code in codes[to:]:
            walked.left.pop(code, None)
        at = to
    return walked


def _start(reading: cases.Reading) -> Part:
    state = reading.copy.state
    opened = next((d for d in reading.copy.documents if d.envelope.flow.move is Move.OPEN), None)
    what = _("受理") if reading.item.for_person else _("发起")
    at = words.when(opened.delivered_at if opened else None)
    return {"title": _title(state.starter, what), "note": at, "state": "done"}


def _asked(
    number: str, whom: str, walked: _Walked, waiting: set[str], awaited: Mapping[str, cases.Reading]
) -> Part:
    """The city that was asked, as a step of its own: when it answered, or by when it has to."""
    if number not in waiting:
        answered = words.when(walked.answered.get(number))
        return {"title": _title(whom, _("答复")), "note": answered, "state": "done"}
    clock = awaited[number].copy.state.clock if number in awaited else None
    due = _("%(when)s前") % {"when": words.when(clock.due_at)} if clock and clock.due_at else ""
    return {"title": _title(whom, _("核对")), "note": due or _("等对方签收"), "state": "current"}


def _title(agency: str, what: str) -> str:
    return _("%(city)s%(what)s") % {"city": city(agency), "what": what}


def _who(step: Step, state: CaseState) -> str:
    return state.starter if step.party is Party.STARTER else state.owner


def _only_tells(item: Item, step: Step) -> bool:
    """The last step of most items: nothing is written there, so it is no part of the way."""
    return not any(step.code in declared.steps for declared in item.documents)


def _until(state: CaseState) -> str:
    if state.waits:
        return words.wait_words(state.waits[0].reason)
    if state.clock.running and state.clock.due_at is not None:
        return _("%(when)s前") % {"when": words.when(state.clock.due_at)}
    return ""
