"""The monitor room's addresses, one file for each slice of its pages."""

from django.urls import URLPattern, URLResolver

from sciezka.rooms.monitor.urls import compare, data, findings, groups, indicators, overview, what_if

app_name = "monitor"
urlpatterns: list[URLPattern | URLResolver] = [
    *overview.urlpatterns,
    *indicators.urlpatterns,
    *compare.urlpatterns,
    *what_if.urlpatterns,
    *groups.urlpatterns,
    *findings.urlpatterns,
    *data.urlpatterns,
]
