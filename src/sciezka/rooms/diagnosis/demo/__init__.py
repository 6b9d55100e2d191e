"""The demonstration's diagnosis as data: evidence from each kind of source, statements and trees, resources and products.

Pure Python, no Django. Sentences are invented, figures are not: the files name where each is read, and loading reads it.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any

from sciezka.rooms.rounds.demo import read_data


@cache
def read_evidence() -> Mapping[str, Any]:
    """Read what is kept as evidence: readings of the monitor, findings of surveys, deficits of assessments."""
    return read_data(__name__, "evidence.toml")


@cache
def read_trees() -> Mapping[str, Any]:
    """Read the trees and their statements, with what each causes and rests on."""
    return read_data(__name__, "trees.toml")


@cache
def read_resources() -> Mapping[str, Any]:
    """Read resources, products, and which product uses which resource."""
    return read_data(__name__, "resources.toml")
