"""Addresses."""

from django.urls import URLPattern

ROUNDS = "biuro/<slug:workspace>/<slug:process>/rundy/"
ROUND = f"{ROUNDS}<int:round>/"

urlpatterns: list[URLPattern] = []
