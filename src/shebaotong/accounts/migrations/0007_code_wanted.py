"""Codes by SMS are made by the worker: a request for one does the same work whoever is meant."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0006_secrets")]

    operations = [
        migrations.CreateModel(
            name="CodeWanted",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("username", models.CharField(max_length=60)),
                ("phone", models.CharField(max_length=43)),
                ("asked_at", models.DateTimeField()),
            ],
        ),
    ]
