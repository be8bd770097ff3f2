"""An outlet (网点): where a person can walk up to an agency."""

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Outlet(models.Model):
    class Kind(models.TextChoices):
        HALL = "hall", "大厅窗口"
        BANK = "bank", "银行网点"
        VILLAGE = "village", "村级服务点"
        SELF_SERVICE = "self_service", "自助服务区"
        OVERSEAS = "overseas", "境外服务点"

    code = models.CharField(max_length=12, primary_key=True)
    """The agency's code, a hyphen and the outlet's own two digits: 442000-01."""
    agency = models.ForeignKey("network.Agency", models.PROTECT, db_column="agency", related_name="outlets")
    kind = models.CharField(max_length=12, choices=Kind)
    name_zh = models.CharField(max_length=80)
    name_en = models.CharField(max_length=120)
    address = models.CharField(max_length=200)
    phone = models.CharField(max_length=40)
    longitude = models.DecimalField(max_digits=8, decimal_places=4)
    latitude = models.DecimalField(max_digits=7, decimal_places=4)
    hours = models.JSONField()
    """Spells ``{"days": "working" | "saturday" | "every", "from": "09:00", "to": "12:00"}``; see hours.py."""
    abilities = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    """Codes of the items handled here; empty: all."""
    illustrative = models.BooleanField(default=True)

    def __str__(self) -> str:
        return self.name_zh
