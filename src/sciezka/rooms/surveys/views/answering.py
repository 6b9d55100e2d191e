"""Answering a survey page by page.

A page that was sent is answered with the next page itself, not with a redirect to it: so a response takes one request for
each page. What a redirect is good for holds all the same, because sending a page twice changes nothing, and a script gives
the page an address by which it can be opened again. See docs/explanation/answering.md.
"""

import time
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.request import QueryDict
from django.shortcuts import redirect
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from sciezka.kit.guards import open_to_all
from sciezka.rooms.people.lockout import read_computer
from sciezka.rooms.questions.actions.answer_files import look_at_files
from sciezka.rooms.questions.queries.editions import read_edition
from sciezka.rooms.questions.queries.showing import show_page
from sciezka.rooms.questions.queries.showing_problems import list_mendings
from sciezka.rooms.questions.schema.answers import read_posted
from sciezka.rooms.questions.schema.routes import walk_pages
from sciezka.rooms.questions.schema.types import LANGUAGES, Page, Questionnaire
from sciezka.rooms.surveys.actions.floods import admit
from sciezka.rooms.surveys.actions.responses import Do, Sent, Taken, find_response, take_page
from sciezka.rooms.surveys.actions.responses_admitting import find_code, has_room
from sciezka.rooms.surveys.models import Phase, Response
from sciezka.rooms.surveys.queries.running import find_running
from sciezka.rooms.surveys.queries.running_pace import is_hasty
from sciezka.rooms.surveys.queries.running_quotas import say_quota
from sciezka.rooms.surveys.queries.running_tickets import Ticket, issue_ticket, read_ticket, write_ticket
from sciezka.rooms.surveys.views.answering_doors import show_door_page, show_save_page
from sciezka.rooms.surveys.views.answering_frame import (
    Visit,
    choose_language,
    forget_ticket,
    is_foreign,
    keep_ticket,
    read_cookie,
    show_state,
)
from sciezka.rooms.surveys.views.answering_pages import TRAP, PageFrame, answer_page, draw_frame, find_frame

MOST_SEEN = 20_000


@csrf_exempt  # the ticket in the form is what is believed: queries/running_tickets.py
@require_http_methods(["GET", "HEAD", "POST"])
@open_to_all
def answer(request: HttpRequest, door: str) -> HttpResponse:
    """Show a page of questions, and keep what was answered."""
    running = find_running(door)
    if request.method == "POST":
        said = request.POST.get("lang", "")
        visit = Visit(request, running, choose_language(request, running.questionnaire, said))
        if is_foreign(request):
            return show_state(visit, "foreign")
        return start(visit) if "start" in request.POST else take(visit)
    ticket = read_cookie(request, running.survey)
    return open_page(Visit(request, running, choose_language(request, running.questionnaire), ticket))


def open_page(visit: Visit) -> HttpResponse:
    """Show the first page, or the one that somebody was on."""
    survey, ticket = visit.survey, visit.ticket
    if visit.phase != Phase.OPEN:
        return show_state(visit, visit.phase)
    if ticket is not None and ticket.is_done and survey.once:
        return show_state(visit, "answered")
    response = None
    if ticket is not None and visit.is_let_in:
        response = find_response(survey, ticket)
        if response is not None and response.finished_hour:
            if survey.once:
                return show_state(visit, "answered")
            ticket = response = None
    else:
        ticket = None
    if ticket is None:
        if survey.entry != survey.Entry.LINK:
            return redirect("surveys:door", door=survey.door)
        ticket = issue_ticket(Response.Channel.LINK)
    visit = Visit(visit.request, visit.running, visit.language, ticket)
    return show_first(visit, ticket, response)


def start(visit: Visit) -> HttpResponse:
    """Let somebody in who came to a door with a code, a pass, or in a kiosk or a frame."""
    posted, survey = visit.request.POST, visit.survey
    ticket = read_ticket(survey, posted.get("ticket", ""))
    if "code" in posted:
        code = find_code(survey, posted["code"]) if survey.entry == survey.Entry.CODES else None
        if code is None or not has_room(code):
            return show_door_page(visit, refused="code" if code is None else "full", typed=posted["code"][:20])
        ticket = issue_ticket(Response.Channel.CODE, str(code.pk))
    visit = Visit(visit.request, visit.running, visit.language, ticket)
    if ticket is None or not visit.is_let_in:
        return show_state(visit, "lost")
    if visit.phase != Phase.OPEN:
        return show_state(visit, visit.phase)
    response = find_response(survey, ticket)
    if response is not None and response.finished_hour:
        return show_state(visit, "answered")
    return show_first(visit, ticket, response)


def show_first(visit: Visit, ticket: Ticket, response: Response | None) -> HttpResponse:
    """Show the page on which somebody begins or goes on; one that was asked for, where it lies on the way there."""
    if response is not None and response.edition_id != visit.survey.edition_id:
        questionnaire = read_edition(response.edition_id)
    else:
        questionnaire = visit.running.questionnaire
    answers = response.answers if response is not None else {}
    path = walk_pages(questionnaire, answers)
    if not path:
        return show_state(visit, "lost")
    here = next((place for place, page in enumerate(path) if response and page.code == response.page), 0)
    wanted = visit.request.GET.get("strona", "")
    page = next((page for page in path[: here + 1] if page.code == wanted), path[here])
    shown = show_questions(visit, ticket, questionnaire, page, answers)
    keep_ticket(shown, visit.survey, ticket)
    return shown


