"""The nouns that nodes stand for, looked up through the functions that their rooms declare."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Model
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.formats import number_format
from django.utils.module_loading import import_string

from sciezka.kit.manifests import Text
from sciezka.kit.templatetags.kit import long_day
from sciezka.kit.typography import bind_words
from sciezka.rooms.thread.models import COPIED, Citation, Node
from sciezka.rooms.thread.queries.types import all_types
from sciezka.rooms.town.models import Process

FIGURES = 10
# Longer words of digits are keys of no row, and no number that a database holds.
LONGEST_KEY = 18
MOST_ROUNDED = 10**15


@dataclass(frozen=True, slots=True)
class Standing:
    """How a noun stands today.

    Args:
        href: the address of its page.
        now: what it would cite today; None when its source does not move.
        state: how far it has come, in words that anybody may read: „signed by both”, „being built”; nothing where its room
            has no such words. Whoever submitted an idea follows by them what became of it.
    """

    href: str = ""
    now: Citation | None = None
    state: Text = ""


# What a type's ``find`` names: many nouns at once; a key that is left out of the answer is a noun that is gone.
Find = Callable[[Process, Sequence[str]], Mapping[str, Standing]]


@dataclass(frozen=True, slots=True)
class Lookup:
    """What is known of a node's noun: found, gone, or not asked because no room declares how."""

    standing: Standing | None = None
    is_gone: bool = False


def look_up(process: Process, nodes: Iterable[Node]) -> dict[int, Lookup]:
    """Look up the nouns of many nodes of a process: one call for each type among them.

    What a copy stands for is no noun of a room above: nothing is asked about it.
    """
    by_type: dict[str, list[Node]] = defaultdict(list)
    found: dict[int, Lookup] = {}
    for node in nodes:
        if node.noun_kind == COPIED:
            found[node.pk] = Lookup()
        else:
            by_type[node.type].append(node)
    types = all_types()
    for key, rows in by_type.items():
        if key in types and types[key].find:
            find: Find = import_string(types[key].find)
            standings = find(process, [row.noun_key for row in rows])
            found |= {row.pk: make_lookup(standings.get(row.noun_key)) for row in rows}
        else:
            found |= {row.pk: Lookup() for row in rows}
    return found


def read_keys(keys: Iterable[str]) -> list[int]:
    """Read the keys of nouns; words that can be no key are passed over."""
    return [int(key) for key in keys if key.isdecimal() and len(key) <= LONGEST_KEY]


def stand(model: type[Model], address: str, word: str, through: str = "process") -> Find:
    """Make what tells the thread how nouns of one model stand that cite nothing: where each is shown.

    Args:
        model: the nouns' model.
        address: the name of the address that shows one.
        word: the word of that address that holds the key.
        through: the way from a noun to its process.
    """

    def find(process: Process, keys: Sequence[str]) -> Mapping[str, Standing]:
        rows = model._default_manager.filter(**{through: process}, pk__in=read_keys(keys)).order_by()
        return point_at(process, address, word, rows.values_list("pk", flat=True))

    return find


def point_at(process: Process, name: str, word: str, keys: Iterable[int]) -> dict[str, Standing]:
    """Say where many nouns of one kind are shown, as their keys stand in one word of an address.

    The address is made once: a plan has a thousand nouns, and making each one's anew takes longer than checking it.
    """
    before, mark, after = reverse(name, kwargs={**process.address, word: 0}).rpartition("/0/")
    assert mark  # noqa: S101 - an address whose key stands between slashes
    return {str(key): Standing(f"{before}/{key}/{after}") for key in keys}


def make_lookup(standing: Standing | None) -> Lookup:
    """Say whether the noun was found."""
    return Lookup(standing, is_gone=standing is None)


def say_figure(citation: Citation, *, is_exact: bool = False) -> str:
    """Write the cited figure with its unit, as the page's language writes numbers; to two decimals unless exact."""
    if citation.number is None:
        return ""
    number = Decimal(format(citation.number, f".{FIGURES}g"))
    if not is_exact and 1 <= abs(number) < MOST_ROUNDED:
        number = number.quantize(Decimal("0.01")).normalize() + 0
    figure = str(number_format(number, force_grouping=True)).replace("-", "\N{MINUS SIGN}")
    return f"{figure}\u00a0{citation.unit}".strip()


def say_when(citation: Citation) -> str:
    """Write the day or the year that a citation is of."""
    try:
        day = parse_date(citation.of)
    except ValueError:
        day = None
    return long_day(day) if day else citation.of


def say_citation(citation: Citation) -> str:
    """Write a citation in one line: the figure, of when, from where."""
    return " · ".join(bind_words(part) for part in (say_figure(citation), say_when(citation), citation.source) if part)


def has_moved(node: Node, standing: Standing | None) -> bool:
    """Tell whether a node's source says something else today than was cited."""
    citation = node.citation
    return bool(citation and standing and standing.now and citation.differs_from(standing.now))
