"""Search by equality on stored tokens: under a row policy a LIKE would not use its index."""

from __future__ import annotations

from django.db import models


class CaseToken(models.Model):
    """One thing by which a case of this agency can be found: ``n:`` name, ``p:`` pinyin,
    ``4:`` last four of a number, ``i:`` keyed digest of a whole number. A later row is a later case."""

    agency = models.CharField(max_length=6)
    token = models.CharField(max_length=120)
    case_number = models.CharField(max_length=16)

    class Meta:
        db_table = "cases_token"
        constraints = [
            models.UniqueConstraint(fields=["agency", "case_number", "token"], name="cases_token_key")
        ]
        indexes = [models.Index(fields=["agency", "token", "id"], name="cases_token_newest")]
