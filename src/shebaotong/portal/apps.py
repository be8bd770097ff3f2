"""The pages as a Django application; it has no tables of its own."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "shebaotong.portal"
    label = "portal"
