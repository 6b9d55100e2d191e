"""Addresses: what if, the recipe and its uncertainty."""

from django.urls import URLPattern, path

from sciezka.rooms.monitor.views import recipe, what_if

_MONITOR = "biuro/<slug:workspace>/<slug:process>/monitor"

urlpatterns: list[URLPattern] = [
    path(f"{_MONITOR}/co-jesli/", what_if.show_what_if, name="what_if"),
    path(f"{_MONITOR}/przepis/", recipe.show_recipe, name="recipe"),
    path(f"{_MONITOR}/przepis.zip", recipe.download_recipe, name="recipe_download"),
    path(f"{_MONITOR}/przepis/zmiana/", recipe.edit_recipe, name="recipe_edit"),
    path(f"{_MONITOR}/przepis/zachowaj/", recipe.save_recipe, name="recipe_save"),
    path(f"{_MONITOR}/przepis/<int:recipe>/usun/", recipe.delete_recipe, name="recipe_delete"),
    path(f"{_MONITOR}/niepewnosc/", recipe.show_uncertainty, name="uncertainty"),
]
