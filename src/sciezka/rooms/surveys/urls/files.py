"""Addresses: answers and results as files, reports, and the residents' page of results."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
