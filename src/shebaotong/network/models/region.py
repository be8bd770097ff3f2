"""The nation and its province-level units, each with the agency that keeps its calendar."""

from django.db import models


class Region(models.Model):
    """``CN``, a province's two digits or ``XPCC``; codes and names are those of the kernel."""

    code = models.CharField(max_length=4, primary_key=True)
    name_zh = models.CharField(max_length=60)
    name_en = models.CharField(max_length=60)
    keeper = models.ForeignKey("network.Agency", models.PROTECT, db_column="agency", related_name="+")
    """The agency whose officials enter the region's holidays; the row is its own."""

    def __str__(self) -> str:
        return self.name_zh
