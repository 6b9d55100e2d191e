"""Why a file of figures is refused, in the reader's language."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext, gettext_noop

from sciezka.core.series.table import SeriesProblem

SENTENCES: Final[Mapping[str, str]] = {
    "series.empty": gettext_noop("The file holds no figures."),
    "series.size": gettext_noop("The file is larger than %(size)s MB. Split it and import the parts."),
    "series.rows": gettext_noop("The sheet has more than %(count)s rows. Split it."),
    "series.columns": gettext_noop("Line %(line)s has too many columns."),
    "series.letters": gettext_noop("This is not a table of text. Save it as CSV (UTF-8) or XLSX and import that."),
    "series.workbook": gettext_noop("This workbook can't be read. Save it again as XLSX or CSV, and import that."),
    "series.parquet": gettext_noop("This Parquet file is damaged, or holds something else."),
    "series.unknown": gettext_noop(
        "This table is of no known format; its columns are: %(columns)s. Say which column is what."
    ),
    "series.row": gettext_noop("Line %(line)s can't be read: its quotes do not close."),
    "series.width": gettext_noop("Line %(line)s has another number of cells than the header. The file may be cut off."),
    "series.header": gettext_noop("The header can't be read (“%(column)s”). Export the table again."),
    "series.number": gettext_noop("Line %(line)s, column “%(column)s”: “%(text)s” is not a number."),
    "series.year": gettext_noop("Line %(line)s: “%(text)s” is not a year."),
    "series.date": gettext_noop("Line %(line)s: “%(text)s” is not a date. Write it as 2026-01-31."),
    "series.unit": gettext_noop(
        "Line %(line)s: “%(text)s” is not the code of a unit. Codes are TERYT (2 to 7 digits) or the bank's (12 digits)."
    ),
    "series.key": gettext_noop("“%(text)s” is not the key of a variable. Write bdl:NUMBER, gus:NAME, mf:NAME or own:NAME."),
    "series.mark": gettext_noop("Line %(line)s: the mark “%(text)s” is not one of the bank's."),
    "series.twice": gettext_noop("Unit %(unit)s has two values of %(variable)s in %(year)s. Keep one of them."),
    "series.variables": gettext_noop("The file holds %(count)s variables, and %(given)s keys were given."),
    "series.nothing": gettext_noop(
        "The file holds no figure of a commune, county, voivodeship or the country. Nothing was imported."
    ),
    "series.unsealed": gettext_noop("%(key)s is a city's own series. Say whose it is, or give it another key."),
    "series.hidden": gettext_noop(
        "The first sheet, “%(sheet)s”, is hidden. Show it, or put the sheet with the figures first."
    ),
    "series.formula": gettext_noop(
        "Line %(line)s: the cell %(cell)s holds a formula without a value. Open the file in a spreadsheet and save it, or "
        "put the values in place of the formulas."
    ),
    "series.heads": gettext_noop("Two columns are called “%(column)s”. Give each its own name."),
    "series.official": gettext_noop(
        "%(key)s is a key of official figures. Bring those in as an export of the Local Data Bank, or let the operator do "
        "it. The keys of the city’s own series begin with own:."
    ),
    "series.nowhere": gettext_noop("Line %(line)s: %(unit)s lies in no voivodeship. Check the codes of the units."),
    "mapping.part": gettext_noop("“%(text)s” does not say which column is what. Write what=heading."),
    "mapping.unit": gettext_noop("It is not said which column holds the units' codes."),
    "mapping.column": gettext_noop("The table has no column “%(column)s”. It has: %(columns)s."),
    "mapping.values": gettext_noop("It is not said which columns hold figures."),
    "mapping.years": gettext_noop("The header has no years, and it is not said which column holds them."),
    "budget.kind": gettext_noop("Say what the budget table holds: expenditure or revenue. Nothing in it says so."),
    "budget.columns": gettext_noop("The budget table lacks the columns %(columns)s."),
    "budget.year": gettext_noop("The budget table has no column ROK. Say which year it is of."),
    "budget.section": gettext_noop("Line %(line)s holds no section of the budget."),
    "crosswalk.columns": gettext_noop("The table of changes needs the columns from, to and mode."),
    "crosswalk.mode": gettext_noop("Line %(line)s: the mode is “%(mode)s”. Write 1 (replace), 2 (add) or 9 (drop)."),
    "crosswalk.code": gettext_noop("Line %(line)s holds no code of a unit."),
    "crosswalk.year": gettext_noop("Line %(line)s: “%(year)s” is not a year."),
    "crosswalk.twice": gettext_noop("Line %(line)s: the unit %(unit)s changes twice. Keep one of the rows."),
    "crosswalk.circle": gettext_noop("The changes of codes run in a circle."),
    "register.columns": gettext_noop("This is not the TERC register: the columns %(columns)s are missing."),
}


def say_problem(problem: SeriesProblem) -> str:
    """Say why a file is refused; a reason that has no sentence here is told in the core's English."""
    sentence = SENTENCES.get(problem.code)
    if sentence is None:
        return str(problem)
    return gettext(sentence) % defaultdict(str, problem.params)
