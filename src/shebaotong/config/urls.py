"""Which page lies where."""

from django.urls import path

from shebaotong.config.health import health

urlpatterns = [
    path("healthz", health),
]
