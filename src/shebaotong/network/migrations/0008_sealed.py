"""Sealed signing keys are read by the program alone."""

from django.db import migrations

from shebaotong.store.api import Secret


class Migration(migrations.Migration):
    dependencies = [("network", "0007_calendar_proposal")]

    operations = [Secret("network_signingkey", ["sealed"])]
