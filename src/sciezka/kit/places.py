"""What a noun must tell the kit: the place it belongs to.

A *place* is whatever seals data off from other data (a workspace, or a process inside one). The kit does not know
what it is; it only needs its address in the journal and the nouns' way to it.
"""

from typing import Protocol, runtime_checkable


@runtime_checkable
class Place(Protocol):
    """Something that data can belong to."""

    @property
    def scope(self) -> str:
        """The place's path in the journal, from the widest to the narrowest, such as ``w3/p5/``."""


@runtime_checkable
class Placed(Protocol):
    """A noun that belongs to a place."""

    @property
    def place(self) -> Place:
        """The narrowest place that holds this noun."""
