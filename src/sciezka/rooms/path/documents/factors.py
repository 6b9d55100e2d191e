"""The list of factors as a table to take away, with no cell that a spreadsheet takes for a formula."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from sciezka.rooms.path.queries.factors import FactorLine, FactorList

Cell = str | float | int | None


def list_factors(shown: FactorList, lines: Iterable[FactorLine]) -> list[list[Cell]]:
    """List factors as rows, with a heading."""
    heading: list[Cell] = [
        _("Code"), _("Factor"), _("What is meant by it"), _("Dimension"), _("Importance"), pgettext("short", "State"),
        _("Gap"), _("City’s power"), pgettext("of a factor", "Direction"),
        *(_("Votes: %(audience)s") % {"audience": vote.audience} for vote in shown.votes),
        _("Core set"), _("Evidence"), _("Goals"),
    ]  # fmt: skip
    return [
        heading,
        *(
            [
                line.node.code, line.factor.name, line.factor.about, str(line.factor.get_dimension_display()),
                line.importance, line.state, line.gap, line.power, line.direction, *line.votes,
                _("yes") if line.is_core else "", line.evidence, line.goals,
            ]
            for line in lines
        ),
    ]  # fmt: skip
