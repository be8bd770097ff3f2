from django.apps import AppConfig


class MessagesConfig(AppConfig):
    name = "shebaotong.messages"
    # Django's own one-off page messages already bear the label "messages".
    label = "notices"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "消息"
