from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "shebaotong.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"
