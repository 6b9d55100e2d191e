"""Addresses: what if, the recipe and its uncertainty."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
