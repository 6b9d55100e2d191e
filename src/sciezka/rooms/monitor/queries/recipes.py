"""Reading recipes that were saved."""

import tomllib

from sciezka.core.index.recipe import Recipe, read_recipe
from sciezka.core.index.types import IndexProblem


def parse_recipe(source: str) -> Recipe:
    """Read a recipe from its text.

    Raises:
        IndexProblem: the text is no TOML, or names what a recipe does not know.
    """
    try:
        return read_recipe(tomllib.loads(source))
    except tomllib.TOMLDecodeError as problem:
        raise IndexProblem("recipe.toml", f"The recipe is no TOML: {problem}.") from problem
