"""Comparison groups and recipes that a process keeps, for tests."""

from collections.abc import Mapping, Sequence

from sciezka.core.index.recipe import Recipe, digest, write_recipe
from sciezka.core.peers import gather_picked
from sciezka.rooms.monitor.models import ComparisonGroup, GroupVersion, SavedRecipe
from sciezka.rooms.monitor.store.runs import DEFAULT_RECIPE
from sciezka.rooms.town.models import Process
from tests.factories.monitor import TOWNS


def make_group(
    process: Process, name: str = "Miasta wybrane", members: Sequence[str] = TOWNS[:6], *, is_default: bool = False
) -> ComparisonGroup:
    """Make a group picked by hand, with one version."""
    group = ComparisonGroup.objects.create(process=process, name=name, kind=ComparisonGroup.Kind.HAND, is_default=is_default)
    add_version(group, members)
    return group


def add_version(group: ComparisonGroup, members: Sequence[str]) -> GroupVersion:
    """Give a group its next version."""
    picked = gather_picked(group.name, members)
    return GroupVersion.objects.create(
        group=group,
        number=group.versions.count() + 1,
        rule={"text": picked.rule},
        members=list(picked.members),
        digest=picked.digest,
    )


def make_recipe(
    process: Process,
    name: str = "Edukacja podwójnie",
    recipe: Recipe = DEFAULT_RECIPE,
    weights: Mapping[str, float] | None = None,
) -> SavedRecipe:
    """Keep a recipe."""
    return SavedRecipe.objects.create(
        process=process, name=name, source=write_recipe(recipe), weights=dict(weights or {}), digest=digest(recipe)
    )
