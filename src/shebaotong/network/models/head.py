"""Who heads an agency or one of its departments."""

from django.db import models


class Head(models.Model):
    agency = models.ForeignKey("network.Agency", models.PROTECT, db_column="agency", related_name="heads")
    department = models.ForeignKey("network.Department", models.PROTECT, null=True, blank=True)
    """None: the agency itself."""
    name = models.CharField(max_length=60)
    title_zh = models.CharField(max_length=40)
    title_en = models.CharField(max_length=60)
    illustrative = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "department"], nulls_distinct=False, name="network_head_one_each"
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.title_zh}"
