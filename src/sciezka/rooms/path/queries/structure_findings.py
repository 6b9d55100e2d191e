"""Roles of factors taken as evidence: what the thread cites, and whether it still holds."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Final
from urllib.parse import parse_qsl

from django.utils.translation import gettext as _
from django.utils.translation import override

from sciezka.rooms.path.models import StructureFinding
from sciezka.rooms.path.queries.structure_pages import Reading, RoleLine, StructurePage, read_page, read_reading
from sciezka.rooms.path.queries.structures import Gathered, read_gathered, write_cell
from sciezka.rooms.thread.models import Node
from sciezka.rooms.thread.queries import Citation, Standing
from sciezka.rooms.thread.queries.nodes import nodes_by_key
from sciezka.rooms.thread.queries.nouns import read_keys
from sciezka.rooms.town.models import Process

TYPE: Final = "structure_finding"
# What is cited is words; it must not seem to have changed because somebody reads it in another language.
LANGUAGE: Final = "pl"


def read_words(words: str) -> Reading:
    """Read a reading as a finding keeps it."""
    return read_reading(dict(parse_qsl(words)))


def digest_of(gathered: Gathered) -> str:
    """Give a word that changes with the matrix."""
    rows = gathered.matrix.rows if gathered.matrix else ()
    told = repr([[write_cell(cell) for cell in row] for row in rows])
    return hashlib.sha256(told.encode()).hexdigest()[:12]


def make_citation(page: StructurePage, line: RoleLine) -> Citation:
    """Make what the thread cites of a factor's role."""
    gathered, indirect = page.gathered, page.analysis.today.indirect
    with override(LANGUAGE):
        place = line.rank_indirect if page.reading.is_indirect else line.rank
        by = _("with indirect ways") if page.reading.is_indirect else _("by direct influences")
        text = _("%(role)s %(by)s; place %(place)s of %(count)s by influence") % {
            "role": line.shown_name, "by": by, "place": place, "count": len(page.lines),
        }  # fmt: skip
        source = gathered.structure.name
        if gathered.people:
            source = _("%(name)s (%(people)s people)") % {"name": source, "people": gathered.people}
        recipe = _("MICMAC, power %(power)s") % {"power": indirect.power} if indirect.power else "MICMAC"
    return Citation(
        text=text, of=gathered.on.isoformat(), source=source, recipe=recipe, version=digest_of(gathered),
        href=f"{gathered.structure.get_absolute_url()}?{page.reading.words}".removesuffix("?"),
    )  # fmt: skip


def findings_of(page: StructurePage) -> dict[int, Node]:
    """Give the nodes of what was taken as evidence from this reading, by the factor."""
    structure = page.gathered.structure
    rows = StructureFinding.objects.filter(structure=structure, reading=page.reading.words)
    by_key = {row.pk: row.factor_id for row in rows}
    nodes = nodes_by_key(structure.process, StructureFinding, list(by_key))
    return {by_key[key]: node for key, node in nodes.items() if not node.is_taken_off}


def find_findings(process: Process, keys: Sequence[str]) -> Mapping[str, Standing]:
    """Tell the thread how roles that were taken stand: where each is shown, and what the analysis says today."""
    rows = StructureFinding.objects.filter(structure__process=process, pk__in=read_keys(keys))
    gathered: dict[int, Gathered] = {}
    found = {}
    for row in rows.select_related("structure__round__process__workspace", "structure__process__workspace"):
        if row.structure_id not in gathered:
            gathered[row.structure_id] = read_gathered(row.structure)
        page = read_page(gathered[row.structure_id], read_words(row.reading))
        line = next((one for one in page.lines if one.part.factor == row.factor_id), None) if page else None
        now = make_citation(page, line) if page and line else None
        found[str(row.pk)] = Standing(row.get_absolute_url(), now)
    return found
