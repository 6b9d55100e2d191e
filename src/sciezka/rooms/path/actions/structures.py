"""Structural analyses: asking a team, bringing a matrix in from a file, and taking roles as evidence."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sciezka.core.namesakes import fold_name
from sciezka.core.structural import InfluenceMatrix
from sciezka.rooms.path.models import Factor, Structure, StructureFinding
from sciezka.rooms.path.queries.structure_findings import TYPE, make_citation
from sciezka.rooms.path.queries.structure_pages import Reading, read_page
from sciezka.rooms.path.queries.structures import FEWEST, MOST, PURPOSE, read_gathered, write_cell
from sciezka.rooms.people.models import User
from sciezka.rooms.rounds.actions.items import ItemValues
from sciezka.rooms.rounds.actions.rounds import RoundValues, launch_round, make_round
from sciezka.rooms.rounds.models import Round
from sciezka.rooms.rounds.scales import as_stored, find_scale
from sciezka.rooms.thread.actions import cite, hang, tie
from sciezka.rooms.thread.models import Node, Tie
from sciezka.rooms.thread.queries.nodes import nodes_by_key
from sciezka.rooms.town.actions.changes import apply_changes
from sciezka.rooms.town.actions.trace import note
from sciezka.rooms.town.models import Process, Team

SCALE: Final = "cross-impact"
LONGEST_NAME: Final = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class AskValues:
    """What is said about an analysis for which a team fills the matrix."""

    name: str
    factors: Sequence[Factor]
    team: Team
    closes_at: dt.datetime
    opens_at: dt.datetime | None = None
    about: str = ""
    is_anonymous: bool = False


@transaction.atomic
def ask_structure(*, actor: User | None, process: Process, values: AskValues) -> Structure:
    """Ask a team which factor influences which: each member fills the matrix alone. People are told at once.

    Raises:
        ValidationError: too few or too many factors, or what the round refuses.
    """
    rows = list(values.factors)
    if not FEWEST <= len(rows) <= MOST:
        said = _("Choose %(few)s to %(many)s factors; chosen are %(count)s.")
        raise ValidationError({"factors": said % {"few": FEWEST, "many": MOST, "count": len(rows)}}, code="count")
    if any(row.process_id != process.pk for row in rows):
        raise ValidationError({"factors": _("Choose factors of this process.")}, code="foreign")
    structure = Structure.objects.create(process=process, name=values.name, about=values.about)
    items = list_items(process, rows)
    round_ = make_round(actor=actor, process=process, values=describe_round(structure, values), items=items)
    structure.round = round_
    structure.save(update_fields=["round"])
    launch_round(actor=actor, round=round_)
    note(actor=actor, verb="structure.ask", of=structure, after={"name": values.name, "factors": len(rows)})
    return structure


def list_items(process: Process, factors: Sequence[Factor]) -> list[ItemValues]:
    """Give factors as rows and columns of the matrix."""
    codes = nodes_by_key(process, Factor, [row.pk for row in factors])
    return [
        ItemValues(
            title=row.name[:LONGEST_NAME], code=codes[row.pk].code if row.pk in codes else "", text=row.about,
            noun_key=str(row.pk),
        )
        for row in factors
    ]  # fmt: skip


def describe_round(structure: Structure, values: AskValues) -> RoundValues:
    """Say what is asked and how it is answered."""
    template = find_scale(SCALE)
    scale: dict[str, Any] = as_stored(template, get_language() or "pl") if template else {}
    return RoundValues(
        title=values.name,
        question=_("Which factor influences which directly, and how strongly?"),
        guidance=_(
            "Ask only about direct influence: if the first changes, does the second change by itself? An influence that "
            "goes by way of a third factor is reckoned later, so do not count it.\n\n"
            "Most pairs have no direct influence: usually 15 to 30 of 100 cells hold anything but 0. "
            "P means: none today, but it may come."
        ),
        kind=Round.Kind.MATRIX,
        scales=({**scale, "allows_potential": True},),
        team=values.team,
        is_anonymous=values.is_anonymous,
        asks_reason=False,
        opens_at=values.opens_at,
        closes_at=values.closes_at,
        purpose=PURPOSE,
        subject_key=str(structure.pk),
    )


@transaction.atomic
def import_structure(
    *, actor: User | None, process: Process, name: str, matrix: InfluenceMatrix, about: str = "", source: str = ""
) -> Structure:
    """Keep a matrix that came as a file. Labels that read like a factor of the process stand for that factor."""
    if len(matrix.factors) > MOST:
        said = _("A matrix of at most %(most)s factors can be shown here; the file has %(count)s.")
        raise ValidationError(said % {"most": MOST, "count": len(matrix.factors)}, code="many")
    known = {fold_name(row.name): row.pk for row in Factor.objects.filter(process=process).order_by("-pk")}
    stored = {
        "labels": list(matrix.factors),
        "cells": [[write_cell(cell) for cell in row] for row in matrix.rows],
        "factors": [known.get(fold_name(label)) for label in matrix.factors],
    }
    made = Structure.objects.create(process=process, name=name, about=about, source=source, matrix=stored)
    note(actor=actor, verb="structure.import", of=made, after={"name": name, "factors": len(matrix.factors)})
    return made


@transaction.atomic
def edit_structure(*, actor: User | None, structure: Structure, name: str, about: str, source: str) -> Structure:
    """Change what an analysis is called and what is said about it; its matrix stays."""
    values = {"name": name, "about": about, "source": source}
    apply_changes(actor=actor, verb="structure.edit", of=structure, values=values)
    return structure


@transaction.atomic
def delete_structure(*, actor: User | None, structure: Structure) -> None:
    """Delete an analysis that came as a file and of which nothing was taken as evidence.

    Raises:
        ValidationError: people were asked, or the thread cites it.
    """
    held = Structure.objects.select_for_update(of=("self",)).get(pk=structure.pk)
    if held.round_id:
        raise ValidationError(
            _("People were asked for this analysis, so it stays. The round can be called off."), code="round"
        )
    if held.findings.exists():
        raise ValidationError(_("The golden thread cites this analysis, so it stays."), code="cited")
    note(actor=actor, verb="structure.delete", of=structure, before={"name": structure.name, "matrix": structure.matrix})
    held.delete()


@transaction.atomic
def take_finding(*, actor: User | None, structure: Structure, factor: Factor, reading: Reading) -> Node:
    """Take the role of a factor by one reading as evidence: it hangs on the thread and supports the factor.

    Taken again, what it cites is brought up to date.

    Raises:
        ValidationError: the analysis has no result, or does not speak of the factor.
    """
    page = read_page(read_gathered(structure), reading)
    line = next((row for row in page.lines if row.part.factor == factor.pk), None) if page else None
    if page is None or line is None:
        raise ValidationError(_("The analysis says nothing about this factor."), code="silent")
    finding, _made = StructureFinding.objects.get_or_create(structure=structure, factor=factor, reading=reading.words)
    cited = make_citation(page, line)
    title = f"{factor.name}: {cited.text}"
    node = hang(actor=actor, process=structure.process, type=TYPE, noun=finding, title=title, cited=cited)
    if node.citation and node.citation.differs_from(cited):
        cite(actor=actor, node=node, cited=cited)
    above = nodes_by_key(structure.process, Factor, [factor.pk]).get(factor.pk)
    if above and not above.is_taken_off and not Tie.objects.filter(source=node, target=above, kind="supports").exists():
        reason = _("The structural analysis “%(name)s” tells what part the factor plays.") % {"name": structure.name}
        tie(actor=actor, source=node, target=above, kind="supports", reason=reason)
    note(actor=actor, verb="structure_finding.take", of=structure, after={"factor": factor.name, "node": node.code})
    return node
