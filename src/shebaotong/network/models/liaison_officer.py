"""The officer to whom other agencies turn (联络员)."""

from django.db import models


class LiaisonOfficer(models.Model):
    agency = models.ForeignKey(
        "network.Agency", models.PROTECT, db_column="agency", related_name="liaison_officers"
    )
    name = models.CharField(max_length=60)
    duty_zh = models.CharField(max_length=60)
    duty_en = models.CharField(max_length=80)
    phone = models.CharField(max_length=40)
    username = models.CharField(max_length=60, blank=True)
    """The officer's account on this node, where there is one."""
    illustrative = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "name"], name="network_liaison_name")]

    def __str__(self) -> str:
        return self.name
