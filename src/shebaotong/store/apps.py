"""Django's view of this folder."""

import threading

from django.apps import AppConfig
from django.db import connections


class StoreConfig(AppConfig):
    name = "shebaotong.store"
    label = "store"
    verbose_name = "store"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # A step of a case looks its connection up twenty times. Django keeps connections by thread, and where
        # an event loop runs by task, and so asks for a loop each time; but within one it asks no database.
        connections._connections = threading.local()  # type: ignore[attr-defined]
