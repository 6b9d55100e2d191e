"""The core set: the votes, the choice in force and those before it, a new vote, a new choice."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from sciezka.kit.forms import read_number
from sciezka.kit.guards import may, needs
from sciezka.rooms.path.forms.factors import CoreForm, propose_core
from sciezka.rooms.path.forms.factors_rounds import AskCoreForm
from sciezka.rooms.path.queries.factors import read_list
from sciezka.rooms.path.queries.factors_core import read_core
from sciezka.rooms.path.queries.factors_next import say_next
from sciezka.rooms.path.queries.factors_rounds import CORE, LONG
from sciezka.rooms.people.queries import actor_of
from sciezka.rooms.rounds.queries.rounds import rounds_under_way
from sciezka.rooms.town.models import Process
from sciezka.rooms.town.queries.places import find_process

FORM = ("GET", "HEAD", "POST")


@require_safe
@needs("path.view", of=find_process)
def show_core(request: HttpRequest, process: Process) -> HttpResponse:
    """Show the choice in force with its reason, the votes behind it, and the choices before it."""
    page = read_core(request.user, process, read_number(request.GET.get("tura")))
    under_way = rounds_under_way(request.user, process, LONG, CORE)
    rights = {f"may_{right}": may(request.user, f"path.{right}", process) for right in ("edit", "decide")}
    context = {
        "process": process,
        "page": page,
        "under_way": under_way,
        "next": say_next(page.shown, under_way, **rights),
        **rights,
    }
    return render(request, "path/core.html", context)


@require_http_methods(FORM)
@needs("path.decide", of=find_process)
def ask(request: HttpRequest, process: Process) -> HttpResponse:
    """Prepare a round in which people pick the few; it is launched from its own page."""
    form = AskCoreForm(process, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and (round_ := form.save(actor_of(request))):
        messages.success(request, _("The round is prepared and nobody has been asked yet. Look it over and launch it."))
        return redirect(round_)
    context = {
        "process": process,
        "form": form,
        "title": _("Put the list to a vote"),
        "lead": _(
            "Each person picks the few factors that are to be improved first. Ask a team, or residents by an open link."
        ),
        "back": reverse("path:core", kwargs=process.address),
    }
    return render(request, "path/factors_ask.html", context)


@require_http_methods(FORM)
@needs("path.decide", of=find_process)
def choose(request: HttpRequest, process: Process) -> HttpResponse:
    """Record which factors are chosen; what the votes give a place is ticked to begin with."""
    shown = read_list(request.user, process)
    votes = [vote for vote in shown.votes if not vote.withheld]
    wanted = read_number(request.GET.get("tura"))
    votes.sort(key=lambda vote: vote.round.pk != wanted)
    proposed = propose_core(votes[0] if votes else None) or shown.chosen
    form = CoreForm(process, votes, proposed, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and form.save(actor_of(request)):
        messages.success(request, _("The choice is recorded. The earlier ones are kept below it."))
        return redirect(reverse("path:core", kwargs=process.address))
    ticked = {str(key) for key in (form["factors"].value() or [])}
    counts = votes[0].votes if votes else {}
    rows = [(line, counts.get(line.factor.pk), str(line.factor.pk) in ticked) for line in shown.lines]
    context = {
        "process": process,
        "form": form,
        "votes": votes,
        "rows": sorted(rows, key=lambda row: -(row[1] or 0)),
    }
    return render(request, "path/core_choose.html", context)
