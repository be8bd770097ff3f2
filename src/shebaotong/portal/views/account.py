"""One's own account: password, forgotten password, and where one is signed in."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shebaotong.accounts import api as accounts
from shebaotong.messages import api as post
from shebaotong.portal.device_words import device_words
from shebaotong.portal.forms.account_forms import AskForCode, ChangePassword, ResetPassword
from shebaotong.portal.languages import say
from shebaotong.portal.signed_in import home_of, own_page

# Which field a refusal is about; the others are about the form as a whole.
_FIELD_OF = {
    "wrong": "old",
    "same": "new",
    "length": "new",
    "username": "new",
    "common": "new",
    "code": "code",
}


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@own_page
def change_password(request: HttpRequest, user: accounts.User) -> HttpResponse:
    """The old password once, the new one twice; every other session of the account ends."""
    form = ChangePassword(request.POST if request.method == "POST" else None)
    if form.is_valid():
        now = timezone.now()
        typed = form.cleaned_data
        try:
            accounts.change_password(user=user, old=typed["old"], new=typed["new"], now=now)
        except accounts.AccountRefused as refused:
            form.add_error(_FIELD_OF.get(refused.code), say(refused.reason))
        else:
            accounts.begin_session(request, user, now=now)
            messages.success(request, _("密码改好了。别处的登录都已退出。"))
            return redirect("portal:sessions")
    values = {"form": form, "back": reverse("portal:sessions")}
    return render(request, "portal/password_change.html", values, status=422 if form.errors else 200)


@never_cache
@sensitive_post_parameters("phone")
@require_http_methods(["GET", "HEAD", "POST"])
def forgotten(request: HttpRequest) -> HttpResponse:
    """Where to get a code: by SMS, from a colleague, or at any window.

    Answer and work are the same whether account and phone fit or not: nobody learns here who has an account.
    """
    form = AskForCode(request.POST if request.method == "POST" else None)
    by_sms = bool(post.agency_of_codes(named=settings.SMS_AGENCY))
    values: dict[str, object] = {"form": form, "by_sms": by_sms}
    if not form.is_valid():
        status = 422 if form.errors else 200
        return render(request, "portal/password_forgotten.html", values, status=status)
    typed = form.cleaned_data
    try:
        accounts.want_reset_code(
            username=typed["username"],
            phone=typed["phone"],
            address=accounts.address_of(request),
            now=timezone.now(),
        )
    except accounts.AccountRefused as refused:
        form.add_error(None, say(refused.reason))
        return render(request, "portal/password_forgotten.html", values, status=422)
    asked = {"form": ResetPassword(initial={"username": typed["username"]}), "asked": True}
    return render(request, "portal/password_reset.html", asked)


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def reset_password(request: HttpRequest) -> HttpResponse:
    form = ResetPassword(request.POST if request.method == "POST" else None)
    if form.is_valid():
        typed = form.cleaned_data
        try:
            accounts.reset_password(
                username=typed["username"],
                code=typed["code"],
                password=typed["new"],
                now=timezone.now(),
            )
        except accounts.AccountRefused as refused:
            form.add_error(_FIELD_OF.get(refused.code), say(refused.reason))
        else:
            messages.success(request, _("新密码设好了，请登录。"))
            return redirect("portal:login")
    return render(request, "portal/password_reset.html", {"form": form}, status=422 if form.errors else 200)


@never_cache
@require_safe
@own_page
def sessions(request: HttpRequest, user: accounts.User) -> HttpResponse:
    """Where the account is signed in, so that a person sees what is not his."""
    notes = accounts.sessions_of(user=user, current=request.session.session_key, now=timezone.now())
    values = {
        "account": user,
        "places": [{"device": device_words(note.device), "note": note} for note in notes],
        "back": reverse(home_of(user)),
    }
    return render(request, "portal/sessions.html", values)


@require_POST
@own_page
def end_session(request: HttpRequest, user: accounts.User) -> HttpResponse:
    if not accounts.end_session(user=user, reference=request.POST.get("reference", "")):
        raise Http404
    messages.success(request, _("已退出那一处。"))
    return redirect("portal:sessions")
