"""Addresses: answering a survey, by a link, a personal pass, a class code, in a kiosk or embedded."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
