"""The map as a table to take away."""

from django.utils.translation import gettext as _

from sciezka.kit.workbooks import Cell
from sciezka.rooms.stakeholders.queries.judgements import ENGAGEMENT, INFLUENCE
from sciezka.rooms.stakeholders.queries.mapping import MapPoint, StakeholderMap, name_sector


def list_map(view: StakeholderMap) -> list[list[Cell]]:
    """List the map as rows, with a heading."""
    heading: list[Cell] = [
        _("Code"), _("Place"), _("Stakeholder"), _("Sector"), _("Influence"), _("Influence: first quartile"),
        _("Influence: third quartile"), _("Influence: ratings"), _("Engagement"), _("Engagement: first quartile"),
        _("Engagement: third quartile"), _("Engagement: ratings"), _("Quadrant"), _("Influence before"),
        _("Engagement before"),
    ]  # fmt: skip
    return [heading, *(list_point(point, view) for point in view.points)]


def list_point(point: MapPoint, view: StakeholderMap) -> list[Cell]:
    """List one stakeholder of the map."""
    row: list[Cell] = [point.code, point.place, point.stakeholder.name, name_sector(point.stakeholder.sector)]
    for key, value in ((INFLUENCE, point.influence), (ENGAGEMENT, point.engagement)):
        summary = point.stands[key].summary
        row += [value, *((summary.q1, summary.q3, summary.n) if summary else (None, None, None))]
    return [*row, view.names[point.quadrant], *(point.before or (None, None))]
