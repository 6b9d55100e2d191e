"""The surveys room's addresses, one file for each slice of its pages."""

from django.urls import URLPattern

from sciezka.rooms.surveys.urls import answering, composing, files, papers, releases, results

app_name = "surveys"
urlpatterns: list[URLPattern] = [
    pattern for part in (answering, composing, papers, results, releases, files) for pattern in part.urlpatterns
]
