"""Orders drawn for each person: the same for one person each time, on every machine and in every version of Python."""

from collections.abc import Sequence
from hashlib import blake2b
from typing import Protocol, TypeVar

from sciezka.rooms.questions.schema.types import WITH_ROWS, Item, Kind, Option, Page, Row, Section


class Coded(Protocol):
    """Whatever has a code."""

    @property
    def code(self) -> str:
        """Its code."""


Part = TypeVar("Part", bound=Coded)


def put_in_order(parts: Sequence[Part], seed: str, key: str) -> tuple[Part, ...]:
    """Put parts in the order drawn for one person; those that are ``fixed`` keep their places.

    Each part is placed by the digest of the seed, the key and its own code, so every order is equally likely, and a part
    that is added later does not change how the others follow one another.

    Args:
        parts: what is put in order.
        seed: the person's, such as a random word kept with the answers.
        key: what is ordered; two lists with one seed and other keys have other orders.
    """
    moving = sorted((part for part in parts if not is_fixed(part)), key=lambda part: _draw(seed, key, part.code))
    drawn = iter(moving)
    return tuple(part if is_fixed(part) else next(drawn) for part in parts)


def is_fixed(part: Coded) -> bool:
    """Tell whether a part keeps its place: an option that says so, and a note, which may introduce what follows it."""
    return bool(getattr(part, "fixed", False)) or getattr(part, "kind", None) is Kind.NOTE


def ordered_options(item: Item, seed: str) -> tuple[Option, ...]:
    """Give the options of an item as one person sees them. Columns of a grid stay: there the lines are drawn."""
    shuffled = item.shuffle and item.kind not in WITH_ROWS
    return put_in_order(item.options, seed, item.code) if shuffled else item.options


def ordered_rows(item: Item, seed: str) -> tuple[Row, ...]:
    """Give the lines of a grid or a semantic scale as one person sees them."""
    return put_in_order(item.rows, seed, item.code) if item.shuffle else item.rows


def ordered_items(section: Section, seed: str) -> tuple[Item, ...]:
    """Give the items of a section as one person sees them."""
    return put_in_order(section.items, seed, section.code) if section.shuffle else section.items


def ordered_sections(page: Page, seed: str) -> tuple[Section, ...]:
    """Give the sections of a page as one person sees them."""
    return put_in_order(page.sections, seed, page.code) if page.shuffle else page.sections


def _draw(seed: str, key: str, code: str) -> bytes:
    parts = (part.encode("utf-8", "replace") for part in (seed, key, code))
    return blake2b(b"\0".join(parts), digest_size=8).digest()
