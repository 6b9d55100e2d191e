"""Showing, changing and keeping the recipe, and how uncertain its ranks are."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sciezka.core.index.types import IndexProblem
from sciezka.kit.guards import may, needs
from sciezka.rooms.monitor.actions.holding import NameTaken
from sciezka.rooms.monitor.actions.recipes import delete_kept_recipe, keep_recipe
from sciezka.rooms.monitor.forms.recipes import RecipeForm, RecipeNameForm
from sciezka.rooms.monitor.models import SavedRecipe
from sciezka.rooms.monitor.queries.recipe import find_saved, pack_recipe, show_recipe_of
from sciezka.rooms.monitor.queries.uncertainty import DRAWS, ask_for_draws, show_uncertainty_of
from sciezka.rooms.monitor.queries.variant import Variant, read_variant, with_recipe
from sciezka.rooms.monitor.queries.words import say_problem
from sciezka.rooms.monitor.views.frame import show_page
from sciezka.rooms.people.queries import actor_of
from sciezka.rooms.town.models import Process
from sciezka.rooms.town.queries.places import find_process


@require_safe
@needs("monitor.view", of=find_process)
def show_recipe(request: HttpRequest, process: Process) -> HttpResponse:
    """Show every choice behind the index, in words."""
    variant = read_variant(process, request.GET.dict())
    return _show(request, "monitor/recipe.html", variant, page=show_recipe_of(variant))


@require_safe
@needs("monitor.view", of=find_process)
def download_recipe(request: HttpRequest, process: Process) -> HttpResponse:
    """Give everything that is needed to reckon the numbers again."""
    variant = read_variant(process, request.GET.dict())
    try:
        packed = pack_recipe(variant)
    except IndexProblem as problem:
        messages.error(request, say_problem(problem))
        return redirect(f"{reverse('monitor:recipe', kwargs=process.address)}{variant.query}")
    if packed is None:
        raise Http404
    name = f"przepis-{variant.choice.unit.key}.zip"
    return HttpResponse(
        packed, content_type="application/zip", headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


@require_http_methods(["GET", "HEAD", "POST"])
@needs("monitor.view", of=find_process)
def edit_recipe(request: HttpRequest, process: Process) -> HttpResponse:
    """Change choices: the changed recipe is shown at its own address, and nothing is saved."""
    variant = read_variant(process, request.GET.dict())
    form = RecipeForm(request.POST or None, recipe=variant.recipe)
    if request.method == "POST" and form.is_valid():
        changed = with_recipe(variant, form.changed)
        return redirect(f"{reverse('monitor:recipe', kwargs=process.address)}{changed.query}")
    return _show(request, "monitor/recipe_form.html", variant, form=form, page=show_recipe_of(variant))


@require_http_methods(["GET", "HEAD", "POST"])
@needs("monitor.edit_recipes", of=find_process)
def save_recipe(request: HttpRequest, process: Process) -> HttpResponse:
    """Keep the recipe under a name."""
    variant = read_variant(process, request.GET.dict())
    form = RecipeNameForm(request.POST or None, process=process)
    page = show_recipe_of(variant)
    if page.problem and form.is_bound:
        form.add_error(None, page.problem)
    if request.method == "POST" and form.is_valid():
        try:
            kept = keep_recipe(
                actor=actor_of(request),
                process=process,
                name=form.cleaned_data["name"],
                recipe=variant.recipe,
                weights=variant.weights,
            )
        except NameTaken:
            form.add_error("name", form.say_taken())
        else:
            messages.success(request, _("The recipe “%(name)s” is kept.") % {"name": kept.name})
            query = variant.choice.query_with(przepis=kept.pk, wagi=None)
            return redirect(f"{reverse('monitor:recipe', kwargs=process.address)}{query}")
    return _show(request, "monitor/recipe_save.html", variant, form=form, page=page)


@require_POST
@needs("monitor.edit_recipes", of=find_saved)
def delete_recipe(request: HttpRequest, recipe: SavedRecipe) -> HttpResponse:
    """Delete a recipe that the process keeps."""
    address = recipe.process.address
    delete_kept_recipe(actor=actor_of(request), recipe=recipe)
    messages.success(request, _("The recipe “%(name)s” was deleted. Findings keep its text.") % {"name": recipe.name})
    return redirect(reverse("monitor:recipe", kwargs=address))


@require_safe
@needs("monitor.view", of=find_process)
def show_uncertainty(request: HttpRequest, process: Process) -> HttpResponse:
    """Show how far ranks move with other choices."""
    variant = read_variant(process, request.GET.dict())
    asked = ask_for_draws(request.GET.dict(), request.GET.getlist("zmienne"))
    page = show_uncertainty_of(variant, asked)
    return _show(request, "monitor/uncertainty.html", variant, page=page, asked=asked, draws=DRAWS)


def _show(request: HttpRequest, template: str, variant: Variant, **context: Any) -> HttpResponse:  # noqa: ANN401 - a template's words
    """Draw a page of a variant; the row that says what is shown keeps what is different."""
    process = variant.choice.process
    return show_page(
        request,
        template,
        variant.choice,
        "recipe",
        {
            "variant": variant,
            "choice_kept": list(variant.words.items()),
            "may_keep": may(request.user, "monitor.edit_recipes", process),
            **context,
        },
    )
