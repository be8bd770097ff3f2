"""Failed attempts by account or by address. Of no agency, and without the name or address itself."""

from django.db import models


class Throttle(models.Model):
    key = models.CharField(max_length=43, primary_key=True)
    """Keyed HMAC of what is counted: an account's name, an address, a case number."""
    failures = models.PositiveIntegerField()
    failed_at = models.DateTimeField()
    blocked_until = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.failures} failures"
