"""Addresses: the list of indicators, one indicator with its data, and the map."""

from django.urls import URLPattern, path

from sciezka.rooms.monitor.views import indicators, maps

_INDICATORS = "biuro/<slug:workspace>/<slug:process>/monitor/wskazniki"

urlpatterns: list[URLPattern] = [
    path(f"{_INDICATORS}/", indicators.show_indicators, name="indicators"),
    path(f"{_INDICATORS}/<slug:indicator>/", indicators.show_indicator, name="indicator"),
    path(f"{_INDICATORS}/<slug:indicator>/mapa/", maps.show_map, name="map"),
    path(f"{_INDICATORS}/<slug:indicator>.csv", indicators.give_csv, name="indicator_csv"),
    path(f"{_INDICATORS}/<slug:indicator>.json", indicators.give_json, name="indicator_json"),
    path(f"{_INDICATORS}/<slug:indicator>.svg", indicators.give_svg, name="indicator_svg"),
    path(f"{_INDICATORS}/<slug:indicator>.png", indicators.give_png, name="indicator_png"),
]
