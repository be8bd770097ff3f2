"""Messages, SMS and how people want to be told."""

import django.db.models.deletion
from django.db import migrations, models

from shebaotong.store.api import AppendOnly, OwnedReference, OwnedTable


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Message",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("agency", models.CharField(max_length=6)),
                ("person_token", models.CharField(max_length=64)),
                ("case_number", models.CharField(max_length=32)),
                ("template", models.CharField(max_length=40)),
                ("values", models.JSONField()),
                ("title_zh", models.CharField(max_length=100)),
                ("title_en", models.CharField(max_length=100)),
                ("body_zh", models.TextField()),
                ("body_en", models.TextField()),
                ("urgent", models.BooleanField()),
                ("occasion", models.CharField(max_length=64)),
                ("told_at", models.DateTimeField()),
                ("read_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["agency", "person_token", "-id"], name="message_by_person")],
                "constraints": [
                    models.UniqueConstraint(fields=("agency", "id"), name="message_owner"),
                    models.UniqueConstraint(fields=("agency", "occasion"), name="message_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Sms",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("agency", models.CharField(max_length=6)),
                (
                    "message",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sms",
                        to="notices.message",
                    ),
                ),
                ("phone", models.CharField(max_length=20)),
                ("text", models.CharField(max_length=70)),
                ("state", models.CharField(default="queued", max_length=10)),
                ("attempts", models.SmallIntegerField(default=0)),
                ("due_at", models.DateTimeField()),
                ("error", models.CharField(blank=True, max_length=200)),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state__in", ["queued", "sending"])),
                        fields=["agency", "due_at"],
                        name="sms_due",
                    ),
                    models.Index(fields=["agency", "-id"], name="sms_newest"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("agency", "message"), name="sms_once"),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["queued", "sending", "sent", "failed"])),
                        name="sms_state",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Preference",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("agency", models.CharField(max_length=6)),
                ("person_token", models.CharField(max_length=64)),
                ("language", models.CharField(default="zh-hans", max_length=10)),
                ("sms", models.BooleanField(default=True)),
                ("changed_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("agency", "person_token"), name="preference_once"),
                    models.CheckConstraint(
                        condition=models.Q(("language__in", ["zh-hans", "zh-hant", "en"])),
                        name="preference_language",
                    ),
                ],
                "indexes": [],
            },
        ),
        OwnedTable("notices_message"),
        OwnedTable("notices_sms"),
        OwnedTable("notices_preference"),
        OwnedReference("notices_sms", "message_id", "notices_message"),
        AppendOnly("notices_message", allow_update_columns=["read_at"]),
    ]
