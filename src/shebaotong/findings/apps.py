"""Django's view of this folder."""

from django.apps import AppConfig


class FindingsConfig(AppConfig):
    name = "shebaotong.findings"
    label = "findings"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "疑点"
