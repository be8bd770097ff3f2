"""Django's name for this folder."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "shebaotong.cases"
    label = "cases"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Wire in what lower folders ask of the cases."""
        from shebaotong.accounts.api import provide_hand_over
        from shebaotong.cases.claims import hand_over
        from shebaotong.cases.opencases import is_open
        from shebaotong.network.api import provide_case_check

        provide_case_check(is_open)
        provide_hand_over(
            lambda source, heir, now: hand_over(agency=source.agency, from_hand=source.hand, to=heir, now=now)
        )
