"""Tokens with which channels, and programs for one's own account, call the API: issued, listed, revoked."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shebaotong.accounts import api as accounts
from shebaotong.kernel.api import Actor, Role
from shebaotong.portal.forms.office_forms import NewChannel, NewToken
from shebaotong.portal.languages import listed, say
from shebaotong.portal.paging import mark_of
from shebaotong.portal.signed_in import require_role, signed_in, staff_page
from shebaotong.portal.views.desk import words
from shebaotong.portal.views.desk.office.menu import TOKEN_HOLDERS, office
from shebaotong.portal.views.desk.office.second_look import is_sure, second_look

PAGE = 30
DAYS = (30, 90, 180, 365)
USUAL = 90
_FIELD_OF = {"username": "username", "taken": "username", "name": "display_name", "roles": "roles"}
_TOKEN_FIELD_OF = {name: name for name in ("channel", "name", "purpose", "scopes")} | {"expiry": "days"}


@never_cache
@require_safe
@staff_page
def tokens(request: HttpRequest, actor: Actor) -> HttpResponse:
    """A supervisor sees the channels and everybody's tokens; who works on cases sees his own."""
    require_role(actor, *TOKEN_HOLDERS)
    now, before, whole = timezone.now(), mark_of(request), Role.SUPERVISOR in actor.roles
    holder = None if whole else signed_in(request)
    found = accounts.tokens_of(agency=actor.agency, holder=holder, before=before, size=PAGE + 1)
    channels = accounts.channels_of(agency=actor.agency) if whole else ()
    values = {
        "tokens": [_shown(token, now) for token in found[:PAGE]],
        "channels": [_channel(channel) for channel in channels],
        "whole": whole,
        "next_page": f"?before={found[PAGE - 1].pk}" if len(found) > PAGE else "",
        "first_page": "?" if before is not None else "",
    }
    return render(request, "portal/desk/office/tokens.html", office(actor, "tokens", now) | values)


def _shown(token: accounts.ApiToken, now: datetime) -> dict[str, Any]:
    state, tone = _("在用"), "ok"
    if token.revoked_at is not None:
        state, tone = _("已撤销"), "idle"
    elif now >= token.expires_at:
        state, tone = _("已过期"), "idle"
    return {
        "id": token.pk,
        "name": token.name,
        "channel": token.user.display_name,
        "username": token.user.username,
        "purpose": token.purpose,
        "scopes": [say(accounts.SCOPES[scope]) for scope in token.scopes if scope in accounts.SCOPES],
        "issued_by": token.issued_by,
        "issued_at": timezone.localtime(token.issued_at),
        "expires_at": timezone.localtime(token.expires_at),
        "state": state,
        "tone": tone,
        "open": tone == "ok",
    }


