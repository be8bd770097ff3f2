"""An agreement (合作备忘录): which agencies serve each other's people, and for what."""

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Agreement(models.Model):
    """The row belongs to the depositary, the member with whom the signed copies lie."""

    class Kind(models.TextChoices):
        MEMORANDUM = "memorandum", "合作备忘录"
        AGREEMENT = "agreement", "合作协议"

    class Status(models.TextChoices):
        CONFIRMED = "confirmed", "已公开报道"
        ILLUSTRATIVE = "illustrative", "演示"

    class Reach(models.TextChoices):
        HANDLED = "handled", "跨省办理"
        ACCEPTED = "accepted", "跨省受理"
        NONE = "none", "不跨省"

    code = models.SlugField(max_length=40, primary_key=True)
    depositary = models.ForeignKey("network.Agency", models.PROTECT, db_column="agency", related_name="+")
    kind = models.CharField(max_length=12, choices=Kind)
    title_zh = models.CharField(max_length=120)
    title_en = models.CharField(max_length=200)
    status = models.CharField(max_length=12, choices=Status)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    all_items = models.BooleanField()
    items = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    """Codes of the items covered, where not all are."""
    low_risk = models.CharField(max_length=10, choices=Reach)
    high_risk = models.CharField(max_length=10, choices=Reach)
    """Risk decides how far a member may go for another's person."""
    channels = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    """Channels on which it holds; empty: all."""
    note = models.TextField(blank=True)
    """What of this row is known and what is made up for the demonstration."""

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(all_items=True, items=[])
                | models.Q(all_items=False) & ~models.Q(items=[]),
                name="network_agreement_items",
            ),
            models.CheckConstraint(
                condition=models.Q(valid_until=None) | models.Q(valid_until__gte=models.F("valid_from")),
                name="network_agreement_validity",
            ),
        ]

    def __str__(self) -> str:
        return self.title_zh
