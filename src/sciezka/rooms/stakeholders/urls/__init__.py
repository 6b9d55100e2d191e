"""The stakeholders room's addresses, one file for each slice of its pages."""

from django.urls import URLPattern

from sciezka.rooms.stakeholders.urls import mapping, register

app_name = "stakeholders"
urlpatterns: list[URLPattern] = [*register.urlpatterns, *mapping.urlpatterns]
