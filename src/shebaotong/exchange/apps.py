"""Django's name for this folder."""

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "shebaotong.exchange"
    label = "exchange"
    default_auto_field = "django.db.models.BigAutoField"
