"""How the entries of a SWOT meet, and the position that they come to, as pages and as files."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from sciezka.core.swot import Quadrant
from sciezka.kit.files import CSV, give_file, write_csv
from sciezka.kit.guards import may, needs
from sciezka.kit.painting import paint
from sciezka.rooms.path.charts.swot import draw_file, draw_position
from sciezka.rooms.path.forms.swot import CrossingForm
from sciezka.rooms.path.queries.swot import (
    BLOCK_WORDS,
    POSITION_WORDS,
    QUADRANT_WORDS,
    Grid,
    read_board,
    read_grid,
    say_positions,
)
from sciezka.rooms.path.queries.swot_judged import JudgedSwot, read_judged
from sciezka.rooms.path.queries.swot_words import (
    say_agreement,
    say_meeting_missing,
    say_missing,
    say_value,
)
from sciezka.rooms.people.queries import actor_of
from sciezka.rooms.town.models import Process
from sciezka.rooms.town.queries.places import find_process

FINE = 2


@require_safe
@needs("path.view", of=find_process)
def show_grid(request: HttpRequest, process: Process) -> HttpResponse:
    """Show how the entries meet, with one pair chosen."""
    return render_grid(request, process, request.GET.get("para", ""))


def render_grid(
    request: HttpRequest, process: Process, word: str, form: CrossingForm | None = None, status: int = 200
) -> HttpResponse:
    """Draw the grid, with a form that was refused where there is one."""
    grid = read_grid(read_board(process))
    chosen = grid.cells.get(word) or grid.open or next(iter(grid.cells.values()), None)
    context = {
        "process": process,
        "board": grid.board,
        "grid": grid,
        "rows": [(card, cells, say_value(grid.sum_row(card.key))) for card, cells in grid.rows],
        "columns": [(card, say_value(grid.sum_column(card.key))) for card in grid.board.outer],
        "blocks": list_blocks(grid),
        "chosen": chosen,
        "form": form or (CrossingForm(chosen) if chosen else None),
        "may_edit": may(request.user, "path.edit", process),
        "stream": reverse("path:swot_stream", kwargs=process.address),
        "state": reverse("path:swot_state", kwargs=process.address),
    }
    return render(request, "path/swot_grid.html", context, status=status)


def list_blocks(grid: Grid) -> list[tuple[object, ...]]:
    """List the blocks with their names, questions, sums and the way of acting that they speak for."""
    return [
        (*BLOCK_WORDS[inner, outer], block, POSITION_WORDS[block.position][0], block.position in grid.meeting.positions)
        for (inner, outer), block in grid.meeting.blocks.items()
    ]


@require_POST
@needs("path.edit", of=find_process)
def set_crossing(request: HttpRequest, process: Process) -> HttpResponse:
    """Keep what was said of a pair, and go on to the next."""
    word = request.POST.get("para", "")
    grid = read_grid(read_board(process))
    cell = grid.cells.get(word)
    if cell is None:
        messages.error(request, _("One of the two entries was moved or taken off meanwhile. Nothing was changed."))
        return redirect(reverse("path:swot_grid", kwargs=process.address))
    form = CrossingForm(cell, request.POST)
    if not form.is_valid() or not form.save(actor_of(request)):
        return render_grid(request, process, word, form, status=409 if form.standing else 422)
    words = list(grid.cells)
    after = words[(words.index(word) + 1) % len(words)] if request.POST.get("next") else word
    return redirect(f"{reverse('path:swot_grid', kwargs=process.address)}?para={after}#para")


@require_safe
@needs("path.view", of=find_process)
def show_position(request: HttpRequest, process: Process) -> HttpResponse:
    """Show the strategic position by both readings, and what stands behind it."""
    grid, judged = read_both(request, process)
    agrees, agreement = say_agreement(judged, grid.meeting)
    context = {
        "process": process,
        "judged": judged,
        "grid": grid,
        # Every word that people typed is escaped where it is drawn.
        "svg": mark_safe(draw_position(judged)),  # noqa: S308
        "position": say_positions(judged.judgement.positions),
        "advice": [POSITION_WORDS[key] for key in judged.judgement.positions],
        "missing": say_missing(judged),
        "meeting_position": say_positions(grid.meeting.positions),
        "meeting_missing": say_meeting_missing(grid.meeting),
        "agreement": agreement,
        "agrees": agrees,
        "scores": [(QUADRANT_WORDS[key][0], judged.judgement.scores.get(key)) for key in Quadrant],
        "teams": [(voice, say_positions(voice.judgement.positions)) for voice in judged.voices],
        "groups": [(words[0], [line for line in judged.lines if line.card.entry.quadrant == key])
                   for key, words in QUADRANT_WORDS.items()],
        "blocks": list_blocks(grid),
        "may_decide": may(request.user, "path.decide", process),
    }  # fmt: skip
    return render(request, "path/swot_position.html", context)


def read_both(request: HttpRequest, process: Process) -> tuple[Grid, JudgedSwot]:
    """Read what both readings of the position rest on."""
    board = read_board(process)
    return read_grid(board), read_judged(request.user, board)


@never_cache
@require_safe
@needs("path.view", of=find_process)
def give_svg(request: HttpRequest, process: Process) -> HttpResponse:
    """Give the plane as SVG."""
    return give_file(draw_or_404(request, process), "image/svg+xml", "swot.svg")


@never_cache
@require_safe
@needs("path.view", of=find_process)
def give_png(request: HttpRequest, process: Process) -> HttpResponse:
    """Give the plane as PNG, fine enough for print."""
    return give_file(paint(draw_or_404(request, process), scale=FINE), "image/png", "swot.png")


def draw_or_404(request: HttpRequest, process: Process) -> str:
    """Draw the file, where there is a position to draw."""
    svg = draw_file(read_both(request, process)[1])
    if not svg:
        raise Http404
    return svg


@never_cache
@require_safe
@needs("path.view", of=find_process)
def give_csv(request: HttpRequest, process: Process) -> HttpResponse:
    """Give everything that the position rests on as a table."""
    _grid, judged = read_both(request, process)
    teams = [f"{scale} {voice.letter}: {voice.name}" for voice in judged.voices for scale in (_("weight"), _("rating"))]
    rows = [
        [
            _("code"), _("quadrant"), _("entry"), _("weight"), _("rating"), pgettext("swot", "share"),
            pgettext("swot", "product"), *teams,
        ]
    ]  # fmt: skip
    for line in judged.lines:
        stands = [voice.get(scale) for voice in line.voices for scale in ("weight", "rating")]
        values = [
            line.weight,
            line.rating,
            line.share or None,
            line.product,
            *(stand.value if stand else None for stand in stands),
        ]
        words = [line.card.code, line.card.entry.get_quadrant_display(), line.card.entry.text]
        rows.append([*words, *map(write, values)])
    return give_file(write_csv(rows), CSV, "swot.csv")


def write(value: float | None) -> str:
    """Write a number; nothing where there is none."""
    return "" if value is None else f"{value:.4f}".rstrip("0").rstrip(".")
