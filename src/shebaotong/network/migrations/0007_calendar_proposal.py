"""A change of a calendar is proposed by one official and published by another."""

import django.db.models.deletion
from django.db import migrations, models

from shebaotong.store.api import AppendOnly, OwnedTable

SETTLED = ("settled_as", "settled_by", "settled_hand", "settled_at")


class Migration(migrations.Migration):
    dependencies = [("network", "0006_locate_among_partners")]

    operations = [
        migrations.AddField(
            model_name="calendaredition",
            name="proposed_by",
            field=models.CharField(blank=True, db_default="", max_length=80),
        ),
        migrations.CreateModel(
            name="CalendarProposal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField()),
                ("days", models.JSONField()),
                ("seen", models.PositiveIntegerField()),
                ("reference", models.CharField(max_length=200)),
                ("verified", models.BooleanField()),
                ("note", models.TextField(blank=True)),
                ("proposed_by", models.CharField(max_length=80)),
                ("proposed_hand", models.CharField(max_length=43)),
                ("proposed_at", models.DateTimeField()),
                (
                    "settled_as",
                    models.CharField(
                        blank=True, choices=[("published", "公布"), ("withdrawn", "撤下")], max_length=9
                    ),
                ),
                ("settled_by", models.CharField(blank=True, max_length=80)),
                ("settled_hand", models.CharField(blank=True, max_length=43)),
                ("settled_at", models.DateTimeField(null=True)),
                (
                    "agency",
                    models.ForeignKey(
                        db_column="agency",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="network.agency",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        db_column="region",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="network.region",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="calendarproposal",
            constraint=models.UniqueConstraint(
                condition=models.Q(("settled_as", "")), fields=("region",), name="network_one_open_proposal"
            ),
        ),
        migrations.AddConstraint(
            model_name="calendarproposal",
            constraint=models.CheckConstraint(
                condition=models.Q(("settled_as", "published"), _negated=True)
                | models.Q(("settled_hand", models.F("proposed_hand")), _negated=True),
                name="network_proposal_four_eyes",
            ),
        ),
        OwnedTable("network_calendarproposal"),
        AppendOnly("network_calendarproposal", allow_update_columns=SETTLED),
    ]
