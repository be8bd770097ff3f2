"""Parcels that failed and are not through are found by index, dead or to be tried again, in both boxes."""

from django.db import migrations, models


def index(box: str, through: str) -> migrations.AddIndex:
    return migrations.AddIndex(
        model_name=box,
        index=models.Index(
            fields=["agency", "id"],
            name=f"exchange_{box}_held",
            condition=models.Q(("attempts__gt", 0), (f"{through}__isnull", True)),
        ),
    )


class Migration(migrations.Migration):
    dependencies = [("exchange", "0005_case_first")]

    operations = [
        migrations.RemoveIndex(model_name="inbox", name="exchange_inbox_dead"),
        index("inbox", "done_at"),
        index("outbox", "relayed_at"),
    ]
