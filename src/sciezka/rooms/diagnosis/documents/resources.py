"""The resources as a table to take away, with no cell that a spreadsheet takes for a formula."""

from django.utils.translation import gettext as _

from sciezka.rooms.diagnosis.queries.holdings import Holdings, ResourceLine
from sciezka.rooms.diagnosis.queries.ratings import AXES, FURTHER

Cell = str | float | None


def list_rows(view: Holdings) -> list[list[Cell]]:
    """List the resources as rows, with a heading."""
    heading: list[Cell] = [
        _("Code"), _("Resource"), _("Kind of resource"), _("Uniqueness"), _("Use today"), _("Potential"),
        _("State of the resource"), _("Unused potential"), _("Products"), _("Goals"), _("Description"),
        _("Who owns it, who decides about it"), _("What threatens it"),
    ]  # fmt: skip
    return [heading, *(list_row(line) for line in view.resources)]


def list_row(line: ResourceLine) -> list[Cell]:
    """List one resource."""
    row, values = line.resource, [line.rating.value(key) if line.rating else None for key in (*AXES, *FURTHER)]
    return [
        line.node.code, row.name, row.get_kind_display(), *values, _("yes") if line.is_idle else "",
        ", ".join(node.code for node in line.products), ", ".join(node.code for node in line.planned), row.about,
        row.control, row.threats,
    ]  # fmt: skip
