"""Addresses: what maps on which people mark places are drawn of."""

from django.urls import URLPattern, path

from sciezka.rooms.questions.views import maps

urlpatterns: list[URLPattern] = [path("<slug:workspace>/granica.json", maps.show_outline, name="outline")]
