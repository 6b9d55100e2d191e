"""Addresses: posters, printed questionnaires, and paper forms entered by two clerks."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
