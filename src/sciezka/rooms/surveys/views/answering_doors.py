"""The ways into a survey and out of it: its door, personal passes, the kiosk, frames, private links to come back by."""

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sciezka.kit.guards import open_to_all
from sciezka.kit.markup import render_markdown
from sciezka.rooms.questions.schema.reading import estimate_minutes
from sciezka.rooms.surveys.actions.responses import find_response
from sciezka.rooms.surveys.models import Clause, Phase, Response
from sciezka.rooms.surveys.queries.passes import read_pass
from sciezka.rooms.surveys.queries.running import Running, find_clause, find_running
from sciezka.rooms.surveys.queries.running_codes import draw_code
from sciezka.rooms.surveys.queries.running_tickets import Ticket, issue_ticket, read_ticket, write_ticket
from sciezka.rooms.surveys.views.answering_frame import (
    Visit,
    choose_language,
    keep_ticket,
    read_cookie,
    show,
    show_state,
)


def open_visit(request: HttpRequest, running: Running, ticket: Ticket | None) -> Visit:
    """Begin a visit in the language that fits."""
    return Visit(request, running, choose_language(request, running.questionnaire), ticket)


@require_safe
@open_to_all
def show_door(request: HttpRequest, door: str) -> HttpResponse:
    """Show what is asked, by whom, and the way in."""
    running = find_running(door)
    visit = open_visit(request, running, read_cookie(request, running.survey))
    return show_door_page(visit)


@require_safe
@open_to_all
def show_pass(request: HttpRequest, door: str, passkey: str) -> HttpResponse:
    """Show the door to somebody with a personal pass."""
    running = find_running(door)
    survey = running.survey
    invitation = read_pass(survey, passkey) if survey.entry == survey.Entry.LIST else None
    held = read_cookie(request, survey)
    # Whoever began on this device goes on there.
    ticket = held if held is not None and held.by == passkey else issue_ticket(Response.Channel.LIST, passkey)
    if invitation is None:
        return show_state(open_visit(request, running, None), "unknown")
    visit = open_visit(request, running, ticket)
    if invitation.is_used:
        return show_state(visit, "used")
    return show_door_page(visit, ticket=ticket)


@require_safe
@open_to_all
def show_kiosk(request: HttpRequest, door: str, kiosk: str) -> HttpResponse:
    """Show the door on a screen that stands in a hall; each time for somebody else."""
    running = find_running(door)
    if not running.survey.kiosk_word or running.survey.kiosk_word != kiosk:
        raise Http404
    ticket = issue_ticket(Response.Channel.KIOSK)
    return show_door_page(open_visit(request, running, ticket), ticket=ticket)


@require_safe
@open_to_all
def show_embed(request: HttpRequest, door: str) -> HttpResponse:
    """Show the door inside a page of another site, which the office has named."""
    running = find_running(door)
    if not running.survey.embed_hosts:
        raise Http404
    ticket = issue_ticket(Response.Channel.EMBED)
    return show_door_page(open_visit(request, running, ticket), ticket=ticket)


@require_safe
@open_to_all
def come_back(request: HttpRequest, door: str, key: str) -> HttpResponse:
    """Go on where somebody stopped, by the link that they kept."""
    running = find_running(door)
    ticket = read_ticket(running.survey, key)
    if ticket is None or ticket.is_done or not ticket.keeps_cookie:
        return show_state(open_visit(request, running, None), "unknown")
    address = reverse("surveys:answer", kwargs={"door": door})
    # The other device may speak another language; one goes on in the one in which one began.
    response = find_response(running.survey, ticket)
    answer = redirect(f"{address}?{urlencode({'lang': response.language})}" if response else address)
    answer["Cache-Control"] = "no-store"
    keep_ticket(answer, running.survey, ticket)
    return answer


@require_safe
@open_to_all
def show_save(request: HttpRequest, door: str) -> HttpResponse:
    """Show the private link by which one comes back."""
    running = find_running(door)
    ticket = read_cookie(request, running.survey)
    visit = open_visit(request, running, ticket)
    if ticket is None or not visit.is_let_in or find_response(running.survey, ticket) is None:
        return redirect("surveys:door", door=door)
    return show_save_page(visit, ticket)


@require_safe
@open_to_all
def show_clause(request: HttpRequest, door: str) -> HttpResponse:
    """Show the information clause."""
    running = find_running(door)
    visit = open_visit(request, running, None)
    clause = find_clause(running)
    if clause is None:
        raise Http404
    return show(visit, "clause", {"clause": clause, "text": say_clause(clause, visit.language)})


@require_safe
@open_to_all
def show_qr(_request: HttpRequest, door: str) -> HttpResponse:
    """Draw the address as a QR code."""
    survey = find_running(door).survey
    address = f"{settings.BASE_URL}{reverse('surveys:door', kwargs={'door': survey.door})}"
    answer = HttpResponse(draw_code(address, _("QR code of the link")), content_type="image/svg+xml")
    answer["Cache-Control"] = "public, max-age=300"
    return answer


def show_door_page(visit: Visit, *, ticket: Ticket | None = None, **more: Any) -> HttpResponse:  # noqa: ANN401 - of any kind
    """Show the door: what is asked, how long it takes, what becomes of the answers, and the way in.

    Args:
        visit: who asks.
        ticket: with which the way in begins, where that is not the link itself.
        more: what else the page says.
    """
    survey, held = visit.survey, visit.ticket
    if visit.phase != Phase.OPEN:
        return show_state(visit, visit.phase)
    if held is not None and held.is_done and survey.once and survey.entry == survey.Entry.LINK:
        return show_state(visit, "answered")
    begun = find_response(survey, held) if held is not None and visit.is_let_in else None
    if begun is not None and begun.finished_hour:
        begun = None
    questionnaire = visit.running.questionnaire
    clause = find_clause(visit.running)
    words = {
        "intro": questionnaire.intro.say(visit.language, questionnaire.base),
        "minutes": estimate_minutes(questionnaire, visit.language),
        "questions": sum(1 for item in questionnaire.items() if item.kind != "note"),
        "clause": say_clause(clause, visit.language) if clause else "",
        "ticket": write_ticket(survey, ticket) if ticket else "",
        "is_begun": begun is not None,
        "asks_code": survey.entry == survey.Entry.CODES and ticket is None,
        "asks_pass": survey.entry == survey.Entry.LIST and ticket is None,
        **more,
    }
    return show(visit, "door", words, status=422 if more.get("refused") else 200)


def show_save_page(visit: Visit, ticket: Ticket) -> HttpResponse:
    """Show the private link by which one comes back, in words and as a picture for a phone."""
    address = reverse("surveys:resume", kwargs={"door": visit.survey.door, "key": write_ticket(visit.survey, ticket)})
    link = f"{settings.BASE_URL}{address}"
    return show(visit, "save", {"link": link, "code": draw_code(link, _("QR code of the link")), "back": address})


def say_clause(clause: Clause, language: str) -> str:
    """Give a clause as HTML, in a language or else in the one it has."""
    text = clause.text if isinstance(clause.text, dict) else {}
    return render_markdown(str(text.get(language) or text.get("pl") or next(iter(text.values()), "")))
