"""Addresses of structural analyses."""

from django.urls import URLPattern, path

from sciezka.rooms.path.views import structures

STRUCTURES = "biuro/<slug:workspace>/<slug:process>/analiza-strukturalna/"

urlpatterns: list[URLPattern] = [
    path(STRUCTURES, structures.show_structures, name="structures"),
    path(f"{STRUCTURES}<int:structure>/", structures.show, name="structure"),
]
