"""Structural analysis in the reader's language: roles, refusals, warnings, and a table to read in a terminal."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Final

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_noop, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from sciezka.core.consensus.ratings import shorten
from sciezka.core.structural import Analysis, Stability, StructuralProblem, Warned
from sciezka.core.structural.report import PARTS
from sciezka.core.structural.roles import scale

ROLES: Final[Mapping[str, str | Promise]] = {
    "determinant": pgettext_lazy("structural analysis", "determinant"),
    "key/relay": pgettext_lazy("structural analysis", "key or relay"),
    "result": pgettext_lazy("structural analysis", "result"),
    "autonomous": pgettext_lazy("structural analysis", "autonomous"),
    "stake": pgettext_lazy("structural analysis", "relay: stake"),
    "target": pgettext_lazy("structural analysis", "relay: target"),
    "key": pgettext_lazy("structural analysis", "key"),
    "external": pgettext_lazy("structural analysis", "external"),
    "regulating": pgettext_lazy("structural analysis", "regulating"),
    "objective": pgettext_lazy("structural analysis", "objective"),
    "auxiliary": pgettext_lazy("structural analysis", "auxiliary"),
}
SENTENCES: Final[Mapping[str, str]] = {
    "file.empty": gettext_noop(
        "%(file)s is empty. Write the factors' names in the first row and in the first column, and ratings in the cells."
    ),
    "file.header": gettext_noop("%(file)s, line %(line)s names no factors. Write them after the first cell."),
    "file.size": gettext_noop("%(file)s is larger than any matrix. Check that it is the right file."),
    "file.letters": gettext_noop("%(file)s is not a table of text. Save it as CSV in UTF-8."),
    "file.quotes": gettext_noop("%(file)s, line %(line)s can't be read: its quotes do not close."),
    "file.wide": gettext_noop("%(file)s has more than %(count)s rows or columns. Check that it is the right file."),
    "matrix.few": gettext_noop("The matrix needs at least two factors. Add some."),
    "matrix.many": gettext_noop(
        "The matrix has %(count)s factors; at most 100 can be analysed. Join some or leave some out."
    ),
    "matrix.unnamed": gettext_noop("Factor number %(place)s has no name. Give it one in the first row."),
    "matrix.twice": gettext_noop("Two factors are called “%(factor)s”. Give each its own name."),
    "matrix.rows": gettext_noop(
        "%(file)s has %(columns)s factors in its first row and %(rows)s rows under it. "
        "Give each factor one column and one row."
    ),
    "matrix.row_unnamed": gettext_noop("%(file)s, line %(line)s: the row has no name. Write “%(factor)s”."),
    "matrix.order": gettext_noop(
        "%(file)s, line %(line)s: the row is called “%(said)s” where the first row has “%(factor)s”. "
        "Put rows and columns in the same order."
    ),
    "matrix.stranger": gettext_noop(
        "%(file)s, line %(line)s: “%(said)s” is not in the first row, which has “%(factor)s” there. Write both alike."
    ),
    "matrix.diagonal": gettext_noop(
        "%(file)s, line %(line)s, row and column “%(row)s”: a factor does not influence itself. "
        "Leave the cell empty or write 0."
    ),
    "matrix.cell": gettext_noop(
        "%(file)s, line %(line)s, row “%(row)s”, column “%(column)s”: “%(said)s” is not a rating. "
        "Write 0, 1, 2, 3 or P, or leave the cell empty."
    ),
    "powers.range": gettext_noop("%(said)s powers can't be taken. Use 1 to 100."),
    "potential.strength": gettext_noop("A potential influence can't count %(said)s. Use 0 to 3."),
    "draws.range": gettext_noop("%(said)s draws can't be made. Use 1 to 20,000."),
    "draws.seed": gettext_noop("The seed %(said)s is below 0. Use a whole number from 0."),
}
WARNINGS: Final[Mapping[str, str]] = {
    "fill.sparse": gettext_noop(
        "Only {percent} % of the cells hold an influence; 15 to 30 % are usual. Influences may have been overlooked."
    ),
    "fill.dense": gettext_noop(
        "{percent} % of the cells hold an influence; 15 to 30 % are usual. Indirect influences may be counted as direct."
    ),
    "cells.unfilled": gettext_noop("Cells left empty, counted as 0: {count}."),
    "powers.vanish": gettext_noop(
        "The influences hold no circle: powers are 0 from power {power} on. All powers are added up instead."
    ),
    "powers.unsettled": gettext_noop("The rankings did not settle within {count} powers."),
}
METHODS: Final[Mapping[str, str | Promise]] = {
    "power": _("Indirect influence: power %(power)s of the matrix, from which the rankings stay as they are."),
    "sum": _("Indirect influence: the sum of powers 1 to %(power)s, after which nothing is left."),
    "perron": _("Indirect influence: what the powers tend to (Perron's eigenvectors)."),
    "damped": _("Indirect influence: the damped sum of all powers."),
}


def say_problem(problem: StructuralProblem) -> str:
    """Say why a matrix is refused; a reason that has no sentence here is told in the core's English."""
    sentence = SENTENCES.get(problem.code)
    if sentence is None or ("%(file)s" in sentence and "file" not in problem.fields):
        return str(problem)
    fields = {name: _tame(value, is_path=name == "file") for name, value in problem.fields.items()}
    return gettext(sentence) % defaultdict(str, fields)


