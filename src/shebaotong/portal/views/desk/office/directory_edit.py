"""The agency's official edits what it publishes about itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.forms import BoundField
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from shebaotong.cases import api as cases
from shebaotong.kernel.api import Actor, Role, Text
from shebaotong.network import api as network
from shebaotong.portal.forms.directory_forms import FORMS, EntryForm
from shebaotong.portal.languages import clauses, labelled, listed, say
from shebaotong.portal.outlets import outlet_word, spell_words
from shebaotong.portal.paging import mark_of
from shebaotong.portal.signed_in import require_role, staff_page
from shebaotong.portal.views.desk.office.menu import CHANGES_READERS, office
from shebaotong.portal.views.desk.office.second_look import is_sure, second_look

PAGE = 30
Part = network.DirectoryPart


def part_word(part: network.DirectoryPart) -> str:
    return {
        Part.AGENCY: _("机构"),
        Part.DEPARTMENT: _("科室"),
        Part.HEAD: _("负责人"),
        Part.LIAISON: _("联络员"),
        Part.OUTLET: _("网点"),
    }[part]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def edit(request: HttpRequest, actor: Actor, part: str, key: str = "") -> HttpResponse:
    """One entry: changed, added where ``key`` is empty, or with ``remove`` taken out."""
    require_role(actor, Role.OFFICIAL)
    if part not in set(Part):
        raise Http404
    kind, found = Part(part), network.directory(agency=actor.agency)
    row = _row(found, kind, key)
    if row is None and key and request.POST.get("seen"):
        return _add_again(request, actor, kind, found)
    if row is None and (key or kind is Part.AGENCY):
        raise Http404
    removable = row is not None and kind is not Part.AGENCY
    if removable and "remove" in request.POST and not is_sure(request):
        return _look_at_removing(request, actor, kind, row)
    form, now = _form(request, kind, found, row), list[dict[str, str]]()
    seen = request.POST.get("seen", "") if request.method == "POST" else _seal(kind, row)
    if request.method == "POST" and ("remove" in request.POST or form.is_valid()):
        try:
            if "remove" in request.POST:
                network.remove_entry(part=kind, key=key, actor=actor, seen=seen)
            else:
                network.save_entry(part=kind, key=key, values=form.values(), actor=actor, seen=seen)
        except network.DirectoryRefused as refused:
            form.is_valid()
            form.add_error(refused.field if refused.field in form.fields else None, say(refused.reason))
            if isinstance(refused, network.DirectoryOvertaken):
                found = network.directory(agency=actor.agency)
                row = _row(found, kind, key)
                seen, now = _seal(kind, row), _different(_form(request, kind, found, row, blank=True), form)
        else:
            done = _("改好了，各市马上看得到。")
            messages.success(request, done, extra_tags=_draft(kind, key, seen))
            return redirect("portal:city", actor.agency)
    more = {"seen": seen, "draft": _draft(kind, key, seen), "now": now, "removable": removable}
    return _page(request, actor, kind, form, key, more)


def _page(
    request: HttpRequest,
    actor: Actor,
    part: network.DirectoryPart,
    form: EntryForm,
    key: str,
    more: Mapping[str, Any],
) -> HttpResponse:
    values = office(actor, "directory") | {"form": form, "part": part_word(part), "key": key, **more}
    return render(request, "portal/desk/office/edit.html", values, status=422 if form.errors else 200)


def _add_again(
    request: HttpRequest, actor: Actor, part: network.DirectoryPart, found: network.Directory
) -> HttpResponse:
    """A colleague has removed the entry since it was opened: what was typed may be added as another one."""
    form, adds = _form(request, part, found, None), reverse("portal:directory_add", args=[part.value])
    form.is_valid()
    form.add_error(None, _("同事刚刚删掉了这一条。您填的都在下面，还要它的话，请存成新的一条。"))
    return _page(request, actor, part, form, "", {"adds": adds, "here": adds, "draft": _draft(part, "", "")})


def _draft(part: network.DirectoryPart, key: str, seen: str) -> str:
    """What was typed over another content of the entry is not brought back over this one."""
    return f"entry-{part}-{key}-{seen}"


def _seal(part: network.DirectoryPart, row: Any) -> str:
    return network.entry_seal(part=part, row=row) if row is not None else ""


def _different(now: EntryForm, typed: EntryForm) -> list[dict[str, str]]:
    """What the entry says now, of the questions to which something else was typed."""
    return [
        {"key": str(field.label), "value": _chosen(field)}
        for field in now
        if _chosen(field) != _chosen(typed[field.name])
    ]


def _chosen(field: BoundField) -> str:
    """What a question holds, in words."""
    value, words = field.value(), dict(getattr(field.field, "choices", ()))
    several = value if isinstance(value, list) else ["" if value is None else value]
    return listed(str(words.get(str(each), each)) for each in several) or "—"


def _look_at_removing(
    request: HttpRequest, actor: Actor, part: network.DirectoryPart, row: Any
) -> HttpResponse:
    name = say(Text(row.name_zh, row.name_en)) if hasattr(row, "name_zh") else row.name
    return second_look(
        request,
        actor,
        "directory",
        title=_("删掉%(part)s%(name)s") % {"part": part_word(part), "name": name},
        follows=[_("各市的同事马上看不到这一条。"), _("内容只留在改动记录里，要恢复得照着重新加。")],
        press=_("确认删掉"),
        back=reverse("portal:directory_edit", args=[part.value, row.pk]),
    )


def _row(found: network.Directory, part: network.DirectoryPart, key: str) -> Any:
    rows: dict[network.DirectoryPart, tuple[Any, ...]] = {
        Part.AGENCY: (found.agency,),
        Part.DEPARTMENT: found.departments,
        Part.HEAD: found.heads,
        Part.LIAISON: found.liaison_officers,
        Part.OUTLET: found.outlets,
    }
    return next((row for row in rows[part] if str(row.pk) == key), None)


def _form(
    request: HttpRequest,
    part: network.DirectoryPart,
    found: network.Directory,
    row: Any,
    *,
    blank: bool = False,
) -> EntryForm:
    """With what was typed; ``blank``: with what the entry says."""
    more: dict[str, Any] = {}
    if part is Part.HEAD:
        more["departments"] = [(str(d.pk), say(Text(d.name_zh, d.name_en))) for d in found.departments]
    if part is Part.OUTLET:
        more["kinds"] = [(kind, outlet_word(kind)) for kind in network.Outlet.Kind.values]
        more["items"] = [(item.code, say(item.title)) for item in cases.items() if item.for_person]
    made = FORMS[part]
    initial = made.initial_of(row) if row is not None else {}
    if part is Part.HEAD and "department" in request.GET:
        initial["department_id"] = request.GET["department"]
    typed = request.POST if request.method == "POST" and not blank else None
    return made(typed, initial=initial, **more)


@never_cache
@require_safe
@staff_page
def changes(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What the agency changed in its directory, and who did it."""
    require_role(actor, *CHANGES_READERS)
    before = mark_of(request)
    found = network.changes_of(agency=actor.agency, before=before, size=PAGE + 1)
    words = _words(actor.agency)
    values = {
        "columns": [
            {"text": _("什么时候")},
            {"text": _("谁改的")},
            {"text": _("哪一条")},
            {"text": _("原来")},
            {"text": _("改成")},
        ],
        "rows": [_change(change, words) for change in found[:PAGE]],
        "next_page": f"?before={found[PAGE - 1].pk}" if len(found) > PAGE else "",
        "first_page": "?" if before is not None else "",
    }
    return render(request, "portal/desk/office/changes.html", office(actor, "directory") | values)


