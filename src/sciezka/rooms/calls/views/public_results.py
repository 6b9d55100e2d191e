"""Published results, and the files from which anybody recomputes the ranking."""

from typing import Final

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sciezka.kit.files import CSV, give_file, write_csv
from sciezka.kit.guards import open_to_all
from sciezka.rooms.calls.queries.protocols import public_protocol
from sciezka.rooms.calls.queries.public import say_closing
from sciezka.rooms.calls.queries.public_call import say_rule
from sciezka.rooms.calls.queries.public_results import (
    find_call_with_results,
    join_parts,
    list_lines,
    list_table,
    read_results,
)
from sciezka.rooms.calls.queries.ranking_out import COMMAND, write_cards, write_criteria, write_ranking
from sciezka.rooms.calls.queries.reservations import reservations_until
from sciezka.rooms.calls.views.public import share_call

CARDS, CRITERIA = "cards.csv", "criteria.toml"
PAGE: Final = 200


@require_safe
@open_to_all
def show(request: HttpRequest, workspace: str, process: str, call: int) -> HttpResponse:
    """Show the results of a call."""
    found = find_call_with_results(workspace, process, call)
    until, results = reservations_until(found), read_results(found)
    page = Paginator(list_lines(results), PAGE).get_page(request.GET.get("page"))
    words = {
        "process": found.process,
        "call": found,
        "results": results,
        "parts": join_parts(page.object_list),
        "page": page,
        "rule": say_rule(found),
        "command": COMMAND.format(cards=CARDS, criteria=CRITERIA),
        "protocol": public_protocol(found),
        "reservations": say_closing(until) if until else "",
        "share": share_call(found, request.path, f"{_('Results')}: {found.title}"),
    }
    return render(request, "calls/public_results.html", words)


@require_safe
@open_to_all
def send_list(request: HttpRequest, workspace: str, process: str, call: int) -> HttpResponse:  # noqa: ARG001 - a view's own
    """Send the results as the page tells them, for a spreadsheet."""
    found = find_call_with_results(workspace, process, call)
    return give_file(write_csv(list_table(read_results(found))), CSV, f"wyniki-{found.pk}.csv")


@require_safe
@open_to_all
def send_cards(request: HttpRequest, workspace: str, process: str, call: int) -> HttpResponse:  # noqa: ARG001 - a view's own
    """Send the anonymised cards."""
    return give_file(write_cards(find_call_with_results(workspace, process, call)), CSV, CARDS)


@require_safe
@open_to_all
def send_criteria(request: HttpRequest, workspace: str, process: str, call: int) -> HttpResponse:  # noqa: ARG001
    """Send the criteria as the command takes them."""
    body = write_criteria(find_call_with_results(workspace, process, call))
    return give_file(body, "application/toml; charset=utf-8", CRITERIA)


@require_safe
@open_to_all
def send_ranking(request: HttpRequest, workspace: str, process: str, call: int) -> HttpResponse:  # noqa: ARG001
    """Send the ranking as the command prints it."""
    body = write_ranking(find_call_with_results(workspace, process, call))
    return give_file(body, "application/json", "ranking.json")
