"""Django's view of this folder."""

from django.apps import AppConfig


class StoreConfig(AppConfig):
    name = "shebaotong.store"
    label = "store"
    verbose_name = "store"
    default_auto_field = "django.db.models.BigAutoField"
