"""Addresses: banks of questions of a workspace."""

from django.urls import URLPattern, path

from sciezka.rooms.assessment.views import banks

_ALL = "biuro/<slug:workspace>/pytania/"

urlpatterns: list[URLPattern] = [path(_ALL, banks.show_banks, name="banks")]
