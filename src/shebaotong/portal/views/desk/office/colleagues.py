"""The agency's people: accounts, roles, one-time codes, leaving, handing a queue over."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from shebaotong.accounts import api as accounts
from shebaotong.cases import api as cases
from shebaotong.kernel.api import Actor, Role
from shebaotong.portal.asked import again, ask, asked
from shebaotong.portal.forms.office_forms import ChangeRoles, NewColleague
from shebaotong.portal.languages import listed, say
from shebaotong.portal.signed_in import require_role, signed_in, staff_page
from shebaotong.portal.views.desk import words
from shebaotong.portal.views.desk.office.acts import act_columns, act_rows
from shebaotong.portal.views.desk.office.menu import office
from shebaotong.portal.views.desk.office.second_look import is_sure, second_look

PAGE = 30
_FIELD_OF = {"username": "username", "taken": "username", "number": "number", "name": "display_name"}


def role_choices() -> list[tuple[str, str]]:
    return [(role.value, words.role_word(role)) for role in accounts.STAFF_ROLES]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def colleagues(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Everybody of the agency, a page at a time, and found by a part of the name."""
    require_role(actor, Role.LIAISON, Role.SUPERVISOR)
    if request.method == "POST":
        return ask(request, request.POST.get("who", "")[:60])
    wanted, after = asked(request) or "", request.GET.get("after", "")[:60]
    page, following = accounts.staff_page(agency=actor.agency, wanted=wanted, after=after, size=PAGE)
    query = again(request)
    values = {
        "wanted": wanted,
        "columns": [{"text": _("姓名")}, {"text": _("用户名")}, {"text": _("岗位")}, {"text": _("状态")}],
        "rows": [_row(person) for person in page],
        "next_page": f"?{urlencode(query | {'after': following})}" if following else "",
        "first_page": f"?{urlencode(query)}" if after else "",
        "supervisor": Role.SUPERVISOR in actor.roles,
    }
    return render(request, "portal/desk/office/colleagues.html", office(actor, "colleagues") | values)


def _row(person: accounts.User) -> list[Any]:
    return [
        {"text": person.display_name, "href": reverse("portal:colleague", args=[person.username])},
        person.username,
        listed(words.role_word(Role(role)) for role in person.roles),
        _state(person),
    ]


def _state(person: accounts.User) -> dict[str, str]:
    if person.is_active:
        return {"tag": _("在岗"), "tone": "ok"}
    return {"tag": _("%(day)s离岗") % {"day": person.left_on}, "tone": "idle"}


