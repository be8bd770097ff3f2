"""Working together on a case: messages that are kept with it, and who has taken it into work."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shebaotong.cases import api as cases
from shebaotong.kernel.api import Actor
from shebaotong.portal.forms.refused import placed
from shebaotong.portal.signed_in import require_cases, require_role, staff_page
from shebaotong.portal.views.desk import words as desk_words
from shebaotong.portal.views.desk.case import case_with, reading_of
from shebaotong.portal.views.desk.frame import HANDLERS


@require_POST
@staff_page
def say_something(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """A message to the other city, kept with the case; one that is refused is shown again."""
    require_cases(actor)
    text = request.POST.get("text", "").strip()
    why = _sent(actor, number, text) if text else ""
    if why:
        return case_with(request, actor, number, unsent=text, why=why, status=422)
    return redirect("portal:case", number)


def _sent(actor: Actor, number: str, text: str) -> str:
    """Why it was not written; empty where it was."""
    writing = cases.Writing(case_number=number, type="case.message", body={"text": text[:2000]})
    try:
        cases.write(writing=writing, actor=actor, now=timezone.now())
    except cases.UnknownCase:
        raise Http404 from None
    except cases.NotAllowed as denied:
        return desk_words.denial_words(denied.denial)
    except cases.InvalidBody as bad:
        return "".join(placed(bad).values())
    except cases.StaleEdit:
        return _("没有写成，请再发一次。")
    return ""


@require_POST
@staff_page
def take(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """Take the case into work, or give it back."""
    reading_of(number, actor)
    if "release" in request.POST:
        cases.release(actor=actor, number=number)
        return redirect("portal:case", number)
    require_role(actor, *HANDLERS)
    try:
        holder = cases.claim(actor=actor, number=number, now=timezone.now())
    except cases.NotAllowed as denied:
        messages.error(request, desk_words.denial_words(denied.denial))
    else:
        if holder is not None:
            messages.info(request, _("%(who)s 已经在办这件。") % {"who": holder})
    return redirect("portal:case", number)
