"""Addresses."""

from django.urls import URLPattern

STAKEHOLDERS = "biuro/<slug:workspace>/<slug:process>/interesariusze/"

urlpatterns: list[URLPattern] = []
