"""The map as a tagged PDF for an A3 sheet, set by Typst: the drawing on the first page, the table on the next ones.

What people typed reaches the template as data only, so nothing of it can become markup.
"""

from pathlib import Path
from typing import Any, Final

from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from sciezka.kit.papers import set_pdf
from sciezka.kit.templatetags.kit import long_day
from sciezka.kit.typography import bind_words
from sciezka.rooms.rounds.queries.results import Stand
from sciezka.rooms.stakeholders.charts.map import SHEET, lay_out
from sciezka.rooms.stakeholders.charts.map_svg import SECTOR_COLOURS, draw_map, explain_drawing, paint, say_value
from sciezka.rooms.stakeholders.queries.judgements import ENGAGEMENT, INFLUENCE
from sciezka.rooms.stakeholders.queries.mapping import MapPoint, StakeholderMap, name_sector

TEMPLATE: Final = Path(__file__).with_name("map.typ")


def write_pdf(view: StakeholderMap, *, moves: bool = False) -> bytes:
    """Write the map as a PDF."""
    return set_pdf(TEMPLATE, "map", collect(view, moves=moves))


def collect(view: StakeholderMap, *, moves: bool) -> dict[str, Any]:
    """Give everything that the document says: plain values, spaces bound, the drawing in the colours of paper."""
    return {
        "language": (get_language() or "pl")[:2],
        "title": bind_words(say_title()),
        "place": bind_words(f"{view.process.workspace} · {view.process}"),
        "note": bind_words(say_note(view)),
        "guard": bind_words(_("For the team only: the judgements, and above all those of natural persons, are not public.")),
        "svg": paint(draw_map(lay_out(view, SHEET, moves=moves), links=False)),
        "alt": _("Map of stakeholders by influence and engagement; the table on the next pages says the same."),
        "read": bind_words(explain_drawing(view)),
        "sectors": [
            {"letter": letter, "name": bind_words(name), "fill": SECTOR_COLOURS[key][0], "ink": SECTOR_COLOURS[key][1]}
            for key, letter, name in view.sectors
        ],
        "table": bind_words(_("The same as a table")),
        "heads": [_("Place"), _("Code"), _("Stakeholder"), _("Sector"), _("Influence"), _("Engagement"), _("Quadrant")],
        "rows": [list_cells(point, view) for point in view.points],
        "day": long_day(timezone.localdate()),
    }


def say_title() -> str:
    """Name the map."""
    return _("Map of stakeholders")


def say_note(view: StakeholderMap) -> str:
    """Say which wave the map is of, how many judged, and what counts as high."""
    limits = _("High: influence above %(influence)s, engagement above %(engagement)s.") % {
        "influence": say_value(float(view.thresholds.influence)),
        "engagement": say_value(float(view.thresholds.engagement)),
    }
    if view.round is None:
        return limits
    people = ngettext("judged by %(count)s person", "judged by %(count)s people", view.people) % {"count": view.people}
    return f"{view.round.title}, {people}. {limits}"


def list_cells(point: MapPoint, view: StakeholderMap) -> list[str]:
    """List the cells of one stakeholder."""
    return [
        str(point.place), point.code, bind_words(point.stakeholder.name), bind_words(name_sector(point.stakeholder.sector)),
        say_stand(point.influence, point.stands[INFLUENCE]), say_stand(point.engagement, point.stands[ENGAGEMENT]),
        bind_words(view.names[point.quadrant]),
    ]  # fmt: skip


def say_stand(value: float, stand: Stand) -> str:
    """Write a value with the middle half of the ratings."""
    summary = stand.summary
    if summary is None or summary.q1 is None or summary.q3 is None or summary.q1 == summary.q3:
        return say_value(value)
    return f"{say_value(value)} ({say_quartile(summary.q1)}–{say_quartile(summary.q3)})"


def say_quartile(value: float) -> str:
    """Write a quartile as the page does: with no more decimals than it has, two at most."""
    return str(number_format(value, decimal_pos=next(n for n in (0, 1, 2) if n == 2 or round(value, n) == value)))  # noqa: PLR2004
