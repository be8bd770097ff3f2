"""That a code was asked for by SMS: the worker sees to it, and finds out whether there is such an account.

Of no agency, and gone within seconds.
"""

from django.db import models


class CodeWanted(models.Model):
    id = models.BigAutoField(primary_key=True)
    username = models.CharField(max_length=60)
    """As it was typed, where it could be a username; else empty."""
    phone = models.CharField(max_length=43)
    """Keyed HMAC of the telephone number that was typed."""
    asked_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"asked at {self.asked_at}"
