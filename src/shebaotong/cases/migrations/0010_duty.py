"""Whose work a case is, so that everybody finds his own by the index of the lists.

Cases that stand already are everybody's until `shebaotong rebuild` has gone over them.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0009_bodies_by_key")]

    operations = [
        migrations.AddField("case", "duty", models.CharField(blank=True, default="", max_length=10)),
        migrations.RemoveIndex("case", "cases_case_inbox"),
        migrations.AddIndex(
            "case",
            models.Index(fields=["agency", "bucket", "duty", "sort_at", "number"], name="cases_case_inbox"),
        ),
    ]
