"""The thread room's addresses."""

from django.urls import URLPattern

app_name = "thread"
urlpatterns: list[URLPattern] = []
