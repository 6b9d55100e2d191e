"""A comparison group: its members in a year of reference, why they belong, and a digest that names this version."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from sciezka.core.index.types import IndexProblem, Remark
from sciezka.core.peers.rules import KEY_DIGITS, Facts, OfType, Rule, write_rule

# In a smaller group quantiles and standard deviations rest on a handful of units.
VERY_FEW: Final = 7
FEW: Final = 15


@dataclass(frozen=True)
class Group:
    """Units that are compared with one another.

    Attributes:
        name: what people call it.
        rule: how the members were found: a rule as ``write_rule`` writes it, or JSON with ``nearest`` or ``picked``.
        members: the units' keys, sorted.
        year: the year whose facts decided; 0 when no year did.
    """

    name: str
    rule: str
    members: tuple[str, ...]
    year: int = 0

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of rule, members and year: the same digest, the same comparison, whatever its name."""
        said = json.dumps([self.rule, list(self.members), self.year], ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(said.encode()).hexdigest()

    @property
    def version(self) -> str:
        """The first eight signs of the digest, for outputs."""
        return self.digest[:8]

    @property
    def remarks(self) -> tuple[Remark, ...]:
        """What a reader must know of the group's size."""
        return remark_size(len(self.members), self.name)


def gather_by_rule(name: str, rule: Rule, units: Iterable[Facts], year: int, *, always: str = "") -> Group:
    """Gather the units that a rule takes.

    Args:
        name: what people call the group.
        rule: who belongs.
        units: all units with their facts in the year.
        year: the year of reference.
        always: the key of a unit that belongs whatever the rule says: the one that is compared.

    Raises:
        IndexProblem: nobody belongs.
    """
    members = {unit.key for unit in units if rule.takes(unit)} | ({always} if always else set())
    return _make(name, write_rule(rule), members, year)


def gather_by_type(name: str, types: dict[str, str], wanted: Iterable[str], year: int = 0) -> Group:
    """Gather the units that a given table puts into these types.

    Args:
        name: what people call the group.
        types: the type of each unit by key, as ``read_types`` gives it.
        wanted: the types.
        year: the year that the table stands for.

    Raises:
        IndexProblem: nobody belongs.
    """
    chosen = tuple(sorted(set(wanted)))
    members = {key for key, word in types.items() if word in chosen}
    return _make(name, write_rule(OfType(chosen)), members, year)


def gather_picked(name: str, keys: Iterable[str], *, known: Iterable[str] | None = None, year: int = 0) -> Group:
    """Make a group of units picked by hand.

    Args:
        name: what people call the group.
        keys: the units' keys; one named twice counts once.
        known: the keys that there are; not checked when None.
        year: the year of reference, if one decided.

    Raises:
        IndexProblem: nobody is picked, or a key is not known.
    """
    members = set(keys)
    if known is not None and (strange := sorted(members - set(known))):
        raise IndexProblem(
            "peers.unknown_unit",
            f"The group names {', '.join(strange[:5])}, which the data do not know. Take it out or mend the code.",
            units=strange,
        )
    return _make(name, '{"picked":true}', members, year)


def remark_size(members: int, name: str = "") -> tuple[Remark, ...]:
    """Say that a group is so small that its statistics are weak; nothing for 15 units or more."""
    if members >= FEW:
        return ()
    params = {"group": name, "members": members}
    said = f"The group {name} has {members} units." if name else f"The group has {members} units."
    if members < VERY_FEW:
        sentence = f"{said} With fewer than {VERY_FEW} its ranks and standardised values say little."
        return (Remark("peers.very_few", sentence, params),)
    sentence = f"{said} With fewer than {FEW} a single unit moves the means and the bounds much."
    return (Remark("peers.few", sentence, params),)


def _make(name: str, rule: str, members: set[str], year: int) -> Group:
    if not members:
        raise IndexProblem(
            "peers.empty", f"No unit belongs to the group {name}. Widen its rule or pick other units.", group=name
        )
    for key in sorted(members):
        if len(key) != KEY_DIGITS or not key.isdigit():
            raise IndexProblem(
                "peers.key", f"{key!r} is no TERYT code with {KEY_DIGITS} digits. Mend it, mind the leading zero.", key=key
            )
    return Group(name, rule, tuple(sorted(members)), year)
