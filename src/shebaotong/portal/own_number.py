"""A person's own number, typed where a page cannot do without it.

Accounts keep tokens, never numbers, so a stolen account table names nobody. Where a register is asked
the person types the number once more; it must be the account's, and lives as long as the request.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from shebaotong.accounts import api as accounts
from shebaotong.kernel.api import IdentifierKind, guess_kinds, normalise_number

LONGEST = 40


def own_number(request: HttpRequest, user: accounts.User) -> tuple[IdentifierKind | None, str, str]:
    """(kind, number, error): kind is None where what was typed is not this person's number."""
    number = normalise_number(request.POST.get("identifier", "")[:LONGEST])
    kinds = guess_kinds(number) if number else ()
    if not kinds:
        return None, "", _("请填您本人的证件号码。")
    if accounts.person_token(number=number) != user.person_token:
        return None, "", _("这不是本账号的证件号码。请核对后再填。")
    return kinds[0], number, ""


def refused(error: str) -> dict[str, Any]:
    """For the template: the error at its question and in the summary."""
    return {"error": error, "error_list": [{"text": error, "href": "#q-identifier"}]}
