"""People with their documents and names, and employers."""

import django.contrib.postgres.constraints
import django.db.models.deletion
from django.db import migrations, models

from shebaotong.store.api import AppendOnly, OwnedReference, OwnedTable


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Person",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("agency", models.CharField(max_length=6)),
                ("name", models.CharField(max_length=100)),
                ("pinyin", models.CharField(max_length=200)),
                ("sex", models.CharField(max_length=32)),
                ("birth", models.DateField()),
                ("hukou_region", models.CharField(blank=True, max_length=6)),
                ("phone", models.CharField(blank=True, max_length=20)),
                ("deceased_on", models.DateField(blank=True, null=True)),
                ("synthetic", models.BooleanField(default=False)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["agency", "name"], name="person_by_name"),
                    models.Index(fields=["agency", "pinyin"], name="person_by_pinyin"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("agency", "id"), name="person_owner"),
                    models.CheckConstraint(condition=models.Q(("sex__in", ["M", "F"])), name="person_sex"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("deceased_on__isnull", True),
                            ("deceased_on__gte", models.F("birth")),
                            _connector="OR",
                        ),
                        name="person_dies_after_birth",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="IdentityDocument",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("agency", models.CharField(max_length=6)),
                (
                    "person",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="documents",
                        to="registry.person",
                    ),
                ),
                ("kind", models.CharField(max_length=32)),
                ("number", models.CharField(max_length=32)),
                ("key", models.CharField(max_length=32)),
                ("country", models.CharField(blank=True, max_length=3)),
                ("raw", models.CharField(max_length=64)),
                ("last_four", models.CharField(max_length=4)),
                ("valid_from", models.DateField(blank=True, null=True)),
                ("valid_to", models.DateField(blank=True, null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["agency", "key"], name="identity_by_key"),
                    models.Index(fields=["agency", "last_four"], name="identity_by_last_four"),
                ],
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[("agency", "="), ("key", "="), ("country", "="), ("person", "<>")],
                        name="identity_one_person",
                    ),
                    models.UniqueConstraint(
                        fields=("agency", "person", "kind", "number"), name="identity_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to__isnull", True),
                            ("valid_from__isnull", True),
                            ("valid_to__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="identity_valid_order",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FormerName",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("agency", models.CharField(max_length=6)),
                (
                    "person",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="former_names",
                        to="registry.person",
                    ),
                ),
                ("name", models.CharField(max_length=100)),
                ("pinyin", models.CharField(max_length=200)),
                ("until", models.DateField(blank=True, null=True)),
                ("reason", models.CharField(blank=True, max_length=100)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["agency", "name"], name="former_by_name"),
                    models.Index(fields=["agency", "pinyin"], name="former_by_pinyin"),
                    models.Index(fields=["agency", "person"], name="former_by_person"),
                ],
                "constraints": [],
            },
        ),
        migrations.CreateModel(
            name="Employer",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("agency", models.CharField(max_length=6)),
                ("uscc", models.CharField(max_length=18)),
                ("name", models.CharField(max_length=200)),
                ("region", models.CharField(max_length=6)),
                ("synthetic", models.BooleanField(default=False)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("agency", "id"), name="employer_owner"),
                    models.UniqueConstraint(fields=("agency", "uscc"), name="employer_one_code"),
                ],
                "indexes": [],
            },
        ),
        OwnedTable("registry_person"),
        OwnedTable("registry_identitydocument"),
        OwnedTable("registry_formername"),
        OwnedTable("registry_employer"),
        OwnedReference("registry_identitydocument", "person_id", "registry_person"),
        OwnedReference("registry_formername", "person_id", "registry_person"),
        AppendOnly("registry_formername"),
    ]
