"""Addresses of the pages."""

from django.urls import path

from shebaotong.portal.views import faces, gallery, home

app_name = "portal"
urlpatterns = [
    path("", home.home, name="home"),
    path("find/", home.search, name="find"),
    path("event/<slug:slug>/", home.event, name="event"),
    path("face/", faces.change, name="face"),
    path("design/", gallery.gallery, name="gallery"),
    path("design/<slug:name>/", gallery.screen, name="screen"),
]
