"""The public half of an agency's signing key: readable by all, kept for as long as documents are."""

from django.db import models


class PublicKey(models.Model):
    kid = models.CharField(max_length=20, primary_key=True)
    """``<agency>/<epoch>``."""
    agency = models.ForeignKey(
        "network.Agency", models.PROTECT, db_column="agency", related_name="public_keys"
    )
    epoch = models.PositiveIntegerField()
    algorithm = models.CharField(max_length=10)
    """``EdDSA``; another one, such as SM2, is another value."""
    raw = models.BinaryField()
    valid_from = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)
    """Signs no more from here on; what it signed before still verifies."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "epoch"], name="network_publickey_epoch")]

    def __str__(self) -> str:
        return self.kid
