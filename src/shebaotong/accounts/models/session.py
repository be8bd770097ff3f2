"""A signed-in browser. Of no agency: it is read before anybody knows who asks."""

from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models


class Session(AbstractBaseSession):
    """Ends after idleness and after a longest time, whatever happens in between."""

    user = models.ForeignKey("accounts.User", models.CASCADE, null=True, related_name="sessions")
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    device = models.CharField(max_length=120, blank=True)
    """What the browser calls itself, so that a person knows his own sessions."""

    def __str__(self) -> str:
        return f"session of user {self.user_id}"
