"""The health page: for load balancers and monitors; says nothing about people."""

from django.db import DatabaseError
from django.http import HttpRequest, JsonResponse
from django.utils import timezone

from shebaotong.jobs import api as jobs


def health(_request: HttpRequest) -> JsonResponse:
    """200 when the database answers, else 503.

    ``worker`` is ``missing`` where none has given a sign of life of late. Pages go on without one, so it
    changes no status, but nothing is carried between agencies: a monitor should call somebody.
    """
    try:
        lives = jobs.worker_lives(now=timezone.now())
    except DatabaseError:
        return JsonResponse({"status": "unavailable", "database": "unreachable"}, status=503)
    return JsonResponse({"status": "ok", "worker": "running" if lives else "missing"})
