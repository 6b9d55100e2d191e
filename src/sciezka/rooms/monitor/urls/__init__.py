"""The monitor room's addresses, one file for each slice of its pages."""

from django.urls import URLPattern, URLResolver

from sciezka.rooms.monitor.urls import compare, data, findings, groups, indicators, overview, what_if
from sciezka.rooms.monitor.views.damage import watch_store

app_name = "monitor"
_SLICES = (overview, indicators, compare, what_if, groups, findings, data)
urlpatterns: list[URLPattern | URLResolver] = [pattern for part in _SLICES for pattern in watch_store(part.urlpatterns)]
