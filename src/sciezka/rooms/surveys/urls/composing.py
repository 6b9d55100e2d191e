"""Addresses: composing surveys, letting people in, and running them."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
