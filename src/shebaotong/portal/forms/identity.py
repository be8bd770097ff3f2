"""Who it is: kind of document, number, name, phone; asked alike by every item."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from shebaotong.kernel.api import BadName, IdentifierKind, normalise_name, normalise_number, validate_number
from shebaotong.portal.forms.reading import Errors
from shebaotong.portal.languages import say

KINDS = tuple(kind for kind in IdentifierKind if kind is not IdentifierKind.USCC)


def read_subject(post: QueryDict, today: date) -> tuple[dict[str, Any], Errors]:
    """The ``subject`` of an opening body, and what is wrong with it."""
    errors: Errors = {}
    subject: dict[str, Any] = {}
    try:
        kind = IdentifierKind(post.get("identifier_kind", ""))
    except ValueError:
        kind = None
    if kind is None or kind is IdentifierKind.USCC:
        errors["identifier_kind"] = _("请选择证件种类。")
    else:
        country = post.get("country", "").strip().upper()
        verdict = validate_number(kind=kind, text=post.get("identifier", ""), as_of=today, country=country)
        if verdict.refusal is not None:
            errors["identifier"] = say(verdict.refusal.text)
        subject["identifier_kind"] = kind.value
        subject["identifier"] = normalise_number(post.get("identifier", ""))
        if country:
            subject["country"] = country
    try:
        subject["name"] = normalise_name(post.get("name", ""))
    except BadName as bad:
        errors["name"] = say(bad.text)
    phone = re.sub(r"[\s\-]", "", post.get("phone", ""))
    if phone and not re.fullmatch(r"\+?[0-9]{5,15}", phone):
        errors["phone"] = _("电话只能是5到15位数字，可以带区号。")
    if phone:
        subject["phone"] = phone
    return subject, errors


def shown_subject(typed: QueryDict | None, errors: Errors) -> dict[str, Any]:
    """For the template: values as typed, options, errors."""
    told = {
        name: typed.get(name, "") if typed is not None else ""
        for name in ("identifier_kind", "identifier", "country", "name", "phone")
    }
    return {
        "kinds": [{"value": kind.value, "text": say(kind.text)} for kind in KINDS],
        "kind": told["identifier_kind"] or IdentifierKind.RESIDENT.value,
        "identifier": told["identifier"],
        "country": told["country"],
        "name": told["name"],
        "phone": told["phone"],
        "errors": {name: errors.get(name, "") for name in ("identifier_kind", "identifier", "name", "phone")},
    }
