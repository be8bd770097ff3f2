"""One press that keeps a session alive; the middleware of the accounts puts its end off."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST


@require_POST
def extend(request: HttpRequest) -> HttpResponse:
    """204 while somebody is signed in, 401 when the session has ended already."""
    return HttpResponse(status=204 if request.user.is_authenticated else 401)