Words = Mapping[str, Mapping[str, str]]


def _words(agency: str) -> Words:
    """By field what its codes are called."""
    return {
        "kind": {kind: outlet_word(kind) for kind in network.Outlet.Kind.values},
        "abilities": {item.code: say(item.title) for item in cases.items()},
        "department_id": {
            str(each.pk): say(Text(each.name_zh, each.name_en))
            for each in network.directory(agency=agency).departments
        },
    }


def _change(change: network.DirectoryChange, words: Words) -> list[Any]:
    before, after = change.before or {}, change.after or {}
    names = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    return [
        timezone.localtime(change.at).strftime("%Y-%m-%d %H:%M"),
        change.by,
        part_word(Part(change.part)),
        _listed(change, before, names, words) if change.before else _("新加"),
        _listed(change, after, names, words) if change.after else _("删除"),
    ]


def _listed(
    change: network.DirectoryChange, values: Mapping[str, Any], names: list[str], words: Words
) -> str:
    """The fields as the form calls them, each with its value."""
    asked = FORMS[Part(change.part)].base_fields
    return clauses(
        labelled(str(asked[name].label), _plain(values.get(name), words.get(name, {}))) for name in names
    )


def _plain(value: Any, words: Mapping[str, str]) -> str:
    if isinstance(value, list):
        shown = [
            spell_words(entry) if isinstance(entry, dict) else words.get(entry, entry) for entry in value
        ]
        return listed(shown) or "—"
    return "—" if value in (None, "") else words.get(str(value), str(value))
