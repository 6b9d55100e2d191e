"""Pages of a SWOT: the board of four quadrants, one entry, what the data propose, and asking teams."""

import json
from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sciezka.kit.guards import may, needs
from sciezka.kit.live import answer_state, open_stream
from sciezka.rooms.path.forms.swot import AskForm, EntryForm
from sciezka.rooms.path.models import SwotEntry
from sciezka.rooms.path.queries.nouns import find_swot_entry
from sciezka.rooms.path.queries.swot import QUADRANT_WORDS, node_of_entry, pulse_of, read_board, read_grid, read_version
from sciezka.rooms.path.queries.swot_judged import read_judged
from sciezka.rooms.path.queries.swot_proposals import group_offers, read_offers
from sciezka.rooms.path.queries.swot_words import find_step, say_lead
from sciezka.rooms.people.queries import actor_of
from sciezka.rooms.thread.queries import node_with_ties
from sciezka.rooms.thread.queries.checks_page import check_node
from sciezka.rooms.thread.queries.nouns import say_citation
from sciezka.rooms.town.models import Process
from sciezka.rooms.town.queries.places import find_process


@require_safe
@needs("path.view", of=find_process)
def show_swot(request: HttpRequest, process: Process) -> HttpResponse:
    """Show the board of a SWOT."""
    return render_board(request, process)


def render_board(
    request: HttpRequest, process: Process, *, refused: str = "", typed: str = "", status: int = 200
) -> HttpResponse:
    """Draw the board, with what was typed where it was refused."""
    board = read_board(process)
    grid = read_grid(board)
    judged = read_judged(request.user, board)
    context = {
        "process": process,
        "board": board,
        "lead": say_lead(board),
        "step": find_step(board, grid, judged),
        "judged": judged,
        "refused": refused,
        "typed": typed,
        "may_edit": may(request.user, "path.edit", process),
        "may_decide": may(request.user, "path.decide", process),
        "moves": [(key, words[0]) for key, words in QUADRANT_WORDS.items()],
        "stream": reverse("path:swot_stream", kwargs=process.address),
        "state": reverse("path:swot_state", kwargs=process.address),
    }
    return render(request, "path/swot.html", context, status=status)


@require_safe
@needs("path.view", of=find_swot_entry)
def show(request: HttpRequest, swot_entry: SwotEntry) -> HttpResponse:
    """Show an entry, with the form that changes it for whoever drafts here."""
    return render_entry(request, swot_entry, EntryForm(swot_entry))


@require_POST
@needs("path.edit", of=find_swot_entry)
def edit(request: HttpRequest, swot_entry: SwotEntry) -> HttpResponse:
    """Change what an entry says; where somebody else did so meanwhile, show both texts."""
    form = EntryForm(swot_entry, request.POST)
    if form.is_valid() and form.save(actor_of(request)):
        messages.success(request, _("The changes are saved."))
        return redirect(swot_entry)
    return render_entry(request, swot_entry, form, status=409 if form.standing else 422)


def render_entry(request: HttpRequest, swot_entry: SwotEntry, form: EntryForm, status: int = 200) -> HttpResponse:
    """Draw the page of an entry, with a form that was refused where there is one."""
    node = node_of_entry(swot_entry)
    page = node_with_ties(node) if node else None
    board = read_board(swot_entry.process)
    may_edit = may(request.user, "path.edit", swot_entry)
    grid = read_grid(board)
    context = {
        "process": swot_entry.process,
        "swot_entry": swot_entry,
        "node": node,
        "page": page,
        "evidence": [(line, say_citation(line.other.citation) if line.other.citation else "") for line in page.rests_on]
        if page
        else [],
        "faults": check_node(node, page.lookup) if node and page and not node.is_taken_off else [],
        "judged": read_judged(request.user, board).by_key.get(swot_entry.pk),
        "cells": [
            cell for cell in grid.cells.values() if cell.crossing and swot_entry.pk in (cell.inner.key, cell.outer.key)
        ],
        "form": form,
        "may_edit": may_edit,
        "moves": [(key, words[0]) for key, words in QUADRANT_WORDS.items() if key != swot_entry.quadrant],
        "title": QUADRANT_WORDS[swot_entry.quadrant][0],
    }
    return render(request, "path/swot_entry.html", context, status=status)


@require_safe
@needs("path.view", of=find_process)
def show_proposals(request: HttpRequest, process: Process) -> HttpResponse:
    """Show what the data propose, and what was declined."""
    return render_proposals(request, process)


def render_proposals(request: HttpRequest, process: Process, *, refused: str = "", said: str = "") -> HttpResponse:
    """Draw the proposals, with the reason or the text that was refused."""
    offers = read_offers(process)
    context = {
        "process": process,
        "offers": offers,
        "groups": group_offers(offers.offers),
        "refused": refused,
        "said": said,
        "may_edit": may(request.user, "path.edit", process),
    }
    return render(request, "path/swot_proposals.html", context, status=422 if said else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("path.decide", of=find_process)
def ask(request: HttpRequest, process: Process) -> HttpResponse:
    """Prepare a round in which a team judges the SWOT."""
    form = AskForm(process, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and (made := form.save(actor_of(request))):
        messages.success(request, _("The round is ready. Look it over and launch it."))
        return redirect(made)
    return render(request, "path/swot_ask.html", {"process": process, "form": form})


def draw_state(process: Process) -> str:
    """Tell which version of a SWOT stands; its page is fetched by whoever looks."""
    return json.dumps({"number": read_version(process)})


@require_safe
@needs("path.view", of=find_process)
def stream(request: HttpRequest, process: Process) -> HttpResponseBase:
    """Send the version now and at every change."""
    key = pulse_of(process)
    return open_stream(name=key, pulse=key, holder=f"user.{request.user.pk}", render=partial(draw_state, process))


@require_safe
@needs("path.view", of=find_process)
def give_state(_request: HttpRequest, process: Process) -> HttpResponse:
    """Give the version once, to whoever gets no stream."""
    return answer_state(draw_state(process))