def take(visit: Visit) -> HttpResponse:
    """Take a page that was sent, and show what comes next."""
    posted, survey = visit.request.POST, visit.survey
    ticket = read_ticket(survey, posted.get("ticket", ""))
    visit = Visit(visit.request, visit.running, visit.language, ticket)
    if ticket is None or not visit.is_let_in:
        return show_state(visit, "lost")
    if visit.phase != Phase.OPEN:
        return show_state(visit, visit.phase)
    first = visit.running.questionnaire.pages[:1]
    if first and posted.get("page") == first[0].code and (held := hold_off(visit, ticket, first[0])):
        return held
    return show_taken(visit, ticket, take_page(running=visit.running, ticket=ticket, sent=read_sent(visit)))


def hold_off(visit: Visit, ticket: Ticket, page: Page) -> HttpResponse | None:
    """Ask whoever sends like a program to press again; what was typed stays in the form."""
    posted, address = visit.request.POST, read_computer(visit.request)
    if posted.get(TRAP) or is_hasty(ticket.begun, address, time.time()):
        notice, status = "again", 200
    elif not admit(visit.survey.door, address):
        notice, status = "crowd", 429
    else:
        return None
    given = read_posted(page, posted, {})
    return show_questions(visit, ticket, visit.running.questionnaire, page, {}, given=given, notice=notice, status=status)


def read_sent(visit: Visit) -> Sent:
    """Read what a form sent."""
    posted = visit.request.POST
    page = visit.running.questionnaire.find_page(posted.get("page", ""))
    files, refused = look_at_files(page, visit.request.FILES) if page and visit.request.FILES else ({}, [])
    seen = posted.get("seen")
    return Sent(
        page=posted.get("page", ""), posted=posted_lists(posted), language=visit.language, do=read_button(posted),
        seen=None if seen is None else frozenset(seen[:MOST_SEEN].split()), files=files, refused=refused,
    )  # fmt: skip


def posted_lists(posted: QueryDict) -> dict[str, list[str]]:
    """Give the fields of a form with all their values."""
    return {name: [str(value) for value in values] for name, values in posted.lists()}


def read_button(posted: QueryDict) -> Do:
    """Tell which button was pressed."""
    if posted.get("to_lang"):
        return "language"
    said = posted.get("do", "")
    return "back" if said == "back" else "save" if said == "save" else "next"


def show_taken(visit: Visit, ticket: Ticket, taken: Taken) -> HttpResponse:
    """Show what came of a page."""
    survey = visit.survey
    if taken.state == "page" and taken.page is not None:
        if (wanted := visit.request.POST.get("to_lang", "")) in taken.questionnaire.languages:
            visit = Visit(visit.request, visit.running, wanted, ticket)
        return show_questions(
            visit, ticket, taken.questionnaire, taken.page, taken.answers, given=taken.given, problems=taken.problems,
            notice="more" if taken.has_more else "",
        )  # fmt: skip
    if taken.state == "saved":
        return show_save_page(visit, ticket)
    if taken.state != "done":
        return show_state(visit, taken.state if taken.state != "page" else "lost")
    quota = taken.response.quota
    base = taken.questionnaire.base
    thanks = (
        say_quota(survey, quota, visit.language, base) if quota else taken.questionnaire.thanks.say(visit.language, base)
    )
    done = show_state(visit, "over" if quota else "done", thanks=thanks)
    forget_ticket(done, survey, ticket)
    return done


def show_questions(  # noqa: PLR0913 - what differs from page to page
    visit: Visit,
    ticket: Ticket,
    questionnaire: Questionnaire,
    page: Page,
    answers: Any,  # noqa: ANN401 - answers of any kind
    *,
    given: Any = None,  # noqa: ANN401 - what was typed, of any kind
    problems: Any = (),  # noqa: ANN401 - a sequence of problems
    notice: str = "",
    status: int = 200,
) -> HttpResponse:
    """Show a page of questions with its form."""
    path = walk_pages(questionnaire, answers)
    is_newest = questionnaire is visit.running.questionnaire
    questions = show_page(
        questionnaire, page, answers, language=visit.language, seed=ticket.seed, problems=problems, given=given,
        mark=visit.running.digest if is_newest else "",
    )  # fmt: skip
    frame = PageFrame(questionnaire, page, path.index(page) + 1 if page in path else 1, len(path))
    if problems or notice or not is_newest:
        with translation.override(visit.language if visit.language in LANGUAGES else LANGUAGES[0]):
            mendings = list_mendings(questionnaire, problems, visit.language) if problems else ()
        text = draw_frame(visit, frame, mendings=mendings, notice=notice)
    else:
        text = find_frame(visit, frame)
    return answer_page(visit, text, {"ticket": write_ticket(visit.survey, ticket), "questions": questions}, status=status)
