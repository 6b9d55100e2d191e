"""Addresses: what the answers come to, open answers, findings and releases."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
