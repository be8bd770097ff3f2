"""The files of a case as the clerk's page lists them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from shebaotong.cases import api as cases
from shebaotong.files import api as files
from shebaotong.kernel.api import Actor, Item, casenumber, mask_in_text
from shebaotong.portal.cities import city
from shebaotong.portal.forms.uploads import size
from shebaotong.portal.languages import say
from shebaotong.portal.views.desk import words


def attachments(reading: cases.Reading, actor: Actor, joined: Sequence[cases.Copy] = ()) -> list[list[Any]]:
    """Each file with what it shows, who took it in and when; one that is still on its way says so.

    ``joined``: claims of other windows that were joined to this case. Their files stay with them and are
    listed with where they come from. Whose own case it is saves none of them at the desk.
    """
    rows = _rows(reading.item, reading.copy, actor)
    for copy in joined:
        rows += _rows(reading.item, copy, actor, source=casenumber.show(copy.number))
    return rows


def _rows(item: Item, copy: cases.Copy, actor: Actor, source: str = "") -> list[list[Any]]:
    """``source``: number of the joined claim that holds them; empty for the case's own."""
    held = {file.sha256: file for file in files.files_of_case(agency=copy.agency, case_number=copy.number)}
    rows = []
    for document, file, entry in cases.attachments_of(copy):
        kept = held.get(file.sha256)
        name = mask_in_text(entry["name"]) if entry else _("已依法删除")
        cell: Any = {"text": name, "note": _("正在传来")}
        if kept is not None:
            href = reverse("portal:case_file", args=[copy.number, file.sha256])
            gone = kept.erased or not cases.people_named(copy)
            own = actor.person_token in copy.subjects
            cell = {"text": name} | ({"note": _("已依法删除")} if gone else {} if own else {"href": href})
        rows.append(
            [
                cell,
                material_title(item, entry.get("material", "")),
                _taken_in(city(document.envelope.author), source),
                words.when(document.delivered_at),
                size(file.size),
            ]
        )
    return rows


def _taken_in(place: str, source: str) -> Any:
    note = _("并入的申请 %(number)s") % {"number": source}
    return {"text": place, "note": note} if source else place


def material_title(item: Item, code: str) -> str:
    """What a file shows, by the item's list of materials."""
    found = next((material for material in item.materials if material.code == code), None)
    return say(found.title) if found else _("其他材料")
