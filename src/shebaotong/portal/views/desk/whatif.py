"""A clerk works out with a person at the window when, where and how much the pension would be.

The records of all cities under an agreement are gathered by a case, once; every further question is answered
from it. Without a purpose of the list, and without the person's consent or an open case, nothing is read.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from shebaotong.cases import api as cases
from shebaotong.kernel.api import Actor, Role
from shebaotong.portal.forms import identity
from shebaotong.portal.forms.question import Question, sections_of
from shebaotong.portal.forms.reading import Errors, form_key, read
from shebaotong.portal.forms.refused import placed
from shebaotong.portal.forms.showing import shown
from shebaotong.portal.gathering import Gathered, gather, gathered, gathering, is_open_case_of
from shebaotong.portal.languages import say
from shebaotong.portal.signed_in import require_role, staff_page
from shebaotong.portal.views.desk import words as desk_words
from shebaotong.portal.views.desk.frame import base, counted
from shebaotong.portal.views.desk.gathered_words import lines_of
from shebaotong.portal.whatif import Asked, answer_of, read_asked, shown_asked
from shebaotong.rules import api as rules


@sensitive_post_parameters("identifier", "name")
@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def whatif(request: HttpRequest, actor: Actor) -> HttpResponse:
    require_role(actor, Role.CLERK)
    now = timezone.localtime()
    values: dict[str, Any] = {
        **base(actor, "people", counted(actor, now)),
        "action": reverse("portal:desk_whatif"),
    }
    errors: Errors = {}
    posted = request.POST if request.method == "POST" else None
    if posted is not None:
        asked = read_asked(posted, now)
        errors = asked.errors
        subject, wrong = identity.read_subject(posted, now.date())
        errors.update(wrong)
        found = _gathered(posted, actor, subject, errors)
        if found is not None:
            values |= {"enquiry": found.number, "gathered": lines_of(found, actor.agency)}
            if not errors:
                values |= _answer(found, asked, errors)
    values |= shown_asked(posted, errors) | _shown(posted, errors)
    return render(request, "portal/desk/whatif.html", values, status=422 if errors else 200)


def _answer(found: Gathered, asked: Asked, errors: Errors) -> dict[str, Any]:
    """The rules' answer; where there is none, why stands in ``errors``."""
    if not found.registers:
        errors["identifier"] = _(
            "本市和有协议的城市都没有查到这个人的记录。请核对号码和姓名；没有协议的城市，请本人到那里查。"
        )
        return {}
    try:
        return {"answer": answer_of(registers=found.registers, asked=asked, now=timezone.localtime())}
    except rules.NotComputable as none:
        errors["identifier"] = say(none.text)
        return {}


def _gathered(post: QueryDict, actor: Actor, subject: dict[str, Any], errors: Errors) -> Gathered | None:
    """What was gathered before for this same question, or now; None where nothing may be asked."""
    now = timezone.now()
    before = post.get("enquiry", "")[:16]
    if before.isdigit() and "again" not in post and {"identifier", "name"} <= set(subject):
        found = gathered(actor=actor, number=before, subject=subject, now=now)
        if found is not None:
            return found
    question = _question(post, actor, subject, errors)
    if errors:
        return None
    try:
        number = gather(actor=actor, subject=subject, question=question, now=now, key=form_key(post))
    except cases.NotAllowed as denied:
        errors[""] = desk_words.denial_words(denied.denial)
    except cases.Refused as refused:
        errors[""] = say(refused.text)
    except cases.InvalidBody as bad:
        errors.update(placed(bad))
    except cases.KeyReused:
        errors[""] = _("这张表已经提交过一次，内容不同。请再按一次“试算”。")
    else:
        return gathered(actor=actor, number=number, subject=subject, now=now)
    return None


def _question(post: QueryDict, actor: Actor, subject: dict[str, Any], errors: Errors) -> dict[str, Any]:
    """Purpose and ground as they were stated; what is lacking stands in ``errors``."""
    body, wrong = read(_questions(), post, gathering().item)
    errors.update(wrong)
    if "case" in body and subject.get("identifier"):
        number = is_open_case_of(actor=actor, number=body["case"], identifier=subject["identifier"])
        if not number:
            errors["case"] = _("本机构没有这个人的这件在办件。请核对办件号，或者换一个查询目的。")
        body["case"] = number
    elif not body.get("agreed") and "purpose" not in wrong and "case" not in wrong:
        errors["agreed"] = _("请先核对证件，问本人同不同意。没有本人同意，只能凭在办的办件查。")
    if not body.get("agreed"):
        body.pop("agreed", None)
    return body


def _questions() -> tuple[Question, ...]:
    return tuple(question for section in sections_of(gathering().form) for question in section.questions)


def _shown(posted: QueryDict | None, errors: Errors) -> dict[str, Any]:
    return {
        "identity": identity.shown_subject(posted, errors),
        "why": shown(_questions(), item=gathering().item, typed=posted, proposed={}, errors=errors),
        "error_list": [
            {"text": text, "href": f"#q-{name}" if name else "#main"} for name, text in errors.items()
        ],
        "key": get_random_string(24),
    }
