"""The private half of a signing key: its own agency's alone, and sealed at rest."""

from django.db import models


class SigningKey(models.Model):
    public = models.OneToOneField(
        "network.PublicKey", models.PROTECT, primary_key=True, db_column="kid", related_name="private"
    )
    agency = models.ForeignKey("network.Agency", models.PROTECT, db_column="agency", related_name="+")
    sealed = models.BinaryField()
    """AES-256-GCM under the node's secret, with the kid as associated data."""

    def __str__(self) -> str:
        return self.public_id
