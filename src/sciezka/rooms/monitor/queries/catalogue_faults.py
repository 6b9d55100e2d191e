"""Telling the faults of a catalogue's text in the reader's language."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext, gettext_noop

from sciezka.core.indicators import Fault

SENTENCES: Final[Mapping[str, str]] = {
    "catalogue.toml": gettext_noop("This is not TOML: %(problem)s."),
    "catalogue.no_version": gettext_noop("No version is given."),
    "catalogue.long": gettext_noop("The text has %(length)s characters. At most %(most)s are read."),
    "catalogue.head": gettext_noop("The table [catalogue] holds nothing but version, a text in quotes."),
    "catalogue.table": gettext_noop("There is no table “%(table)s”. The tables are: %(allowed)s."),
    "catalogue.rows": gettext_noop("Begin each row with [[%(table)s]]."),
    "catalogue.missing": gettext_noop("This field is missing. Add it."),
    "catalogue.empty": gettext_noop("This field is empty. Write it out."),
    "catalogue.unknown_field": gettext_noop("There is no such field. The fields are: %(allowed)s."),
    "catalogue.kind": gettext_noop("The value is of a wrong kind. Expected: %(kind)s."),
    "catalogue.code": gettext_noop(
        "This code can't be used. A code has a letter first, then letters, digits, - or _, at most 32 signs, and M stands "
        "for the whole. A variable is written bdl:number, or gus:, mf:, own: or calc: with a name of small letters."
    ),
    "catalogue.twice": gettext_noop("This code is used twice. Choose another or keep one of the rows."),
    "catalogue.retired": gettext_noop("There is no such row to retire. Mend the code."),
    "catalogue.parent": gettext_noop("“%(parent)s” is not in the catalogue. Add it or mend the code."),
    "catalogue.parent_kind": gettext_noop("“%(parent)s” stands on another storey of the tree."),
    "catalogue.choice": gettext_noop("“%(value)s” is not known. Write one of: %(allowed)s."),
    "catalogue.target": gettext_noop(
        'A range, target = [low, high], goes with direction = "target" and with no other direction.'
    ),
    "catalogue.variable": gettext_noop("The variable %(variable)s is not known. Add it under variables."),
    "catalogue.derived": gettext_noop("A variable calc:… has a formula, and no other variable has one."),
    "catalogue.circle": gettext_noop("The variable is reckoned from itself: %(circle)s."),
    "catalogue.tower": gettext_noop("Too many derived variables rest one upon another. At most three may."),
    "catalogue.level": gettext_noop("The variables are known at level %(level)s only."),
    "catalogue.definitions": gettext_noop(
        "Two definitions of one thing (%(thing)s) are mixed. Make two indicators of them."
    ),
    "catalogue.same_formula": gettext_noop("Indicator %(other)s is reckoned in the same way."),
    "formula.kind": gettext_noop(
        "This kind of formula is not known. Write one of: value, sum, ratio, per_head, share, mean, change, difference."
    ),
    "formula.of": gettext_noop("The formula names no variable. List the variables' keys under of."),
    "formula.long": gettext_noop("The formula names too many variables. At most 40 may stand above or below the line."),
    "formula.value": gettext_noop("A formula of kind value takes one variable as it is. Use sum or ratio for more."),
    "formula.per": gettext_noop("A formula of this kind divides. List what it divides by under per."),
    "formula.sum": gettext_noop("A formula of kind sum does not divide. Use ratio, or leave out per."),
    "formula.times": gettext_noop("The factor times is a number above 0."),
    "formula.years": gettext_noop("A formula of this kind needs a window. Write years from 1 to 30."),
    "formula.no_years": gettext_noop("A formula of this kind looks at one year only. Leave out years."),
    "formula.decimals": gettext_noop("Readers are shown 0 to 6 decimals."),
}


def say_fault(fault: Fault) -> str:
    """Tell a fault with its place; a code that has no sentence here is told in the core's English."""
    sentence = SENTENCES.get(fault.code)
    if sentence is None:
        return fault.sentence
    told = gettext(sentence) % defaultdict(str, fault.params)
    place = " ".join(str(fault.params[name]) for name in ("table", "row") if fault.params.get(name))
    if fault.params.get("key"):
        place = f"{place}, {fault.params['key']}"
    return f"{place}: {told}" if place and "key" in fault.params else told
