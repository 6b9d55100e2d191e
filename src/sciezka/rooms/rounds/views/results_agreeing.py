"""From the agenda to what was agreed: points for a meeting, recording, accepting what is proposed, taking back."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sciezka.kit.forms import read_number
from sciezka.kit.guards import may, needs
from sciezka.rooms.people.queries import actor_of
from sciezka.rooms.rounds.actions.results import accept_proposed, agree_all, put_on_agenda, withdraw_result
from sciezka.rooms.rounds.charts.result_lines import show_lines
from sciezka.rooms.rounds.forms.results import AgendaForm, CompanyForm, DecisionForm
from sciezka.rooms.rounds.models import Item, Round
from sciezka.rooms.rounds.queries.agenda import agenda_of, agenda_within, events_to_plan, write_points
from sciezka.rooms.rounds.queries.places import find_item, find_round
from sciezka.rooms.rounds.queries.results import agreed_cells, places_taken, results_of
from sciezka.rooms.rounds.views.results import frame_result


@require_safe
@needs("rounds.see_result", of=find_round)
def show_agenda(request: HttpRequest, round: Round) -> HttpResponse:  # noqa: A002 - the noun's own name
    """Show the items that need talk, and offer to put them on a meeting's agenda."""
    return draw_agenda(request, round, None)


def draw_agenda(request: HttpRequest, round: Round, form: AgendaForm | None) -> HttpResponse:  # noqa: A002
    """Draw the page of the agenda, with the form as it stands."""
    result = results_of(round)
    lines = agenda_within(result)
    user = actor_of(request)
    events = events_to_plan(user, round) if lines and may(user, "rounds.agree", round) else []
    context = {
        **frame_result(request, result),
        "lines": show_lines(round, lines),
        "form": form or (AgendaForm(events=events) if events else None),
    }
    return render(request, "rounds/agenda.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("rounds.agree", of=find_round)
def put_points(request: HttpRequest, round: Round) -> HttpResponse:  # noqa: A002 - the noun's own name
    """Put the items that need talk on the agenda of an entry."""
    lines, user = agenda_of(round), actor_of(request)
    form = AgendaForm(request.POST or None, events=events_to_plan(user, round))
    if not lines or not form.is_valid():
        return draw_agenda(request, round, form if request.method == "POST" else None)
    event = form.cleaned_data["event"]
    put_on_agenda(actor=user, event=event, text=write_points(round, lines))
    messages.success(request, _("The points stand on the agenda of “%(event)s”.") % {"event": event})
    return redirect(reverse("rounds:agenda", kwargs=round.address))


@require_http_methods(["GET", "HEAD", "POST"])
@needs("rounds.agree", of=find_item)
def agree_item(request: HttpRequest, item: Item) -> HttpResponse:
    """Record what was agreed about an item, on all its scales at once."""
    result = results_of(item.round)
    column = read_number(request.GET.get("kolumna"))
    lines = [
        line
        for line in result.lines
        if line.item.pk == item.pk and (column is None or (line.against is not None and line.against.pk == column))
    ]
    data = request.POST if request.method == "POST" else None
    forms = [DecisionForm(data, line=line) for line in lines]
    company = CompanyForm(data, round=item.round, agreed=next((line.agreed for line in lines if line.agreed), None))
    # Each is asked, so that each shows what is wrong with it.
    valid = [form.is_valid() for form in (*forms, company)]
    if all(valid) and record(request, item, forms, company):
        messages.success(request, _("What was agreed has been recorded."))
        warn_of_shared_place(request, item)
        return redirect(
            find_next(item) if "next" in request.POST else reverse("rounds:result_item", kwargs=address_of(item))
        )
    context = {
        **frame_result(request, result),
        "item": item,
        "parts": list(zip(show_lines(item.round, lines), forms, strict=True)),
        "company": company,
        "problems": [form for form in [*forms, company] if form.errors],
    }
    return render(request, "rounds/agree.html", context)


def record(request: HttpRequest, item: Item, forms: list[DecisionForm], company: CompanyForm) -> bool:
    """Record the decisions of valid forms; what is wrong with them stands in the form of the company."""
    decisions = [form.decision for form in forms if form.decision]
    if not decisions:
        company.add_error(None, _("Choose a level; nothing has been recorded yet."))
        return False
    try:
        agree_all(actor=actor_of(request), item=item, decisions=decisions, company=company.company)
    except ValidationError as error:
        company.add_error(None, error)
        return False
    return True


def warn_of_shared_place(request: HttpRequest, item: Item) -> None:
    """Say which other items of a ranking have the agreed place: it may be meant, and it may be a slip."""
    taken = places_taken(item.round, item, agreed_cells(item.round))
    for place in {row.value for row in item.agreed.all() if row.value in taken}:
        said = _(
            "Place %(place)s is held by: %(items)s. If they are to share it, leave it so; if not, choose another place."
        )
        messages.warning(request, said % {"place": place, "items": taken[place or 0]})


def find_next(item: Item) -> str:
    """Find the form of the item that needs talk most now; the agenda, when none is left."""
    lines = agenda_of(item.round)
    if not lines:
        return reverse("rounds:agenda", kwargs=item.round.address)
    return show_lines(item.round, lines[:1])[0].agree_href


def address_of(item: Item) -> dict[str, Any]:
    """Give the words that name an item in an address."""
    return {**item.round.address, "item": item.pk}


@require_http_methods(["GET", "HEAD", "POST"])
@needs("rounds.agree", of=find_round)
def accept(request: HttpRequest, round: Round) -> HttpResponse:  # noqa: A002 - the noun's own name
    """Show what the answers propose, and record it as agreed."""
    result = results_of(round)
    lines = [line for line in result.lines if line.proposed is not None and line.agreed is None]
    data = request.POST if request.method == "POST" else None
    company = CompanyForm(data, round=round)
    ticked = set(data.getlist("words")) if data is not None else {line.word for line in lines}
    if data is not None and company.is_valid():
        if ticked & {line.word for line in lines}:
            words = company.company
            count = accept_proposed(
                actor=actor_of(request), round=round, words=ticked, agreed_on=words.agreed_on, event=words.event,
                present=words.present, guests=words.guests,
            )  # fmt: skip
            messages.success(
                request,
                ngettext("%(count)s result was recorded.", "%(count)s results were recorded.", count) % {"count": count},
            )
            return redirect(reverse("rounds:result", kwargs=round.address))
        company.add_error(None, _("Tick at least one line; nothing has been recorded yet."))
    context = {
        **frame_result(request, result), "lines": show_lines(round, lines), "company": company, "ticked": ticked,
    }  # fmt: skip
    return render(request, "rounds/accept_proposed.html", context)


@require_POST
@needs("rounds.agree", of=find_item)
def withdraw(request: HttpRequest, item: Item) -> HttpResponse:
    """Take an agreed result back."""
    wanted = (request.POST.get("scale", ""), read_number(request.POST.get("against")))
    for result in [one for one in item.agreed.all() if (one.scale, one.against_id) == wanted]:
        withdraw_result(actor=actor_of(request), result=result)
        messages.success(request, _("What was agreed has been taken back. The answers are as they were."))
    return redirect(reverse("rounds:result_item", kwargs=address_of(item)))
