"""Keeping recipes under a name, and deleting them. A recipe never changes: a change is a new recipe."""

from collections.abc import Mapping

from django.db import transaction

from sciezka.core.index.recipe import Recipe, digest, write_recipe
from sciezka.rooms.monitor.actions.holding import NameTaken, hold_process
from sciezka.rooms.monitor.models import SavedRecipe
from sciezka.rooms.people.models import User
from sciezka.rooms.town.actions.trace import note
from sciezka.rooms.town.models import Process


@transaction.atomic
def keep_recipe(
    *, actor: User | None, process: Process, name: str, recipe: Recipe, weights: Mapping[str, float]
) -> SavedRecipe:
    """Keep a recipe with its weights under a name.

    Args:
        actor: who keeps it.
        process: where.
        name: a name that no other recipe of the process has.
        recipe: the choices.
        weights: the weights that are not 1, by node.

    Raises:
        NameTaken: another recipe of the process got the name first.
    """
    hold_process(process)
    if SavedRecipe.objects.filter(process=process, name=name).exists():
        raise NameTaken(name)
    kept = SavedRecipe.objects.create(
        process=process,
        name=name,
        source=write_recipe(recipe),
        weights=dict(sorted(weights.items())),
        digest=digest(recipe),
    )
    note(actor=actor, verb="recipe.save", of=kept, after=_tell(kept))
    return kept


@transaction.atomic
def delete_kept_recipe(*, actor: User | None, recipe: SavedRecipe) -> None:
    """Delete a recipe; findings keep the text of the recipe that they were read by."""
    recipe = SavedRecipe.objects.select_for_update(of=("self",)).select_related("process__workspace").get(pk=recipe.pk)
    note(actor=actor, verb="recipe.delete", of=recipe, before=_tell(recipe))
    recipe.delete()


def _tell(recipe: SavedRecipe) -> dict[str, object]:
    return {"name": recipe.name, "digest": recipe.digest, "weights": recipe.weights}
