"""A token with which a channel or another system calls the API for an agency."""

from django.contrib.postgres.fields import ArrayField
from django.db import models


class ApiToken(models.Model):
    digest = models.CharField(max_length=64, unique=True)
    """SHA-256 of the token, hex; the token itself has 256 random bits and is shown once."""
    agency = models.ForeignKey("network.Agency", models.PROTECT, db_column="agency", related_name="+")
    user = models.ForeignKey("accounts.User", models.PROTECT, related_name="api_tokens")
    """The channel's account: what it does is done by it."""
    name = models.CharField(max_length=60)
    purpose = models.CharField(max_length=200)
    """What it is for, as the supervisor stated it."""
    scopes = ArrayField(models.CharField(max_length=40))
    issued_by = models.CharField(max_length=60)
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["agency", "-id"], name="accounts_token_newest")]

    def __str__(self) -> str:
        return self.name
