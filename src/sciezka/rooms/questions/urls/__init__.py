"""The questions room's addresses, one file for each slice of its pages."""

from django.urls import URLPattern

from sciezka.rooms.questions.urls import editing, importing, maps

app_name = "questions"
urlpatterns: list[URLPattern] = [pattern for part in (importing, editing, maps) for pattern in part.urlpatterns]
