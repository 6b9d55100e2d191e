"""Addresses: findings and the report."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
