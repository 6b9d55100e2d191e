"""What is known of source variables before any source is asked: their keys, and which rules their zeros and sums obey."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Rule:
    """How a variable behaves.

    Attributes:
        is_additive: whether communes sum to counties, voivodeships and the country.
        is_secret: whether a small figure may be kept secret and shown as 0.
        is_never_zero: whether a 0 where people live can only be a gap.
        is_by_census: whether it rests on the population balance, which every census begins anew.
    """

    is_additive: bool = False
    is_secret: bool = False
    is_never_zero: bool = False
    is_by_census: bool = False


PLAIN: Final = Rule()
POPULATION: Final = "bdl:72305"

RULES: Final[Mapping[str, Rule]] = {
    "bdl:72305": Rule(is_additive=True, is_never_zero=True, is_by_census=True),
    "bdl:152": Rule(is_additive=True, is_never_zero=True, is_by_census=True),
    "bdl:149": Rule(is_additive=True, is_never_zero=True, is_by_census=True),
    "bdl:155": Rule(is_additive=True, is_never_zero=True, is_by_census=True),
    "bdl:54821": Rule(is_additive=True, is_secret=True, is_never_zero=True),
    "bdl:10514": Rule(is_additive=True, is_secret=True),
    "bdl:76037": Rule(is_additive=True, is_never_zero=True),
    "bdl:76070": Rule(is_additive=True, is_never_zero=True),
    "bdl:76477": Rule(is_additive=True, is_never_zero=True),
    **dict.fromkeys(
        ("bdl:59", "bdl:65", "bdl:68", "bdl:149156", "bdl:149160", "bdl:149164", "bdl:1365234", "bdl:265726"),
        Rule(is_additive=True),
    ),
    **dict.fromkeys(
        (
            "gus:migration_in_from_towns",
            "gus:migration_in_from_country",
            "gus:migration_out_to_towns",
            "gus:migration_out_to_country",
            "gus:migration_out_abroad",
        ),
        Rule(is_additive=True),
    ),
    **dict.fromkeys(
        ("bdl:60559", "bdl:60563", "bdl:60565", "bdl:60566", "bdl:60567", "bdl:634989"), Rule(is_by_census=True)
    ),
}

# Exports carry the number of the bank's subgroup in their name and the features in their header, never the variable's id.
BY_SUBGROUP: Final[Mapping[tuple[str, str], str]] = {
    ("1944", "ogółem"): "bdl:10514",
    ("2137", "ogółem;ogółem"): POPULATION,
    ("2392", "ogółem"): "bdl:60270",
    ("1355", "saldo migracji;ogółem"): "bdl:149164",
    ("1355", "zameldowania ogółem;ogółem"): "bdl:149156",
    ("1355", "wymeldowania ogółem;ogółem"): "bdl:149160",
    ("1355", "zameldowania z miast;ogółem"): "gus:migration_in_from_towns",
    ("1355", "zameldowania ze wsi;ogółem"): "gus:migration_in_from_country",
    ("1355", "wymeldowania do miast;ogółem"): "gus:migration_out_to_towns",
    ("1355", "wymeldowania na wieś;ogółem"): "gus:migration_out_to_country",
    ("1355", "wymeldowania za granicę;ogółem"): "gus:migration_out_abroad",
    ("1355", "saldo migracji na 1000 ludności;ogółem"): "bdl:453193",
}

LABELS: Final[Mapping[str, str]] = {
    "bdl:72305": "ludność ogółem",
    "bdl:152": "ludność w wieku produkcyjnym",
    "bdl:10514": "bezrobotni zarejestrowani ogółem",
    "bdl:54821": "pracujący ogółem",
    "bdl:76070": "dochody własne gminy",
    "bdl:149156": "zameldowania ogółem",
    "bdl:149160": "wymeldowania ogółem",
    "bdl:149164": "saldo migracji",
    "bdl:453193": "saldo migracji na 1000 ludności",
    "bdl:60270": "stopa bezrobocia rejestrowanego",
}


def rule_of(key: str, rules: Mapping[str, Rule] = RULES) -> Rule:
    """Give a variable's rule; one that is not known obeys none, so that nothing is taken for missing by guess."""
    return rules.get(key, PLAIN)


def name_variable(subgroup: str, features: str) -> str | None:
    """Find the variable that an export means, by the number of its subgroup and its features."""
    return BY_SUBGROUP.get((subgroup.lstrip("Pp"), features.strip().casefold()))
