"""Who asked for somebody whom the register does not hold; what staff read, for supervisors."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("registry", "0004_logs")]

    operations = [
        migrations.AddField(
            model_name="readentry",
            name="asked_token",
            field=models.CharField(blank=True, db_default="", max_length=43),
        ),
        migrations.AddIndex(
            model_name="readentry",
            index=models.Index(
                condition=models.Q(("asked_token", ""), _negated=True),
                fields=["agency", "asked_token", "-id"],
                name="read_by_token",
            ),
        ),
        migrations.AddIndex(
            model_name="readentry",
            index=models.Index(
                condition=models.Q(("reader_role__in", ("engine", "person")), _negated=True),
                fields=["agency", "-id"],
                name="read_by_staff",
            ),
        ),
    ]
