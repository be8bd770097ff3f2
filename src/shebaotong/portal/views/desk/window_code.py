"""A reset code for an insured person who stands at the window."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from shebaotong.accounts import api as accounts
from shebaotong.kernel.api import Actor, Role
from shebaotong.portal.languages import say
from shebaotong.portal.signed_in import require_role, signed_in, staff_page
from shebaotong.portal.views.desk.frame import base, inbox_side


@never_cache
@sensitive_post_parameters("number")
@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def window_code(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The clerk has the person's document in his hand."""
    require_role(actor, Role.CLERK)
    typed = {"username": request.POST.get("username", "")[:60], "number": request.POST.get("number", "")[:40]}
    side = inbox_side(request, actor, timezone.now())
    values: dict[str, Any] = {**base(actor, "intake", side["counted"]), **side}
    values |= {"errors": [], "typed": typed["username"]}
    if request.method == "POST":
        try:
            code = accounts.issue_code_at_window(by=signed_in(request), **typed, now=timezone.now())
        except ValueError:
            values["errors"] = [{"text": _("请填证件号码。"), "href": "#q-number"}]
        except accounts.AccountRefused as refused:
            values["errors"] = [{"text": say(refused.reason), "href": "#q-username"}]
        else:
            values |= {"code": code, "username": typed["username"]}
            return render(request, "portal/desk/reset_code.html", values)
    status = 422 if values["errors"] else 200
    return render(request, "portal/desk/window_code.html", values, status=status)
