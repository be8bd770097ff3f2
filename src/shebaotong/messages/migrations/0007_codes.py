"""The text of an SMS may hold a one-time code: the program alone reads it. What is told without the code
stands in the message."""

from django.db import migrations

from shebaotong.store.api import Secret


class Migration(migrations.Migration):
    dependencies = [("notices", "0006_told_without_answer")]

    operations = [Secret("notices_sms", ["text"])]
