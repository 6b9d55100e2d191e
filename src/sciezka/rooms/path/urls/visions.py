"""Addresses of vision."""

from django.urls import URLPattern, path

from sciezka.rooms.path.views import visions

VISIONS = "biuro/<slug:workspace>/<slug:process>/wizja/"

urlpatterns: list[URLPattern] = [
    path(VISIONS, visions.show_visions, name="visions"),
    path(f"{VISIONS}<int:vision>/", visions.show, name="vision"),
]
