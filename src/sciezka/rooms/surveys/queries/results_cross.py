"""One item against another: counts, shares, what stands out, and whether chance alone could make it.

Everybody who sees results may cross an item with a grouping; whoever may see single answers, any two. The test is reckoned
from what is shown alone: answers of which something is hidden are taken together, so its numbers give nothing away.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final, Literal

from django.utils.translation import gettext as _

from sciezka.core.polls.associations import Association, measure_association
from sciezka.core.polls.counted import ProtectedTable
from sciezka.kit.typography import write_number
from sciezka.rooms.questions.schema.types import Item, Kind
from sciezka.rooms.surveys.queries.frames import FrameSight
from sciezka.rooms.surveys.queries.frames_layout import BANDS, name_column
from sciezka.rooms.surveys.queries.results_groups import BAND_LABELS, Grouping
from sciezka.rooms.surveys.queries.results_items import is_led_by_hidden
from sciezka.rooms.surveys.queries.results_protected import protect_tables
from sciezka.rooms.surveys.queries.results_reading import write_share
from sciezka.rooms.surveys.queries.results_shapes import say_question

STANDS_OUT: Final = 1.96
"""Adjusted residuals beyond this mark a cell."""
SURE: Final = 0.05
VERY_SURE: Final = 0.001
WEAK: Final = 0.1
MEDIUM: Final = 0.3
STRONG: Final = 0.5
LEAST: Final = 2

Mark = Literal["", "more", "less"]


@dataclass(frozen=True, slots=True)
class Choice:
    """What may be crossed: a column with its words."""

    key: str
    label: str
    options: Mapping[str, str]
    group: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell; None where hidden."""

    count: int | None
    row_share: float | None
    column_share: float | None
    mark: Mark

    @property
    def row_text(self) -> str:
        """The share of the row, written."""
        return write_share(self.row_share)

    @property
    def column_text(self) -> str:
        """The share of the column, written."""
        return write_share(self.column_share)


@dataclass(frozen=True, slots=True)
class CrossLine:
    """One row with its base."""

    label: str
    cells: tuple[Cell, ...]
    base: int | None
    groups: tuple[str, ...] = ()

    @property
    def is_hidden(self) -> bool:
        """Whether nothing of it may be told."""
        return self.base is None and all(cell.count is None for cell in self.cells)

    @property
    def parts(self) -> list[tuple[str, Cell]]:
        """The cells with the words of their columns."""
        return list(zip(self.groups, self.cells, strict=True))


@dataclass(frozen=True, slots=True)
class CrossSight:
    """A cross-tab as it is shown.

    Attributes:
        row: what the rows are.
        column: what the columns are.
        lines: the rows.
        bases: of the columns.
        n: how many answered both; None where that is hidden.
        test: the test, where there is one.
        is_merged: whether the test takes answers together, because something of them is hidden.
        is_withheld: whether nothing may be told.
        sentence: what it comes to.
    """

    row: Choice
    column: Choice
    lines: tuple[CrossLine, ...]
    bases: tuple[int | None, ...]
    n: int | None
    test: Association | None
    is_merged: bool
    is_withheld: bool
    sentence: str

    @property
    def columns(self) -> list[tuple[str, int | None]]:
        """The words of the columns with how many answered in each."""
        return list(zip(self.column.options.values(), self.bases, strict=True))

    @property
    def has_hidden(self) -> bool:
        """Whether some of it is hidden."""
        return any(cell.count is None for line in self.lines for cell in line.cells)


def list_choices(sight: FrameSight, language: str) -> list[Choice]:
    """List what may stand in the rows: items that are counted, each row of a grid by itself."""
    found = []
    ticks = {"yes": _("chosen"), "no": _("not chosen")}
    for item in sight.questionnaire.items():
        labels = {option.code: option.text.say(language) or option.code for option in item.options}
        question = say_question(item, language)
        if item.kind in {Kind.SINGLE, Kind.DROPDOWN}:
            found.append(Choice(item.code, question, labels))
        elif item.kind == Kind.NPS:
            bands = {code: str(label) for code, label in BAND_LABELS.items()}
            found.append(Choice(name_column(item, BANDS), question, bands))
        elif item.kind == Kind.GRID:
            found += [Choice(name_column(item, row.code), row.text.say(language), labels, question) for row in item.rows]
        elif item.kind == Kind.MULTIPLE:
            found += [Choice(f"{item.code}={option.code}", labels[option.code], ticks, question) for option in item.options]
    return found


def find_choice(choices: list[Choice], key: str) -> Choice | None:
    """Find what an address names."""
    return next((choice for choice in choices if choice.key == key), None)


def make_choice(grouping: Grouping) -> Choice:
    """Make a grouping a choice of columns."""
    return Choice(grouping.name, grouping.label, grouping.groups)


def find_item(sight: FrameSight, choice: Choice) -> Item | None:
    """Give the item that a choice is of."""
    return sight.questionnaire.find_item(choice.key.partition(".")[0].partition("=")[0])


