"""Addresses of structural analyses."""

from django.urls import URLPattern, path

from sciezka.rooms.path.views import structures, structures_changes, structures_files

STRUCTURES = "biuro/<slug:workspace>/<slug:process>/analiza-strukturalna/"
ONE = f"{STRUCTURES}<int:structure>/"

urlpatterns: list[URLPattern] = [
    path(STRUCTURES, structures.show_structures, name="structures"),
    path(f"{STRUCTURES}nowa/", structures_changes.ask, name="structure_ask"),
    path(f"{STRUCTURES}z-pliku/", structures_changes.bring_in, name="structure_import"),
    path(ONE, structures.show, name="structure"),
    path(f"{ONE}zmien/", structures_changes.edit, name="structure_edit"),
    path(f"{ONE}usun/", structures_changes.delete, name="structure_delete"),
    path(f"{ONE}dowod/", structures_changes.take, name="structure_take"),
    path(f"{ONE}mapa.svg", structures_files.give_svg, name="structure_svg"),
    path(f"{ONE}mapa.png", structures_files.give_png, name="structure_png"),
    path(f"{ONE}macierz.csv", structures_files.give_matrix, name="structure_matrix"),
    path(f"{ONE}arkusze.csv", structures_files.give_sheets, name="structure_sheets"),
    path(f"{ONE}wynik.json", structures_files.give_json, name="structure_json"),
]
