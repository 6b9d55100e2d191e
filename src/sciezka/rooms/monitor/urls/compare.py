"""Addresses: the comparison of towns."""

from django.urls import URLPattern, path

from sciezka.rooms.monitor.views import compare

_MONITOR = "biuro/<slug:workspace>/<slug:process>/monitor"

urlpatterns: list[URLPattern] = [
    path(f"{_MONITOR}/porownanie/", compare.show_comparison_page, name="compare"),
    path(f"{_MONITOR}/porownanie.csv", compare.give_csv, name="compare_csv"),
]
