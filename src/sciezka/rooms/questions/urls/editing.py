"""Addresses: questionnaires, their editor, their preview, and the item bank."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
