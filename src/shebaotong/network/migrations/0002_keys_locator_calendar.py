"""Keys, locator and calendar: what an agency publishes of them all read, the rest is its alone."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

from shebaotong.store.api import AppendOnly, OwnedTable

PUBLISHED = ("publickey", "calendaredition", "calendarday")
OWN = ("signingkey", "locatorentry", "locatorlookup")


class Migration(migrations.Migration):
    dependencies = [("network", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="PublicKey",
            fields=[
                ("kid", models.CharField(max_length=20, primary_key=True, serialize=False)),
                ("epoch", models.PositiveIntegerField()),
                ("algorithm", models.CharField(max_length=10)),
                ("raw", models.BinaryField()),
                ("valid_from", models.DateTimeField()),
                ("retired_at", models.DateTimeField(blank=True, null=True)),
                (
                    "agency",
                    models.ForeignKey(
                        db_column="agency",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="public_keys",
                        to="network.agency",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CalendarEdition",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("year", models.PositiveSmallIntegerField()),
                ("reference", models.CharField(max_length=200)),
                ("verified", models.BooleanField()),
                ("note", models.TextField(blank=True)),
                ("made_by", models.CharField(max_length=80)),
                ("made_at", models.DateTimeField()),
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
        migrations.CreateModel(
            name="CalendarDay",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField()),
                ("kind", models.CharField(choices=[("holiday", "放假"), ("working", "上班")], max_length=8)),
                ("name_zh", models.CharField(max_length=40)),
                ("name_en", models.CharField(max_length=60)),
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
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="days",
                        to="network.calendaredition",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="LocatorEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number_token", models.CharField(max_length=43)),
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
        migrations.CreateModel(
            name="LocatorLookup",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number_token", models.CharField(max_length=43)),
                ("case_number", models.CharField(max_length=16)),
                ("purpose_zh", models.CharField(max_length=120)),
                ("purpose_en", models.CharField(max_length=200)),
                ("asked_at", models.DateTimeField()),
                ("signature", models.TextField()),
                ("found", models.PositiveSmallIntegerField()),
                ("logged_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
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
        migrations.CreateModel(
            name="SigningKey",
            fields=[
                (
                    "public",
                    models.OneToOneField(
                        db_column="kid",
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="private",
                        serialize=False,
                        to="network.publickey",
                    ),
                ),
                ("sealed", models.BinaryField()),
            ],
        ),
        migrations.AddField(
            model_name="calendaredition",
            name="region",
            field=models.ForeignKey(
                db_column="region",
                on_delete=django.db.models.deletion.PROTECT,
                related_name="editions",
                to="network.region",
            ),
        ),
        migrations.AddConstraint(
            model_name="calendarday",
            constraint=models.UniqueConstraint(fields=("edition", "day"), name="network_day_once"),
        ),
        migrations.AddConstraint(
            model_name="locatorentry",
            constraint=models.UniqueConstraint(
                fields=("number_token", "agency"), name="network_locatorentry_once"
            ),
        ),
        migrations.AddIndex(
            model_name="locatorlookup",
            index=models.Index(fields=["number_token", "asked_at"], name="network_lookup_person"),
        ),
        migrations.AddIndex(
            model_name="locatorlookup",
            index=models.Index(fields=["agency", "logged_at"], name="network_lookup_rate"),
        ),
        migrations.AddField(
            model_name="signingkey",
            name="agency",
            field=models.ForeignKey(
                db_column="agency",
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="network.agency",
            ),
        ),
        migrations.AddConstraint(
            model_name="publickey",
            constraint=models.UniqueConstraint(fields=("agency", "epoch"), name="network_publickey_epoch"),
        ),
        migrations.AddConstraint(
            model_name="calendaredition",
            constraint=models.UniqueConstraint(fields=("region", "number"), name="network_edition_number"),
        ),
        *(OwnedTable(f"network_{name}", read="all") for name in PUBLISHED),
        *(OwnedTable(f"network_{name}") for name in OWN),
        AppendOnly("network_locatorlookup"),
        AppendOnly("network_calendaredition"),
        AppendOnly("network_calendarday"),
    ]
