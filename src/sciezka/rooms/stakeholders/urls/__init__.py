"""The stakeholders room's addresses."""

from django.urls import URLPattern

app_name = "stakeholders"
urlpatterns: list[URLPattern] = []
