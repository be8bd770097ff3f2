"""Which page lies where."""

from django.urls import include, path

from shebaotong.config.health import health

urlpatterns = [
    path("healthz", health),
    path("api/", include("shebaotong.gateway.urls")),
    path("", include("shebaotong.portal.urls")),
]

handler400 = "shebaotong.portal.views.errors.bad_request"
handler403 = "shebaotong.portal.views.errors.forbidden"
handler404 = "shebaotong.portal.views.errors.not_found"
handler500 = "shebaotong.portal.views.errors.broken"
