"""Faults of a catalogue's text, with the place in the text where that is known."""

import re
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sciezka.core.indicators import Fault
from sciezka.kit.manifests import Text
from sciezka.rooms.monitor.queries.catalogue_faults import say_fault

_PLACE: Final = re.compile(r"\(at line (\d+), column (\d+)\)")
# What Python's reader of TOML says, by the beginning of its sentence.
_HINTS: Final[tuple[tuple[str, Text], ...]] = (
    ("Expected '=' after a key", gettext_lazy("an equals sign is missing after the name of a field")),
    ("Invalid value", gettext_lazy("there is no value here; texts stand in quotes, numbers have a decimal point")),
    ("Invalid initial character for a key", gettext_lazy("a field’s name begins here, and this sign can’t stand in it")),
    ("Invalid statement", gettext_lazy("a line begins with the name of a field, [[ or #")),
    ("Expected newline or end of document", gettext_lazy("something stands after the value; begin a new line")),
    ("Cannot overwrite a value", gettext_lazy("this field is written twice in one row")),
    ("Cannot declare", gettext_lazy("this table is begun twice")),
    ("Unclosed array", gettext_lazy("a square bracket is not closed")),
    ("Unclosed inline table", gettext_lazy("a brace is not closed")),
    ("Expected ']", gettext_lazy("a square bracket is not closed")),
    ("Unterminated string", gettext_lazy("a text has no closing quote")),
    ("Illegal character", gettext_lazy("a text has no closing quote, or holds a sign that can’t stand there")),
    ("Unescaped '\\'", gettext_lazy("a backslash in a text is written twice")),
    ("Duplicate inline table key", gettext_lazy("this field is written twice between the braces")),
)


def say_fault_with_line(fault: Fault) -> str:
    """Tell a fault; of a text that is no TOML, the line and what is wrong there."""
    if fault.code != "catalogue.toml":
        return say_fault(fault)
    problem = str(fault.params.get("problem", ""))
    hint = next((str(said) for begins, said in _HINTS if problem.startswith(begins)), "")
    place = _PLACE.search(problem)
    if place is None:
        where = _("The end of the text") if "end of document" in problem else _("The text")
        return f"{where}: {hint or _('it can’t be read as TOML')}."
    where = _("Line %(line)s, sign %(column)s") % {"line": place[1], "column": place[2]}
    return f"{where}: {hint or _('it can’t be read as TOML')}."
