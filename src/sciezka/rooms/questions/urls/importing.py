"""Addresses: bringing questionnaires in, and carrying them out."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
