"""Addresses of the API."""

from django.urls import path

from shebaotong.gateway.api import api

urlpatterns = [path("v1/", api.urls)]
