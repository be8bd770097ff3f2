"""Accounts; an agency sees its own, and a citizen's is seen only while he signs in."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

from shebaotong.store.api import APP, OwnedTable

WHO_SIGNS_IN = "(SELECT shebaotong_authenticating())"


def citizens_write(table: str) -> migrations.RunSQL:
    """Rows of no agency are a citizen's own: written only while it is found out who he is."""
    own = f"agency IS NULL AND {WHO_SIGNS_IN}"
    return migrations.RunSQL(
        f"CREATE POLICY citizens_write ON {table} FOR ALL TO {APP} USING ({own}) WITH CHECK ({own})",
        f"DROP POLICY citizens_write ON {table}",
    )


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("network", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Throttle",
            fields=[
                ("key", models.CharField(max_length=43, primary_key=True, serialize=False)),
                ("failures", models.PositiveIntegerField()),
                ("failed_at", models.DateTimeField()),
                ("blocked_until", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="User",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                (
                    "username",
                    models.CharField(max_length=60, unique=True),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("staff", "工作人员"), ("citizen", "参保人"), ("channel", "渠道")],
                        max_length=8,
                    ),
                ),
                (
                    "roles",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=12), blank=True, default=list, size=None
                    ),
                ),
                ("display_name", models.CharField(max_length=60)),
                ("hand", models.CharField(max_length=43)),
                ("person_token", models.CharField(blank=True, max_length=43)),
                ("phone", models.CharField(blank=True, max_length=20)),
                ("is_active", models.BooleanField(default=True)),
                ("left_on", models.DateField(blank=True, null=True)),
                (
                    "language",
                    models.CharField(
                        choices=[("zh-hans", "简体中文"), ("zh-hant", "繁體中文"), ("en", "English")],
                        default="zh-hans",
                        max_length=8,
                    ),
                ),
                ("elder_mode", models.BooleanField(default=False)),
                ("text_size", models.PositiveSmallIntegerField(default=100)),
                ("high_contrast", models.BooleanField(default=False)),
                (
                    "agency",
                    models.ForeignKey(
                        blank=True,
                        db_column="agency",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="network.agency",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ApiToken",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("name", models.CharField(max_length=60)),
                (
                    "scopes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), size=None
                    ),
                ),
                ("issued_by", models.CharField(max_length=60)),
                ("issued_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("revoked_at", models.DateTimeField(null=True)),
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
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="api_tokens",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Mandate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("person_token", models.CharField(max_length=43)),
                ("proxy_token", models.CharField(max_length=43)),
                ("person_name", models.CharField(max_length=60)),
                ("proxy_name", models.CharField(max_length=60)),
                (
                    "items",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60), blank=True, default=list, size=None
                    ),
                ),
                (
                    "acts",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=12), size=None
                    ),
                ),
                ("valid_from", models.DateField()),
                ("valid_until", models.DateField()),
                ("given_at", models.DateTimeField()),
                ("taken_by", models.CharField(max_length=60)),
                ("evidence", models.CharField(blank=True, max_length=200)),
                ("revoked_at", models.DateTimeField(null=True)),
                ("stored_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "agency",
                    models.ForeignKey(
                        db_column="agency",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="network.agency",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ResetCode",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("digest", models.CharField(max_length=43)),
                ("issued_by", models.CharField(max_length=60)),
                ("issued_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("used_at", models.DateTimeField(null=True)),
                (
                    "agency",
                    models.ForeignKey(
                        db_column="agency",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="network.agency",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reset_codes",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Session",
            fields=[
                (
                    "session_key",
                    models.CharField(
                        max_length=40, primary_key=True, serialize=False, verbose_name="session key"
                    ),
                ),
                ("session_data", models.TextField(verbose_name="session data")),
                ("expire_date", models.DateTimeField(db_index=True, verbose_name="expire date")),
                ("started_at", models.DateTimeField()),
                ("seen_at", models.DateTimeField()),
                ("device", models.CharField(blank=True, max_length=120)),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sessions",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "session",
                "verbose_name_plural": "sessions",
                "abstract": False,
            },
        ),
        migrations.AddIndex(
            model_name="user",
            index=models.Index(fields=["agency", "kind"], name="accounts_user_of_agency"),
        ),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("agency", None), ("kind", "citizen")),
                    models.Q(
                        models.Q(("kind", "citizen"), _negated=True),
                        models.Q(("agency", None), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="accounts_user_citizen_has_no_agency",
            ),
        ),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "citizen"), _negated=True), ("roles", []), _connector="OR"
                ),
                name="accounts_user_citizen_has_no_role",
            ),
        ),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "roles__contained_by",
                        ["clerk", "reviewer", "approver", "liaison", "supervisor", "official"],
                    )
                ),
                name="accounts_user_known_roles",
            ),
        ),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("hand", ""), _negated=True),
                    models.Q(
                        ("kind", "channel"), models.Q(("person_token", ""), _negated=True), _connector="OR"
                    ),
                ),
                name="accounts_user_is_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.CheckConstraint(
                condition=models.Q(("text_size__range", (100, 200))), name="accounts_user_text_size"
            ),
        ),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.CheckConstraint(
                condition=models.Q(("username__regex", "^[a-z0-9][a-z0-9._-]{1,59}$")),
                name="accounts_user_username",
            ),
        ),
        migrations.AddIndex(
            model_name="mandate",
            index=models.Index(fields=["proxy_token", "person_token"], name="accounts_mandate_of_proxy"),
        ),
        migrations.AddIndex(
            model_name="mandate",
            index=models.Index(fields=["person_token"], name="accounts_mandate_of_person"),
        ),
        migrations.AddConstraint(
            model_name="mandate",
            constraint=models.CheckConstraint(
                condition=models.Q(("valid_until__gte", models.F("valid_from"))),
                name="accounts_mandate_validity",
            ),
        ),
        migrations.AddConstraint(
            model_name="mandate",
            constraint=models.CheckConstraint(
                condition=models.Q(("person_token", models.F("proxy_token")), _negated=True),
                name="accounts_mandate_two_persons",
            ),
        ),
        migrations.AddConstraint(
            model_name="mandate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("acts", []), _negated=True),
                    ("acts__contained_by", ["apply", "track", "receive"]),
                ),
                name="accounts_mandate_acts",
            ),
        ),
        migrations.AddIndex(
            model_name="resetcode",
            index=models.Index(fields=["user", "issued_at"], name="accounts_resetcode_newest"),
        ),
        OwnedTable("accounts_user", extra_read_sql=WHO_SIGNS_IN),
        OwnedTable("accounts_resetcode", extra_read_sql=WHO_SIGNS_IN),
        OwnedTable("accounts_apitoken", extra_read_sql=WHO_SIGNS_IN),
        OwnedTable("accounts_mandate", extra_read_sql=WHO_SIGNS_IN),
        citizens_write("accounts_user"),
        citizens_write("accounts_resetcode"),
        citizens_write("accounts_mandate"),
    ]
