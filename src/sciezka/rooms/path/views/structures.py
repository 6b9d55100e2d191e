"""Pages of structural analyses: the list, and what one comes to."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from sciezka.kit.guards import may, needs
from sciezka.rooms.path.charts.structures import PHONE, Layout, choose_screen, lay_out
from sciezka.rooms.path.charts.structures_svg import draw_map
from sciezka.rooms.path.models import Factor, Structure
from sciezka.rooms.path.queries.nouns import find_structure
from sciezka.rooms.path.queries.structure_findings import findings_of
from sciezka.rooms.path.queries.structure_heat import lay_heat, list_talk, sum_columns
from sciezka.rooms.path.queries.structure_pages import (
    CUT_WORDS,
    MAP_WORDS,
    Reading,
    StructurePage,
    read_page,
    read_reading,
)
from sciezka.rooms.path.queries.structures import FEWEST, Gathered, read_gathered
from sciezka.rooms.rounds.models import Phase
from sciezka.rooms.rounds.queries.moments import say_left, say_moment
from sciezka.rooms.rounds.queries.rounds import progress_of
from sciezka.rooms.town.models import Process
from sciezka.rooms.town.queries.places import find_process


@dataclass(frozen=True, slots=True)
class Face:
    """A map that can be chosen."""

    name: str
    label: str
    words: str
    is_chosen: bool


@require_safe
@needs("path.view", of=find_process)
def show_structures(request: HttpRequest, process: Process) -> HttpResponse:
    """Show structural analyses of a process, or how to begin one."""
    rows = list(Structure.objects.filter(process=process).select_related("round"))
    for row in rows:
        row.process = process
    count = Factor.objects.filter(process=process).count()
    context = {
        "process": process,
        "rows": rows,
        "may_decide": may(request.user, "path.decide", process),
        "factors": count,
        "is_enough": count >= FEWEST,
    }
    return render(request, "path/structures.html", context)


@never_cache
@require_safe
@needs("path.view", of=find_structure)
def show(request: HttpRequest, structure: Structure) -> HttpResponse:
    """Show what an analysis comes to; while people are asked, how far they are."""
    gathered = read_gathered(structure)
    reading = read_reading(request.GET.dict())
    page = read_page(gathered, reading)
    context: dict[str, Any] = {
        "process": structure.process,
        "structure": structure,
        "gathered": gathered,
        "page": page,
        "may_decide": may(request.user, "path.decide", structure),
    }
    if page is None:
        return render(request, "path/structure_waiting.html", {**context, **_collect_waiting(request, structure)})
    return render(request, "path/structure.html", {**context, **_collect_result(request, page, reading)})


def _collect_waiting(request: HttpRequest, structure: Structure) -> dict[str, Any]:
    round_ = structure.round
    if round_ is None:
        return {}
    return {
        "round": round_,
        "phase": round_.phase,
        "progress": progress_of(round_),
        "left": say_left(round_.closes_at),
        "closes": say_moment(round_.closes_at),
        "may_answer": round_.phase == Phase.OPEN and may(request.user, "rounds.answer", round_),
        "may_manage": may(request.user, "rounds.manage", round_),
    }


def _collect_result(request: HttpRequest, page: StructurePage, reading: Reading) -> dict[str, Any]:
    gathered = page.gathered
    wide, narrow = lay_out(page, choose_screen(page)), lay_out(page, PHONE)
    structure = gathered.structure
    round_ = structure.round
    # In a team of three the counts of a cell say nearly what the sheets say.
    sees_sheets = round_ is not None and may(request.user, "rounds.see_result", round_)
    taken = findings_of(page)
    return {
        "reading": reading,
        "wide": _draw(wide),
        "narrow": _draw(narrow),
        "unnamed": wide.unnamed,
        "faces": [
            Face(name, str(label), reading.with_map(name).words, name == reading.map) for name, label in MAP_WORDS.items()
        ],
        "cuts": [(name, label, name == reading.cut) for name, label in CUT_WORDS.items()],
        "lines": [(line, taken.get(line.part.factor or 0)) for line in page.lines],
        "heat": lay_heat(gathered, counts=sees_sheets),
        "sums": sum_columns(gathered),
        "talk": list_talk(gathered, counts=sees_sheets),
        "may_edit": may(request.user, "path.edit", structure),
        "may_see_sheets": sees_sheets,
        "may_manage_round": round_ is not None and may(request.user, "rounds.manage", round_),
    }


def _draw(layout: Layout) -> str:
    """Draw a map for the page; every word in it has been escaped by the drawing."""
    return mark_safe(draw_map(layout))  # noqa: S308 - escaped where it is drawn


def find_shown(structure: Structure, asked: dict[str, str]) -> tuple[Gathered, StructurePage | None]:
    """Give what the address of a file asks for."""
    gathered = read_gathered(structure)
    return gathered, read_page(gathered, read_reading(asked))
