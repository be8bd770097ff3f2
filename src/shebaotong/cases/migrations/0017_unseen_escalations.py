"""What nobody of a post has seen is listed before what was seen, each from the newest and to the end.

By one index of both a page of the former was read through all of the latter. Many are raised at one moment,
so the number of the row tells where a page ended.
"""

from django.db import migrations, models
from django.db.models import Q

_LISTED = ["agency", "level", "raised_at", "id"]


class Migration(migrations.Migration):
    dependencies = [("cases", "0016_erasures_are_counted")]

    operations = [
        migrations.RemoveIndex("escalation", "cases_escalation_list"),
        migrations.AddIndex(
            "escalation",
            models.Index(fields=_LISTED, condition=Q(seen_at__isnull=True), name="cases_escalation_unseen"),
        ),
        migrations.AddIndex(
            "escalation",
            models.Index(fields=_LISTED, condition=Q(seen_at__isnull=False), name="cases_escalation_seen"),
        ),
    ]