def cross_items(sight: FrameSight, row: Choice, column: Choice) -> CrossSight:
    """Cross two items, protected."""
    led = [item for choice in (row, column) if (item := find_item(sight, choice)) is not None]
    names = (column.key.partition("=")[0], row.key.partition("=")[0])
    if any(is_led_by_hidden(sight, item, other) for item, other in zip(led, names, strict=False)):
        return _withhold(row, column)
    table = _find_table(sight, row.key, column.key)
    bases, column_bases = table.find_bases(0), table.find_bases(1)
    if all(base is None for base in (*bases, *column_bases)):
        return _withhold(row, column)
    test, merged = _test(table)
    marks = _mark(table, test) if test is not None and not merged else {}
    width = len(table.table.codes[1])
    at_row, at_column = ({code: at for at, code in enumerate(codes)} for codes in table.table.codes)
    lines = []
    # Answers that nobody gave are left out; what is hidden is somebody's.
    rows = {code: label for code, label in row.options.items() if bases[at_row[code]] != 0}
    columns = {code: label for code, label in column.options.items() if column_bases[at_column[code]] != 0}
    for code, label in rows.items():
        cells = []
        for group in columns:
            count = table.cells[at_row[code] * width + at_column[group]]
            base, other = bases[at_row[code]], column_bases[at_column[group]]
            cells.append(Cell(count, _share(count, base), _share(count, other), marks.get((code, group), "")))
        lines.append(CrossLine(label, tuple(cells), bases[at_row[code]], tuple(columns.values())))
    return CrossSight(
        row=replace(row, options=rows), column=replace(column, options=columns), lines=tuple(lines),
        bases=tuple(column_bases[at_column[code]] for code in columns),
        n=table.n, test=test, is_merged=merged, is_withheld=False, sentence=say_test(test),
    )  # fmt: skip


def _withhold(row: Choice, column: Choice) -> CrossSight:
    said = _("Nothing can be shown: the numbers are too small, or would tell what another table hides.")
    return CrossSight(row, column, (), (), None, None, is_merged=False, is_withheld=True, sentence=said)


def _find_table(sight: FrameSight, row: str, column: str) -> ProtectedTable:
    """Count and protect the table; an option of a set is a variable of its own."""
    return protect_tables(sight, [(row.partition("=")[0], column.partition("=")[0])])[row, column]


def _share(count: int | None, base: int | None) -> float | None:
    return count / base if count is not None and base else None


def _test(table: ProtectedTable) -> tuple[Association | None, bool]:
    """Test what is shown; lines of which something is hidden are taken together into one, whose sums are known."""
    heights, widths = (len(codes) for codes in table.table.codes)
    rows = [list(table.cells[at * widths : (at + 1) * widths]) for at in range(heights)]
    if all(cell is not None for row in rows for cell in row):
        return measure_association([[cell or 0 for cell in row] for row in rows]), False
    bases = table.find_bases(1)
    if any(base is None for base in bases):
        return None, True
    whole = [[cell or 0 for cell in row] for row in rows if None not in row]
    rest = [(base or 0) - sum(row[at] for row in whole) for at, base in enumerate(bases)]
    if len(whole) + 1 < LEAST or min(rest) < 0:
        return None, True
    return measure_association([*whole, rest]), True


def _mark(table: ProtectedTable, test: Association) -> dict[tuple[str, str], Mark]:
    if test.p >= SURE:
        return {}
    found: dict[tuple[str, str], Mark] = {}
    for row, line in zip(table.table.codes[0], test.residuals, strict=True):
        for column, residual in zip(table.table.codes[1], line, strict=True):
            if residual is not None and abs(residual) > STANDS_OUT:
                found[row, column] = "more" if residual > 0 else "less"
    return found


def say_test(test: Association | None) -> str:
    """Say what a test comes to, with care: chance, strength, and what it does not say."""
    if test is None:
        return _("There is too little to tell whether the two go together.")
    if test.p >= SURE:
        return _("No link can be told: differences like these come about by chance alone often enough.")
    v = test.cramers_v_corrected
    if v < WEAK:
        strength = _("very weak")
    elif v < MEDIUM:
        strength = _("weak")
    else:
        strength = _("moderate") if v < STRONG else _("strong")
    return _("The two go together; the link is %(strength)s. What causes what, this does not tell.") % {"strength": strength}


def say_figures(test: Association) -> str:
    """Write the figures of a test, no more exactly than needed."""
    p = _("p < 0.001") if test.p < VERY_SURE else _("p = %(p)s") % {"p": write_number(test.p, 3)}
    names = {"chi2": _("chi-square test"), "fisher": _("Fisher’s exact test"), "permutation": _("permutation test")}
    return _("%(test)s: χ² = %(chi)s, degrees of freedom: %(dof)s, %(p)s; Cramér’s V (corrected) = %(v)s") % {
        "test": names[test.test], "chi": write_number(test.statistic, 1), "dof": test.dof, "p": p,
        "v": write_number(test.cramers_v_corrected, 2),
    }  # fmt: skip
