"""A department (科室) of an agency, as it publishes it."""

from django.db import models


class Department(models.Model):
    agency = models.ForeignKey(
        "network.Agency", models.PROTECT, db_column="agency", related_name="departments"
    )
    code = models.CharField(max_length=20)
    name_zh = models.CharField(max_length=60)
    name_en = models.CharField(max_length=80)
    phone = models.CharField(max_length=40)
    illustrative = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "code"], name="network_department_code")]

    def __str__(self) -> str:
        return self.name_zh
