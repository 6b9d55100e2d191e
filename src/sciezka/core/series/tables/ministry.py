"""Budget tables of the Ministry of Finance: rows by section, chapter and paragraph, summed by section for each commune.

The reader knows one form: a table with the columns WK, PK, GK, GT (the unit's code in four parts), DZIAL and WYKONANIE,
in any order and with any further ones (PT, ROZDZIAL, PARAGRAF, PLAN …). Any other form is refused.
"""

from collections.abc import Sequence
from typing import Final

from sciezka.core.series.places import COMMUNE_KINDS
from sciezka.core.series.table import SeriesProblem, Table, make_table
from sciezka.core.series.tables.text import Row, make_word, read_number, read_year, refuse_code

SOURCE: Final = "Ministerstwo Finansów"
CODE: Final = ("wk", "pk", "gk", "gt")
NEEDED: Final = (*CODE, "dzial", "wykonanie")
KINDS: Final = ("expenditure", "revenue")
_DIGITS: Final = (2, 2, 2, 1)


def looks_like_budget(heads: Sequence[str]) -> bool:
    """Tell whether the headings are those of a budget table."""
    words = {make_word(head) for head in heads}
    return set(NEEDED) <= words


def read_budget(rows: Sequence[Row], *, kind: str, year: int | None = None) -> Table:
    """Sum what was carried out by section and in all, for each commune.

    The keys are ``mf:<kind>_<section>`` and ``mf:<kind>_total``. Rows of counties, voivodeships and unions (GT outside
    1 to 3) are passed over and counted.

    Args:
        rows: the table with its header.
        kind: ``expenditure`` or ``revenue``.
        year: the year, when the table has no column ROK.

    Raises:
        SeriesProblem: a column is missing, the kind or the year is not known, a cell can't be read.
    """
    if kind not in KINDS:
        raise SeriesProblem(
            "budget.kind", f"Say what the budget table holds: {' or '.join(KINDS)}. Nothing in it says so.", kind=kind
        )
    heads = [make_word(cell) for cell in rows[0].cells]
    if missing := [name for name in NEEDED if name not in heads]:
        columns = ", ".join(missing).upper()
        raise SeriesProblem("budget.columns", f"The budget table lacks the columns {columns}.", columns=columns)
    if year is None and "rok" not in heads:
        raise SeriesProblem("budget.year", "The budget table has no column ROK. Say which year it is of.")
    place = {name: heads.index(name) for name in (*NEEDED, *(["rok"] if "rok" in heads else []))}
    sums: dict[tuple[int, str, int], float] = {}
    passed = 0
    for row in rows[1:]:
        cells = [*row.cells, *[""] * (len(heads) - len(row.cells))]
        unit = _read_unit([cells[place[name]] for name in CODE], row.line)
        value, _ = read_number(cells[place["wykonanie"]], row.line, "WYKONANIE")
        if unit % 10 not in COMMUNE_KINDS:
            passed += 1
            continue
        of_year = read_year(cells[place["rok"]], row.line) if "rok" in place else year
        section = cells[place["dzial"]].strip().removesuffix(".0")
        if not (section.isascii() and section.isdigit()):
            raise SeriesProblem(
                "budget.section", f"Line {row.line}: “{section[:20]}” is not a section of the budget.", line=row.line
            )
        for word in (section.zfill(3), "total"):
            key = (unit, f"mf:{kind}_{word}", of_year or 0)
            sums[key] = sums.get(key, 0.0) + (0.0 if value != value else value)  # noqa: PLR0124 - an empty cell adds nothing
    keys = {key: at for at, key in enumerate(sorted({key for _, key, _ in sums}))}
    return make_table(
        unit=[unit for unit, _, _ in sums],
        variable=[keys[key] for _, key, _ in sums],
        year=[of_year for _, _, of_year in sums],
        reported=list(sums.values()),
        variables=tuple(keys),
        passed_over={"level": passed} if passed else {},
        source=SOURCE,
    )


def _read_unit(parts: Sequence[str], line: int) -> int:
    digits = [part.strip().removesuffix(".0").zfill(length) for part, length in zip(parts, _DIGITS, strict=True)]
    code = "".join(digits)
    if len(code) != sum(_DIGITS) or not (code.isascii() and code.isdigit()):
        raise refuse_code(";".join(parts), line)
    return int(code)