def _channel(channel: accounts.User) -> dict[str, Any]:
    return {
        "username": channel.username,
        "name": channel.display_name,
        "roles": listed(words.role_word(Role(role)) for role in channel.roles) or _("没有岗位，只能查"),
        "open": channel.is_active,
        "closed_on": channel.left_on,
    }


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def new_channel(request: HttpRequest, actor: Actor) -> HttpResponse:
    require_role(actor, Role.SUPERVISOR)
    choices = [(role.value, words.role_word(role)) for role in accounts.CHANNEL_ROLES]
    form = NewChannel(request.POST if request.method == "POST" else None, roles=choices)
    if form.is_valid():
        try:
            made = accounts.create_channel(by=signed_in(request), **form.cleaned_data)
        except accounts.AccountRefused as refused:
            form.add_error(_FIELD_OF.get(refused.code), say(refused.reason))
        else:
            messages.success(request, _("渠道开好了，接着发令牌。"))
            return redirect(f"{reverse('portal:new_token')}?channel={made.username}")
    values = office(actor, "tokens") | {"form": form}
    return render(request, "portal/desk/office/new_channel.html", values, status=422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def new_token(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The token is on this one answer and nowhere else; what is kept is its digest."""
    require_role(actor, *TOKEN_HOLDERS)
    now = timezone.now()
    channels = _holders(request, actor)
    # Led here to issue one for a new channel, one does not find what was typed for another.
    draft = f"new-token-{request.GET.get('channel', '')[:60]}"
    form = NewToken(
        request.POST if request.method == "POST" else None,
        channels=[(name, f"{c.display_name}（{name}）") for name, c in channels.items()],
        scopes=[(code, say(title)) for code, title in accounts.SCOPES.items()],
        days=[(str(days), _("%(n)d天") % {"n": days}) for days in DAYS],
        own=bool(actor.roles & set(accounts.OWN_TOKEN_ROLES)),
        initial={"channel": request.GET.get("channel", next(iter(channels), "")), "days": str(USUAL)},
    )
    if form.is_valid():
        typed = form.cleaned_data
        ends = now + timedelta(days=int(typed.pop("days")))
        try:
            token = accounts.issue_api_token(
                by=signed_in(request), user=channels[typed.pop("channel")], expires_at=ends, now=now, **typed
            )
        except accounts.AccountRefused as refused:
            form.add_error(_TOKEN_FIELD_OF.get(refused.code), say(refused.reason))
        else:
            made = {"token": token, "name": typed["name"], "ends": timezone.localtime(ends), "draft": draft}
            return render(request, "portal/desk/office/token.html", office(actor, "tokens", now) | made)
    values = office(actor, "tokens", now) | {"form": form, "channels": channels, "draft": draft}
    return render(request, "portal/desk/office/new_token.html", values, status=422 if form.errors else 200)


def _holders(request: HttpRequest, actor: Actor) -> dict[str, accounts.User]:
    """Whose tokens this person may issue, by username: a supervisor the channels', a caseworker his own."""
    found = accounts.channels_of(agency=actor.agency) if Role.SUPERVISOR in actor.roles else ()
    own = [signed_in(request)] if actor.roles & set(accounts.OWN_TOKEN_ROLES) else []
    return {holder.username: holder for holder in (*own, *found) if holder.is_active}


@never_cache
@require_POST
@staff_page
def revoke_token(request: HttpRequest, actor: Actor, token: int) -> HttpResponse:
    require_role(actor, *TOKEN_HOLDERS)
    by = signed_in(request)
    found = _in_use(by, actor, token)
    if found is not None and not is_sure(request):
        back = reverse("portal:tokens")
        title = _("撤销令牌%(name)s") % {"name": found.name}
        lines = [
            _("%(name)s（%(username)s）马上不能用它。")
            % {"name": found.user.display_name, "username": found.user.username},
            _("撤销了不能恢复，要用得另发一个。"),
        ]
        return second_look(
            request, actor, "tokens", title=title, follows=lines, press=_("确认撤销"), back=back
        )
    if not accounts.revoke_api_token(by=by, token=token, now=timezone.now()):
        raise Http404
    messages.success(request, _("令牌撤销了，马上不能用。"))
    return redirect("portal:tokens")


def _in_use(by: accounts.User, actor: Actor, token: int) -> accounts.ApiToken | None:
    """The token of that id, where it is in use and his to revoke."""
    holder = None if Role.SUPERVISOR in actor.roles else by
    found = accounts.tokens_of(agency=actor.agency, holder=holder, before=token + 1, size=1)
    return next((each for each in found if each.pk == token and each.revoked_at is None), None)


@never_cache
@require_POST
@staff_page
def close_channel(request: HttpRequest, actor: Actor, username: str) -> HttpResponse:
    require_role(actor, Role.SUPERVISOR)
    mine = {channel.username: channel for channel in accounts.channels_of(agency=actor.agency)}
    if username not in mine:
        raise Http404
    channel = mine[username]
    if channel.is_active and not is_sure(request):
        back = reverse("portal:tokens")
        title = _("停用渠道%(name)s") % {"name": channel.display_name}
        lines = [_("它的令牌马上都不能用。"), _("停用了不能再开，要用得另开一个渠道。")]
        return second_look(
            request, actor, "tokens", title=title, follows=lines, press=_("确认停用"), back=back
        )
    try:
        accounts.close_channel(by=signed_in(request), channel=channel, now=timezone.now())
    except accounts.AccountRefused as refused:
        messages.error(request, say(refused.reason))
    else:
        messages.success(request, _("渠道停用了，它的令牌都撤销了。"))
    return redirect("portal:tokens")
