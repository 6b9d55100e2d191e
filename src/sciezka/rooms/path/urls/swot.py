"""Addresses of the SWOT."""

from django.urls import URLPattern, path

from sciezka.rooms.path.views import swot

SWOT = "biuro/<slug:workspace>/<slug:process>/swot/"

urlpatterns: list[URLPattern] = [
    path(SWOT, swot.show_swot, name="swot"),
    path(f"{SWOT}<int:swot_entry>/", swot.show, name="swot_entry"),
]
