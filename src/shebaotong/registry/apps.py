from django.apps import AppConfig


class RegistryConfig(AppConfig):
    name = "shebaotong.registry"
    label = "registry"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "登记库"