def say_warning(warned: Warned) -> str:
    """Say what is to be known before a result is trusted."""
    fields = {name: number_format(value, 1) if isinstance(value, float) else value for name, value in warned.fields.items()}
    return gettext(WARNINGS[warned.code]).format(**fields)


def write_table(found: Analysis, stability: Stability | None = None) -> Iterator[str]:
    """Give an analysis as lines to read: a row for each factor, then how it was reckoned and what to know."""
    today = found.today
    indirect = today.indirect
    shares = scale(indirect.influence, PARTS), scale(indirect.dependence, PARTS)
    header = [
        pgettext("structural analysis", "Factor"),
        pgettext("structural analysis", "Influence"),
        pgettext("structural analysis", "Dependence"),
        pgettext("structural analysis", "Role"),
        pgettext("structural analysis", "Indirect influence"),
        pgettext("structural analysis", "Place"),
        pgettext("structural analysis", "Indirect dependence"),
        pgettext("structural analysis", "Place"),
        pgettext("structural analysis", "Indirect role"),
        *([pgettext("structural analysis", "Role kept")] if stability else []),
    ]
    rows = [header]
    for at, name in enumerate(found.matrix.factors):
        row = [
            shorten(name),
            str(today.influence[at]),
            str(today.dependence[at]),
            str(ROLES[today.plane.roles[at]]),
            f"{shares[0][at]:.0f}",
            str(indirect.rank_influence[at]),
            f"{shares[1][at]:.0f}",
            str(indirect.rank_dependence[at]),
            str(ROLES[today.indirect_plane.roles[at]]),
        ]
        if stability:
            row.append(f"{100 * stability.direct[at].same_role:.0f} %")
        rows.append(row)
    widths = [max(len(row[column]) for row in rows) for column in range(len(header))]
    words = {0, 3, 8}
    for row in rows:
        cells = [
            cell.ljust(width) if column in words else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        yield "  ".join(cells).rstrip()
    yield ""
    yield str(METHODS[indirect.method]) % {"power": indirect.power}
    yield gettext("Indirect influence and dependence are shares of 10,000; a place is 1 for the highest.")
    filled = number_format(round(100 * found.matrix.fill_rate, 1), 1)
    yield gettext("Cells that hold an influence: {percent} %.").format(percent=filled)
    if stability:
        said = gettext(
            "“Role kept”: in how many of {draws} matrices with ratings off by one at random the direct role is the same."
        )
        yield said.format(draws=stability.draws)
    yield from _tell_potential(found)
    for warned in found.warnings:
        yield say_warning(warned)


def _tell_potential(found: Analysis) -> Iterator[str]:
    """Tell which roles are others when potential influences come true."""
    if found.potential is None:
        return
    count = len(found.matrix.potential)
    yield gettext("Potential influences: {count}, each counted as {strength} where no strength was given.").format(
        count=count, strength=found.strength
    )
    roles = zip(found.matrix.factors, found.today.plane.roles, found.potential.plane.roles, strict=True)
    for name, role, other in roles:
        if role != other:
            yield gettext("If they come true, {factor} becomes: {role}.").format(factor=shorten(name), role=ROLES[other])


def _tame(value: object, *, is_path: bool) -> object:
    """Make a text safe for a terminal; a file's name is kept whole."""
    if not isinstance(value, str):
        return value
    return "".join(sign if sign.isprintable() else " " for sign in value) if is_path else shorten(value)
