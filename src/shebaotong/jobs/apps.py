"""Django's view of this folder."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "shebaotong.jobs"
    label = "jobs"
    verbose_name = "jobs"
