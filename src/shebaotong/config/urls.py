"""Which page lies where."""

from datetime import date

from django.urls import include, path

from shebaotong.config.health import health
from shebaotong.gateway.api import api
from shebaotong.portal.api import Story, provide_stories

urlpatterns = [
    path("healthz", health),
    path("api/v1/", api.urls),
    path("", include("shebaotong.portal.urls")),
]

handler400 = "shebaotong.portal.views.errors.bad_request"
handler403 = "shebaotong.portal.views.errors.forbidden"
handler404 = "shebaotong.portal.views.errors.not_found"
handler500 = "shebaotong.portal.views.errors.broken"


def _demo_stories(on: date) -> tuple[Story, ...]:
    # The lab is not loaded before somebody asks for what it tells.
    from shebaotong.lab.api import demo_stories

    return demo_stories(on)


provide_stories(_demo_stories)
