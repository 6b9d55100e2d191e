"""The recipe of an index: every choice in one frozen value that can be written, read, hashed, changed and replayed."""

from sciezka.core.index.recipe.choices import (
    METHODS,
    Aggregate,
    Impute,
    Normalise,
    Rank,
    Recipe,
    Treat,
    Weigh,
    Within,
    change,
    first_changed,
)
from sciezka.core.index.recipe.text import digest, read_recipe, write_recipe

__all__ = [
    "METHODS",
    "Aggregate",
    "Impute",
    "Normalise",
    "Rank",
    "Recipe",
    "Treat",
    "Weigh",
    "Within",
    "change",
    "digest",
    "first_changed",
    "read_recipe",
    "write_recipe",
]
