"""Addresses: data, series and the catalogue."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
