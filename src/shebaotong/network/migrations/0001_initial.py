"""The tables of the network's facts: every agency reads them, the owner of a row writes it."""

import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
from django.db import migrations, models

from shebaotong.store.api import OwnedTable

PUBLISHED = ("region", "outlet", "department", "head", "liaisonofficer", "agreement", "agreementmember")


class Migration(migrations.Migration):
    initial = True

    dependencies = [("store", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Agency",
            fields=[
                (
                    "code",
                    models.CharField(
                        max_length=6,
                        primary_key=True,
                        serialize=False,
                        validators=[django.core.validators.RegexValidator("^\\d{6}$")],
                    ),
                ),
                ("place", models.CharField(max_length=6)),
                ("city_zh", models.CharField(max_length=30)),
                ("city_en", models.CharField(max_length=40)),
                ("name_zh", models.CharField(max_length=80)),
                ("name_en", models.CharField(max_length=120)),
                ("phone", models.CharField(max_length=40)),
                ("address", models.CharField(max_length=200)),
                ("longitude", models.DecimalField(decimal_places=4, max_digits=8)),
                ("latitude", models.DecimalField(decimal_places=4, max_digits=7)),
                ("illustrative", models.BooleanField(default=True)),
            ],
        ),
        migrations.CreateModel(
            name="Agreement",
            fields=[
                ("code", models.SlugField(max_length=40, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[("memorandum", "合作备忘录"), ("agreement", "合作协议")], max_length=12
                    ),
                ),
                ("title_zh", models.CharField(max_length=120)),
                ("title_en", models.CharField(max_length=200)),
                (
                    "status",
                    models.CharField(
                        choices=[("confirmed", "已公开报道"), ("illustrative", "演示")], max_length=12
                    ),
                ),
                ("valid_from", models.DateField()),
                ("valid_until", models.DateField(blank=True, null=True)),
                ("all_items", models.BooleanField()),
                (
                    "items",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60), blank=True, default=list, size=None
                    ),
                ),
                (
                    "low_risk",
                    models.CharField(
                        choices=[("handled", "跨省办理"), ("accepted", "跨省受理"), ("none", "不跨省")],
                        max_length=10,
                    ),
                ),
                (
                    "high_risk",
                    models.CharField(
                        choices=[("handled", "跨省办理"), ("accepted", "跨省受理"), ("none", "不跨省")],
                        max_length=10,
                    ),
                ),
                (
                    "channels",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20), blank=True, default=list, size=None
                    ),
                ),
                ("note", models.TextField(blank=True)),
                (
                    "depositary",
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
            name="AgreementMember",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("signed_on", models.DateField()),
                ("left_on", models.DateField(blank=True, null=True)),
                (
                    "status",
                    models.CharField(
                        choices=[("confirmed", "已公开报道"), ("illustrative", "演示")], max_length=12
                    ),
                ),
                ("signature", models.TextField()),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="members",
                        to="network.agreement",
                    ),
                ),
                (
                    "depositary",
                    models.ForeignKey(
                        db_column="agency",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="network.agency",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to="network.agency",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Department",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=20)),
                ("name_zh", models.CharField(max_length=60)),
                ("name_en", models.CharField(max_length=80)),
                ("phone", models.CharField(max_length=40)),
                ("illustrative", models.BooleanField(default=True)),
                (
                    "agency",
                    models.ForeignKey(
                        db_column="agency",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="departments",
                        to="network.agency",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Head",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=60)),
                ("title_zh", models.CharField(max_length=40)),
                ("title_en", models.CharField(max_length=60)),
                ("illustrative", models.BooleanField(default=True)),
                (
                    "agency",
                    models.ForeignKey(
                        db_column="agency",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="heads",
                        to="network.agency",
                    ),
                ),
                (
                    "department",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="network.department",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="LiaisonOfficer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=60)),
                ("duty_zh", models.CharField(max_length=60)),
                ("duty_en", models.CharField(max_length=80)),
                ("phone", models.CharField(max_length=40)),
                ("username", models.CharField(blank=True, max_length=60)),
                ("illustrative", models.BooleanField(default=True)),
                (
                    "agency",
                    models.ForeignKey(
                        db_column="agency",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="liaison_officers",
                        to="network.agency",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Outlet",
            fields=[
                ("code", models.CharField(max_length=12, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("hall", "大厅窗口"),
                            ("bank", "银行网点"),
                            ("village", "村级服务点"),
                            ("self_service", "自助服务区"),
                            ("overseas", "境外服务点"),
                        ],
                        max_length=12,
                    ),
                ),
                ("name_zh", models.CharField(max_length=80)),
                ("name_en", models.CharField(max_length=120)),
                ("address", models.CharField(max_length=200)),
                ("phone", models.CharField(max_length=40)),
                ("longitude", models.DecimalField(decimal_places=4, max_digits=8)),
                ("latitude", models.DecimalField(decimal_places=4, max_digits=7)),
                ("hours", models.JSONField()),
                (
                    "abilities",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60), blank=True, default=list, size=None
                    ),
                ),
                ("illustrative", models.BooleanField(default=True)),
                (
                    "agency",
                    models.ForeignKey(
                        db_column="agency",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="outlets",
                        to="network.agency",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Region",
            fields=[
                ("code", models.CharField(max_length=4, primary_key=True, serialize=False)),
                ("name_zh", models.CharField(max_length=60)),
                ("name_en", models.CharField(max_length=60)),
                (
                    "keeper",
                    models.ForeignKey(
                        db_column="agency",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="network.agency",
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="agency",
            name="region",
            field=models.ForeignKey(
                db_column="region",
                on_delete=django.db.models.deletion.PROTECT,
                related_name="agencies",
                to="network.region",
            ),
        ),
        migrations.AddConstraint(
            model_name="agreement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("all_items", True), ("items", [])),
                    models.Q(("all_items", False), models.Q(("items", []), _negated=True)),
                    _connector="OR",
                ),
                name="network_agreement_items",
            ),
        ),
        migrations.AddConstraint(
            model_name="agreement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_until", None), ("valid_until__gte", models.F("valid_from")), _connector="OR"
                ),
                name="network_agreement_validity",
            ),
        ),
        migrations.AddConstraint(
            model_name="agreementmember",
            constraint=models.UniqueConstraint(fields=("agreement", "member"), name="network_member_once"),
        ),
        migrations.AddConstraint(
            model_name="department",
            constraint=models.UniqueConstraint(fields=("agency", "code"), name="network_department_code"),
        ),
        migrations.AddConstraint(
            model_name="head",
            constraint=models.UniqueConstraint(
                fields=("agency", "department"), name="network_head_one_each", nulls_distinct=False
            ),
        ),
        migrations.AddConstraint(
            model_name="liaisonofficer",
            constraint=models.UniqueConstraint(fields=("agency", "name"), name="network_liaison_name"),
        ),
        migrations.AddConstraint(
            model_name="agency",
            constraint=models.UniqueConstraint(
                django.db.models.functions.text.Substr("code", 1, 4), name="network_agency_first_four"
            ),
        ),
        OwnedTable("network_agency", owner_column="code", read="all"),
        *(OwnedTable(f"network_{name}", read="all") for name in PUBLISHED),
    ]
