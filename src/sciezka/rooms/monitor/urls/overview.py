"""Addresses: the overview, the choice of a town, a node and where its number comes from."""

from django.urls import URLPattern, path

from sciezka.rooms.monitor.views import overview

_MONITOR = "biuro/<slug:workspace>/<slug:process>/monitor"

urlpatterns: list[URLPattern] = [
    path(f"{_MONITOR}/", overview.show_overview, name="overview"),
    path(f"{_MONITOR}/miejscowosci/", overview.show_units, name="units"),
    path(f"{_MONITOR}/obszar/<slug:code>/", overview.show_node, name="node"),
    path(f"{_MONITOR}/skad/<slug:code>/", overview.show_trace, name="trace"),
]
