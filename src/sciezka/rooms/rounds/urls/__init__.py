"""The rounds room's addresses, one file for each slice of its pages."""

from django.urls import URLPattern

from sciezka.rooms.rounds.urls import answering, composing, meetings, results

app_name = "rounds"
urlpatterns: list[URLPattern] = [
    pattern for part in (composing, answering, results, meetings) for pattern in part.urlpatterns
]
