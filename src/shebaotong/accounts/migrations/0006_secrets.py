"""Hashes of passwords, and digests of tokens and of reset codes, are read by the program alone."""

from django.db import migrations

from shebaotong.store.api import Secret


class Migration(migrations.Migration):
    dependencies = [("accounts", "0005_channels_take_in")]

    operations = [
        Secret("accounts_user", ["password"]),
        Secret("accounts_apitoken", ["digest"]),
        Secret("accounts_resetcode", ["digest"]),
    ]
