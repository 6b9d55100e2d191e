"""The assessment room's addresses."""

from django.urls import URLPattern

app_name = "assessment"
urlpatterns: list[URLPattern] = []
