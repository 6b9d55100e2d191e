"""All evidence of a process as a table to take away."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from sciezka.rooms.diagnosis.queries.evidence import Sort


def list_rows(sorts: Iterable[Sort]) -> list[list[str]]:
    """List the evidence as rows, with a heading."""
    heading = [
        _("Code"), _("Sort of evidence"), _("What it shows"), _("Words or figure as cited"), _("Cited from"),
        _("What rests on it"), pgettext("evidence", "Taken off"),
    ]  # fmt: skip
    rows = [heading]
    for sort in sorts:
        for line in sort.lines:
            citation = line.node.citation
            rows.append(
                [
                    line.node.code, str(sort.type.label), line.node.title, citation.text if citation else "", line.cited,
                    ", ".join(node.code for node in line.carries), _("yes") if line.node.is_taken_off else "",
                ]
            )  # fmt: skip
    return rows
