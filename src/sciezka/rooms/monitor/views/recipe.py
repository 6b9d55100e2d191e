"""Showing, changing and keeping the recipe, and how uncertain its ranks are."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sciezka.kit.guards import needs
from sciezka.rooms.monitor.models import SavedRecipe
from sciezka.rooms.monitor.queries.choice import read_choice
from sciezka.rooms.monitor.queries.recipe import find_saved
from sciezka.rooms.monitor.views.frame import show_page
from sciezka.rooms.town.models import Process
from sciezka.rooms.town.queries.places import find_process


@require_safe
@needs("monitor.view", of=find_process)
def show_recipe(request: HttpRequest, process: Process) -> HttpResponse:
    """Show every choice behind the index, in words."""
    return show_page(request, "monitor/recipe.html", read_choice(process, request.GET.dict()), "recipe")


@require_safe
@needs("monitor.view", of=find_process)
def download_recipe(request: HttpRequest, process: Process) -> HttpResponse:
    """Give everything that is needed to reckon the numbers again."""
    read_choice(process, request.GET.dict())
    return HttpResponse(b"", content_type="application/zip")


@require_safe
@needs("monitor.view", of=find_process)
def edit_recipe(request: HttpRequest, process: Process) -> HttpResponse:
    """Show the form in which each choice can be changed."""
    return show_page(request, "monitor/recipe.html", read_choice(process, request.GET.dict()), "recipe")


@require_http_methods(["GET", "HEAD", "POST"])
@needs("monitor.edit_recipes", of=find_process)
def save_recipe(request: HttpRequest, process: Process) -> HttpResponse:
    """Keep the recipe under a name."""
    return show_page(request, "monitor/recipe.html", read_choice(process, request.GET.dict()), "recipe")


@require_POST
@needs("monitor.edit_recipes", of=find_saved)
def delete_recipe(_request: HttpRequest, recipe: SavedRecipe) -> HttpResponse:
    """Delete a recipe that the process keeps."""
    return redirect("monitor:recipe", **recipe.process.address)


@require_safe
@needs("monitor.view", of=find_process)
def show_uncertainty(request: HttpRequest, process: Process) -> HttpResponse:
    """Show how far ranks move with other choices."""
    return show_page(request, "monitor/uncertainty.html", read_choice(process, request.GET.dict()), "recipe")
