"""An agency edits what it publishes about itself; every change is kept with who made it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from hashlib import sha256
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Model, ProtectedError

from shebaotong.kernel.api import Actor, Role, Text
from shebaotong.network.hours import BadHours, check_hours
from shebaotong.network.models import Agency, Department, DirectoryChange, Head, LiaisonOfficer, Outlet
from shebaotong.store.api import agency_context


class DirectoryPart(StrEnum):
    """What of the directory is changed."""

    AGENCY = "agency"
    DEPARTMENT = "department"
    HEAD = "head"
    LIAISON = "liaison"
    OUTLET = "outlet"


_TABLES: dict[DirectoryPart, type[Model]] = {
    DirectoryPart.AGENCY: Agency,
    DirectoryPart.DEPARTMENT: Department,
    DirectoryPart.HEAD: Head,
    DirectoryPart.LIAISON: LiaisonOfficer,
    DirectoryPart.OUTLET: Outlet,
}
FIELDS = {
    DirectoryPart.AGENCY: ("name_zh", "name_en", "phone", "address"),
    DirectoryPart.DEPARTMENT: ("code", "name_zh", "name_en", "phone"),
    DirectoryPart.HEAD: ("department_id", "name", "title_zh", "title_en"),
    DirectoryPart.LIAISON: ("name", "duty_zh", "duty_en", "phone", "username"),
    DirectoryPart.OUTLET: (
        "kind",
        "name_zh",
        "name_en",
        "address",
        "phone",
        "longitude",
        "latitude",
        "hours",
        "abilities",
    ),
}
"""What an official may write; codes, places and agreements are not his to change."""
_OUTLETS_MOST = 99


class DirectoryRefused(ValueError):
    """The change cannot be made; ``field`` names what is wrong (empty: the whole), ``reason`` says it."""

    def __init__(self, field: str, reason: Text) -> None:
        super().__init__(reason.zh)
        self.field = field
        self.reason = reason


class DirectoryOvertaken(DirectoryRefused):
    """A colleague has changed the entry since it was looked at."""


def entry_seal(*, part: DirectoryPart, row: Model) -> str:
    """Stands for all that an entry says; another text where a word of it is another."""
    content = json.dumps(_content(part, row), ensure_ascii=False, sort_keys=True)
    return sha256(content.encode()).hexdigest()


def save_entry(
    *, part: DirectoryPart, key: str, values: Mapping[str, Any], actor: Actor, seen: str | None = None
) -> str:
    """Change the entry of that key, or add one where ``key`` is empty; the entry's key.

    ``values`` are the part's FIELDS, all of them; ``seen`` is the seal of the entry on whose page they were
    typed, where there was one. Raises DirectoryRefused for an actor who is no official of the agency, an
    unknown entry, and for values that do not fit; DirectoryOvertaken where the entry is no more what was
    seen. Then nothing is changed.
    """
    agency = _official(actor)
    if set(values) != set(FIELDS[part]):
        raise KeyError(f"{part} has the fields {FIELDS[part]}")
    with agency_context(agency=agency):
        row = _find(part, agency, key) if key else _new(part, agency)
        _refuse_overtaken(part, row, seen if key else None)
        before = _content(part, row) if key else None
        for name, value in values.items():
            setattr(row, name, value)
        # The entry is no longer the demonstration's.
        row.illustrative = False  # type: ignore[attr-defined]
        _check(row, agency)
        try:
            with transaction.atomic():
                row.save(force_insert=not key)
        except IntegrityError:
            raise _refused("", "这一条已经有了。", "There is such an entry already.") from None
        _log(part, row, before, _content(part, row), actor)
    return str(row.pk)


def remove_entry(*, part: DirectoryPart, key: str, actor: Actor, seen: str | None = None) -> None:
    """Take an entry out of the directory. Raises DirectoryRefused as save_entry does, and while other
    entries depend on it."""
    agency = _official(actor)
    if part is DirectoryPart.AGENCY:
        raise _refused("", "机构本身不能删除。", "The agency itself cannot be removed.")
    with agency_context(agency=agency):
        row = _find(part, agency, key)
        _refuse_overtaken(part, row, seen)
        before = _content(part, row)
        _log(part, row, before, None, actor)
        try:
            row.delete()
        except ProtectedError:
            raise _refused(
                "",
                "这个科室还有负责人，请先改负责人。",
                "It has a head: change that first.",
            ) from None


def changes_of(*, agency: str, before: int | None = None, size: int = 30) -> tuple[DirectoryChange, ...]:
    """What the agency changed in its directory, newest first; ``before``: the last id of the page before."""
    with agency_context(agency=agency):
        found = DirectoryChange.objects.filter(agency=agency)
        if before is not None:
            found = found.filter(id__lt=before)
        return tuple(found.order_by("-id")[:size])


def _official(actor: Actor) -> str:
    if Role.OFFICIAL not in actor.roles:
        raise _refused(
            "", "通讯录由本机构的目录管理员维护。", "Only the agency's own official may change its directory."
        )
    return actor.agency


def _find(part: DirectoryPart, agency: str, key: str) -> Model:
    table = _TABLES[part]
    owner = {"code": agency} if part is DirectoryPart.AGENCY else {"agency": agency}
    numeric = part in (DirectoryPart.DEPARTMENT, DirectoryPart.HEAD, DirectoryPart.LIAISON)
    if numeric and not (key.isascii() and key.isdigit() and len(key) < 18):
        found = None
    else:
        found = table._default_manager.select_for_update().filter(pk=key, **owner).first()
    if found is None:
        raise _refused("", "没有这一条，可能已经被删了。", "There is no such entry any more.")
    return found


def _refuse_overtaken(part: DirectoryPart, row: Model, seen: str | None) -> None:
    """The row is locked: what it says now nobody changes before this change is written or refused."""
    if seen is not None and seen != entry_seal(part=part, row=row):
        raise DirectoryOvertaken(
            "",
            Text(
                "您打开这一页以后，同事改过这一条，所以这次没有改。下面写着现在的内容；您填的还在，还要改就再按一次。",
                "A colleague has changed this entry since you opened the page, so nothing was changed now."
                " What it says is shown; what you typed is kept: if it is still right, press again.",
            ),
        )


def _new(part: DirectoryPart, agency: str) -> Model:
    if part is DirectoryPart.AGENCY:
        raise _refused("", "机构不能这样增加。", "An agency is not added like this.")
    if part is not DirectoryPart.OUTLET:
        return _TABLES[part](agency_id=agency)
    taken = set(Outlet.objects.filter(agency=agency).values_list("code", flat=True))
    codes = (f"{agency}-{number:02d}" for number in range(1, _OUTLETS_MOST + 1))
    free = next((code for code in codes if code not in taken), None)
    if free is None:
        raise _refused("", f"最多{_OUTLETS_MOST}个网点。", f"At most {_OUTLETS_MOST} outlets.")
    return Outlet(code=free, agency_id=agency)


def _check(row: Model, agency: str) -> None:
    if isinstance(row, Head) and row.department_id is not None:
        own = Department.objects.filter(pk=row.department_id, agency=agency).exists()
        if not own:
            raise _refused("department_id", "没有这个科室。", "There is no such department.")
    if isinstance(row, Outlet):
        try:
            check_hours(row.hours)
        except BadHours as bad:
            raise _refused(
                "hours", f"开放时间看不懂：{bad.text.zh}", f"Opening hours: {bad.text.en}"
            ) from None
    try:
        row.clean_fields(exclude=["agency", "department"])
    except ValidationError as wrong:
        field = next(iter(wrong.message_dict))
        raise _refused(field, "这一项太长、是空的或者不对。", "Too long, empty or not possible.") from None


def _content(part: DirectoryPart, row: Model) -> dict[str, Any]:
    values = {name: getattr(row, name) for name in FIELDS[part]}
    return {name: str(value) if isinstance(value, Decimal) else value for name, value in values.items()}


def _log(
    part: DirectoryPart, row: Model, before: dict[str, Any] | None, after: dict[str, Any] | None, actor: Actor
) -> None:
    if before != after:
        DirectoryChange.objects.create(
            agency_id=actor.agency,
            by=actor.display_name,
            part=part.value,
            key=str(row.pk),
            before=before,
            after=after,
        )


def _refused(field: str, zh: str, en: str) -> DirectoryRefused:
    return DirectoryRefused(field, Text(zh, en))
