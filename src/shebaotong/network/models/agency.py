"""A social insurance agency (经办机构)."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Substr


class Agency(models.Model):
    """One city's agency. Its first four digits are its own, because case numbers begin with them."""

    code = models.CharField(max_length=6, primary_key=True, validators=[RegexValidator(r"^\d{6}$")])
    """GB/T 2260 code of the city; for the cities of the Corps a code of our own (docs/decisions/0003)."""
    place = models.CharField(max_length=6)
    """GB/T 2260 code of the place it serves: where its parameters and calendar are looked up."""
    region = models.ForeignKey("network.Region", models.PROTECT, db_column="region", related_name="agencies")
    city_zh = models.CharField(max_length=30)
    """The city's short name, as screens say it: 梧州."""
    city_en = models.CharField(max_length=40)
    name_zh = models.CharField(max_length=80)
    name_en = models.CharField(max_length=120)
    phone = models.CharField(max_length=40)
    address = models.CharField(max_length=200)
    longitude = models.DecimalField(max_digits=8, decimal_places=4)
    latitude = models.DecimalField(max_digits=7, decimal_places=4)
    illustrative = models.BooleanField(default=True)
    """Phone, address and place are made up for the demonstration."""

    class Meta:
        constraints = [
            models.UniqueConstraint(Substr("code", 1, 4), name="network_agency_first_four"),
        ]

    def __str__(self) -> str:
        return self.name_zh
