"""A day on which the week does not decide: a holiday, or a weekend day that is worked."""

from django.db import models


class CalendarDay(models.Model):
    class Kind(models.TextChoices):
        HOLIDAY = "holiday", "放假"
        WORKING = "working", "上班"

    edition = models.ForeignKey("network.CalendarEdition", models.PROTECT, related_name="days")
    agency = models.ForeignKey("network.Agency", models.PROTECT, db_column="agency", related_name="+")
    day = models.DateField()
    kind = models.CharField(max_length=8, choices=Kind)
    name_zh = models.CharField(max_length=40)
    name_en = models.CharField(max_length=60)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["edition", "day"], name="network_day_once")]

    def __str__(self) -> str:
        return f"{self.day} {self.name_zh}"
