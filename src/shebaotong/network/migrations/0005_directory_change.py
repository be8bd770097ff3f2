"""What an agency changed in its directory."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

from shebaotong.store.api import AppendOnly, OwnedTable


class Migration(migrations.Migration):
    dependencies = [("network", "0004_revision")]

    operations = [
        migrations.CreateModel(
            name="DirectoryChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("by", models.CharField(max_length=80)),
                ("part", models.CharField(max_length=12)),
                ("key", models.CharField(max_length=20)),
                ("before", models.JSONField(null=True)),
                ("after", models.JSONField(null=True)),
                (
                    "agency",
                    models.ForeignKey(
                        db_column="agency",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="network.agency",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="directorychange",
            index=models.Index(fields=["agency", "-id"], name="network_dirchange_newest"),
        ),
        OwnedTable("network_directorychange"),
        AppendOnly("network_directorychange"),
    ]
