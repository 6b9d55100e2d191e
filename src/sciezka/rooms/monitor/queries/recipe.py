"""The recipe's page: every choice in words, and what is needed to reckon the numbers again."""

from django.http import Http404

from sciezka.rooms.monitor.models import SavedRecipe


def find_saved(workspace: str, process: str, recipe: int) -> SavedRecipe:
    """Find a recipe that a process keeps, by the words of an address."""
    found = (
        SavedRecipe.objects.select_related("process__workspace")
        .filter(process__workspace__slug=workspace, process__slug=process, pk=recipe)
        .first()
    )
    if found is None:
        raise Http404
    return found
