"""Addresses: the list of indicators, one indicator with its data, and the map."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
