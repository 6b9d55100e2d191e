"""The path room's addresses, one file for each method."""

from django.urls import URLPattern

from sciezka.rooms.path.urls import factors, goals, structures, swot, visions

app_name = "path"
urlpatterns: list[URLPattern] = [
    pattern for part in (factors, structures, swot, visions, goals) for pattern in part.urlpatterns
]
