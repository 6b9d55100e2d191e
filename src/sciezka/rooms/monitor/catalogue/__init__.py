"""The shipped catalogue of indicators: data, one TOML file per dimension, the tree and the source variables."""

from functools import cache
from importlib.resources import files

from sciezka.core.indicators import Catalogue, read_catalogue

FILES = ("dimensions.toml", "economy.toml", "society.toml", "environment.toml", "variables.toml", "variables_other.toml")


def shipped_texts() -> dict[str, str]:
    """Give the texts of the shipped catalogue by file name."""
    folder = files(__name__)
    return {name: folder.joinpath(name).read_text(encoding="utf-8") for name in FILES}


@cache
def shipped_catalogue() -> Catalogue:
    """Read the shipped catalogue, once in a process's life."""
    return read_catalogue(shipped_texts())
