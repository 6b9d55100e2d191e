"""Addresses of key factors."""

from django.urls import URLPattern, path

from sciezka.rooms.path.views import factors

FACTORS = "biuro/<slug:workspace>/<slug:process>/czynniki/"

urlpatterns: list[URLPattern] = [
    path(FACTORS, factors.show_factors, name="factors"),
    path(f"{FACTORS}<int:factor>/", factors.show, name="factor"),
]
