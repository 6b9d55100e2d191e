"""Addresses: the overview, the choice of a town, a node and where its number comes from."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
