"""The calls room's addresses, one file for each part of a call's life."""

from django.urls import URLPattern

from sciezka.rooms.calls.urls import applying, commission, composing, inquiries, partners, public, ranking, submissions

app_name = "calls"
urlpatterns: list[URLPattern] = [
    pattern
    for part in (composing, submissions, commission, ranking, partners, applying, inquiries, public)
    for pattern in part.urlpatterns
]
