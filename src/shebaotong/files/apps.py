from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "shebaotong.files"
    label = "files"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "材料文件"
