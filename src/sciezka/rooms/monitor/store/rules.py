"""How variables behave, put together from what is known of a few of them and what the catalogue says of all."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache

from sciezka.core.indicators.catalogue import Catalogue
from sciezka.core.series.variables import RULES, Rule, rule_of
from sciezka.rooms.monitor.catalogue import shipped_catalogue


def rules_of(catalogue: Catalogue) -> Mapping[str, Rule]:
    """Give the rule of every variable of a catalogue, and of those known without it."""
    said = {
        variable.key: replace(
            rule_of(variable.key),
            is_additive=variable.additive or rule_of(variable.key).is_additive,
            is_secret=variable.zero == "suppressed" or rule_of(variable.key).is_secret,
        )
        for variable in catalogue.variables
    }
    return {**RULES, **said}


@cache
def shipped_rules() -> Mapping[str, Rule]:
    """Give the rules by the shipped catalogue: the ones by which files are judged when they come in."""
    return rules_of(shipped_catalogue())
