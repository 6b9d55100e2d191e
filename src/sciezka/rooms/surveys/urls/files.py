"""Addresses: answers and results as files."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
