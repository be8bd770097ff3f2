"""The log of what is done to accounts and tokens, and what a token is for."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

from shebaotong.store.api import AppendOnly, OwnedTable


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial"), ("network", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="apitoken",
            name="purpose",
            field=models.CharField(default="", max_length=200),
            preserve_default=False,
        ),
        migrations.CreateModel(
            name="AdminAct",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("by", models.CharField(max_length=60)),
                ("by_name", models.CharField(max_length=60)),
                (
                    "what",
                    models.CharField(
                        choices=[
                            ("staff_created", "开账号"),
                            ("roles_changed", "改岗位"),
                            ("queue_handed_over", "移交办件"),
                            ("left", "离岗"),
                            ("code_issued", "发重设码"),
                            ("channel_created", "开渠道"),
                            ("channel_closed", "停渠道"),
                            ("token_issued", "发令牌"),
                            ("token_revoked", "撤销令牌"),
                        ],
                        max_length=20,
                    ),
                ),
                ("about", models.CharField(max_length=60)),
                ("details", models.JSONField(default=dict)),
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
            model_name="adminact",
            index=models.Index(fields=["agency", "-id"], name="accounts_act_newest"),
        ),
        migrations.AddIndex(
            model_name="adminact",
            index=models.Index(fields=["agency", "about", "-id"], name="accounts_act_about"),
        ),
        migrations.AddIndex(
            model_name="apitoken",
            index=models.Index(fields=["agency", "-id"], name="accounts_token_newest"),
        ),
        OwnedTable("accounts_adminact"),
        AppendOnly("accounts_adminact"),
    ]
