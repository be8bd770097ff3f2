"""A mandate (委托): one person lets another act for him, for named matters and a time."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now


class Mandate(models.Model):
    agency = models.ForeignKey(
        "network.Agency", models.PROTECT, db_column="agency", null=True, related_name="+"
    )
    """The agency whose window took it; None where the person gave it online."""
    person_token = models.CharField(max_length=43)
    proxy_token = models.CharField(max_length=43)
    person_name = models.CharField(max_length=60)
    proxy_name = models.CharField(max_length=60)
    items = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    """Codes of the items; empty: all."""
    acts = ArrayField(models.CharField(max_length=12))
    """What the proxy may do: ``apply``, ``track``, ``receive``."""
    valid_from = models.DateField()
    valid_until = models.DateField()
    given_at = models.DateTimeField()
    taken_by = models.CharField(max_length=60)
    """Username of the clerk who took it, or of the person who gave it online."""
    evidence = models.CharField(max_length=200, blank=True)
    """What was shown: a signed paper's digest, a notary's number."""
    revoked_at = models.DateTimeField(null=True)
    stored_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [
            models.Index(fields=["proxy_token", "person_token"], name="accounts_mandate_of_proxy"),
            models.Index(fields=["person_token"], name="accounts_mandate_of_person"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(valid_until__gte=models.F("valid_from")), name="accounts_mandate_validity"
            ),
            models.CheckConstraint(
                condition=~models.Q(person_token=models.F("proxy_token")), name="accounts_mandate_two_persons"
            ),
            models.CheckConstraint(
                condition=~models.Q(acts=[]) & models.Q(acts__contained_by=["apply", "track", "receive"]),
                name="accounts_mandate_acts",
            ),
        ]

    def __str__(self) -> str:
        return f"mandate {self.pk}"
