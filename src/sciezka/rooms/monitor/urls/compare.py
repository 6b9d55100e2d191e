"""Addresses: the comparison of towns."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