@never_cache
@sensitive_post_parameters("number")
@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def new_colleague(request: HttpRequest, actor: Actor) -> HttpResponse:
    """An account for a colleague, and the one-time code with which he sets his password."""
    require_role(actor, Role.SUPERVISOR)
    form = NewColleague(request.POST if request.method == "POST" else None, roles=role_choices())
    if form.is_valid():
        by, typed = signed_in(request), form.cleaned_data
        try:
            with transaction.atomic():
                made = accounts.create_staff(by=by, **typed)
                code = accounts.issue_reset_code(by=by, user=made, now=timezone.now())
        except accounts.AccountRefused as refused:
            form.add_error(_FIELD_OF.get(refused.code), say(refused.reason))
        else:
            return _code_page(request, actor, made, code, fresh=True)
    values = office(actor, "colleagues") | {"form": form}
    return render(
        request, "portal/desk/office/new_colleague.html", values, status=422 if form.errors else 200
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def colleague(request: HttpRequest, actor: Actor, username: str) -> HttpResponse:
    """One colleague: roles, code, handing over, leaving, and what was done to the account."""
    require_role(actor, Role.LIAISON, Role.SUPERVISOR)
    person = _colleague(actor, username)
    posted = request.POST if request.method == "POST" else None
    form = ChangeRoles(posted, roles=role_choices(), now=person.roles)
    if posted is not None and form.is_valid():
        typed = form.cleaned_data
        try:
            accounts.change_roles(
                by=signed_in(request), user=person, roles=typed["roles"], seen=typed["seen"].split()
            )
        except accounts.AccountRefused as refused:
            if refused.code == "overtaken":
                person = _colleague(actor, username)
                form = form.seen_again(person.roles)
                held = listed(words.role_word(Role(role)) for role in person.roles)
                form.add_error("roles", _("现在的岗位：%(roles)s。") % {"roles": held})
            form.add_error("roles" if refused.code == "roles" else None, say(refused.reason))
        else:
            messages.success(request, _("岗位改好了。"))
            return redirect("portal:colleague", username)
    return _shown(request, actor, person, form)


def _shown(
    request: HttpRequest, actor: Actor, person: accounts.User, form: ChangeRoles, *, heir_error: str = ""
) -> HttpResponse:
    supervisor = Role.SUPERVISOR in actor.roles
    acts = accounts.acts_of(agency=actor.agency, about=person.username, size=20) if supervisor else ()
    values = {
        "person": person,
        "state": _state(person),
        "form": form,
        "supervisor": supervisor,
        "here": reverse("portal:colleague", args=[person.username]),
        "own": person.hand == actor.hand,
        "may_issue": accounts.may_issue_code(by=signed_in(request), user=person),
        "heirs": _heir_choices(actor, person) if supervisor and person.is_active else [],
        "heir_error": heir_error,
        "act_columns": act_columns(),
        "acts": act_rows(acts),
    }
    values = office(actor, "colleagues") | values
    status = 422 if form.errors or heir_error else 200
    return render(request, "portal/desk/office/colleague.html", values, status=status)


def _heirs(actor: Actor, person: accounts.User) -> dict[str, accounts.User]:
    """By username, to whom a colleague's work may go: others who are here and for whom cases are work."""
    return {
        other.username: other
        for other in accounts.staff_of(agency=actor.agency)
        if other.is_active and other.hand != person.hand and accounts.actor_of(other).sees_cases
    }


def _heir_choices(actor: Actor, person: accounts.User) -> list[dict[str, str]]:
    """Nobody stands first by his name: whoever gets the work is chosen."""
    heirs = _heirs(actor, person)
    named = [{"value": name, "text": _named(heir)} for name, heir in heirs.items()]
    return [{"value": "", "text": _("请选择")}, *named] if named else []


def _named(person: accounts.User) -> str:
    return f"{person.display_name}（{person.username}）"


@never_cache
@require_POST
@staff_page
def colleague_code(request: HttpRequest, actor: Actor, username: str) -> HttpResponse:
    """A code for a colleague who has forgotten his password, shown this once."""
    person = _colleague(actor, username)
    try:
        code = accounts.issue_reset_code(by=signed_in(request), user=person, now=timezone.now())
    except accounts.AccountRefused as refused:
        messages.error(request, say(refused.reason))
        return redirect("portal:colleague", username)
    return _code_page(request, actor, person, code)


def _code_page(
    request: HttpRequest, actor: Actor, person: accounts.User, code: str, *, fresh: bool = False
) -> HttpResponse:
    """The code stands on this one answer; a press of 显示 leads from it to where another may be issued."""
    values = {
        "code": code,
        "person": person.display_name,
        "username": person.username,
        "fresh": fresh,
        "here": reverse("portal:colleague", args=[person.username]),
    }
    return render(request, "portal/desk/office/code.html", office(actor, "colleagues") | values)


@never_cache
@require_POST
@staff_page
def colleague_leaves(request: HttpRequest, actor: Actor, username: str) -> HttpResponse:
    """A colleague's work goes to another; with ``leave`` his account is closed at the same time.

    Neither is done before the heir and the number of cases have been looked at: an account that is closed
    is opened by nobody again.
    """
    require_role(actor, Role.SUPERVISOR)
    person = _colleague(actor, username)
    heir = _heirs(actor, person).get(request.POST.get("heir", ""))
    if heir is None:
        form = ChangeRoles(None, roles=role_choices(), now=person.roles)
        error = _("请选择接手人：本机构在岗、办件的另一位同事。")
        return _shown(request, actor, person, form, heir_error=error)
    if not is_sure(request):
        return _look_at_leaving(request, actor, person, heir)
    by, now = signed_in(request), timezone.now()
    try:
        if "leave" in request.POST:
            moved = accounts.leave(by=by, leaver=person, heir=heir, now=now)
        else:
            moved = accounts.hand_over_queue(by=by, source=person, heir=heir, now=now)
    except accounts.AccountRefused as refused:
        messages.error(request, say(refused.reason))
    else:
        done = ngettext("移交了%(count)d件。", "移交了%(count)d件。", moved) % {"count": moved}
        messages.success(request, done)
    return redirect("portal:colleague", username)


def _look_at_leaving(
    request: HttpRequest, actor: Actor, person: accounts.User, heir: accounts.User
) -> HttpResponse:
    held = cases.held_by(agency=actor.agency, hand=person.hand)
    given = ngettext(
        "%(person)s手里的%(count)d件，全部交给%(heir)s。",
        "%(person)s手里的%(count)d件，全部交给%(heir)s。",
        held,
    ) % {"person": _named(person), "count": held, "heir": _named(heir)}
    leaves = "leave" in request.POST
    title = _("%(name)s离岗") if leaves else _("移交%(name)s的办件")
    closed = _("账号马上停用，令牌和重设码一起作废。停用了不能再开。")
    return second_look(
        request,
        actor,
        "colleagues",
        title=title % {"name": person.display_name},
        follows=[given, closed] if leaves else [given],
        press=_("确认离岗并移交") if leaves else _("确认移交"),
        back=reverse("portal:colleague", args=[person.username]),
    )


def _colleague(actor: Actor, username: str) -> accounts.User:
    found = accounts.colleague(agency=actor.agency, username=username)
    if found is None:
        raise Http404
    return found
