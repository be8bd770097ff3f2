"""When the one-time code in an SMS is to be blotted out."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("notices", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="sms", name="forget_at", field=models.DateTimeField(blank=True, null=True)
        ),
        migrations.AddIndex(
            model_name="sms",
            index=models.Index(
                condition=models.Q(("forget_at__isnull", False)),
                fields=["agency", "forget_at"],
                name="sms_forget",
            ),
        ),
    ]
