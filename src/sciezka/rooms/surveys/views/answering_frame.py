"""What all pages of those who answer have in common: language, the ticket, the frame, and what the browser may keep."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation.trans_real import parse_accept_lang_header

from sciezka.rooms.questions.schema.types import LANGUAGE_NAMES, LANGUAGES, Questionnaire
from sciezka.rooms.surveys.models import Phase, Response, Survey
from sciezka.rooms.surveys.queries.running import Running, tell_phase
from sciezka.rooms.surveys.queries.running_tickets import (
    COOKIE,
    COOKIE_DAYS,
    DONE,
    Ticket,
    read_ticket,
    write_ticket,
)

ENTRY_OF_WAY: Final = {
    Response.Channel.LINK: Survey.Entry.LINK,
    Response.Channel.CODE: Survey.Entry.CODES,
    Response.Channel.LIST: Survey.Entry.LIST,
}
# States of a page that says why nothing can be answered, with the status of its answer.
STATES: Final = {"lost": 403, "unknown": 404, "foreign": 403}
KEPT: Final = 1000

_kept: OrderedDict[tuple[object, ...], str] = OrderedDict()
_lock = threading.Lock()


@dataclass(frozen=True, slots=True)
class Visit:
    """One request of somebody who answers.

    Attributes:
        request: the request.
        running: the survey.
        language: in which language it is answered.
        ticket: what the browser holds, if anything.
    """

    request: HttpRequest
    running: Running
    language: str
    ticket: Ticket | None = None

    @property
    def survey(self) -> Survey:
        """The survey."""
        return self.running.survey

    @property
    def phase(self) -> Phase:
        """Where the survey stands for this person."""
        return tell_phase(self.survey, self.ticket, timezone.now())

    @property
    def is_let_in(self) -> bool:
        """Tell whether the way in of the ticket is open."""
        if self.ticket is None or self.ticket.is_done:
            return False
        if self.ticket.way == Response.Channel.KIOSK:
            return bool(self.survey.kiosk_word)
        if self.ticket.way == Response.Channel.EMBED:
            return bool(self.survey.embed_hosts)
        return ENTRY_OF_WAY[Response.Channel(self.ticket.way)] == self.survey.entry


def read_cookie(request: HttpRequest, survey: Survey) -> Ticket | None:
    """Read the ticket that the browser keeps."""
    return read_ticket(survey, request.COOKIES.get(COOKIE, ""))


def choose_language(request: HttpRequest, questionnaire: Questionnaire, said: str = "") -> str:
    """Choose the language: the one that was asked for, the one chosen on other pages, one that the browser speaks."""
    languages = questionnaire.languages
    wanted = [said, request.GET.get("lang", ""), request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")]
    for code in wanted:
        if code in languages:
            return code
    accepted = request.headers.get("Accept-Language", "")[:200]
    spoken = (code.split("-")[0] for code, _quality in parse_accept_lang_header(accepted))
    return next((code for code in spoken if code in languages), questionnaire.base)


def is_foreign(request: HttpRequest) -> bool:
    """Tell whether a form was sent from a page of another site."""
    if request.headers.get("Sec-Fetch-Site") == "cross-site":
        return True
    origin = request.headers.get("Origin", "")
    if not origin or origin == "null":
        return False
    return urlsplit(origin).netloc != request.get_host() and origin not in settings.CSRF_TRUSTED_ORIGINS


def show(visit: Visit, template: str, words: Mapping[str, Any], *, status: int = 200) -> HttpResponse:
    """Show a page in the language of the visit."""
    return finish_headers(visit, HttpResponse(render_frame(visit, template, words), status=status))


def render_frame(visit: Visit, template: str, words: Mapping[str, Any]) -> str:
    """Render a page in the language of the visit."""
    survey, ticket = visit.survey, visit.ticket
    questionnaire = visit.running.questionnaire
    with translation.override(visit.language if visit.language in LANGUAGES else LANGUAGES[0]):
        return render_to_string(
            f"surveys/answering/{template}.html",
            {
                "survey": survey,
                "workspace": survey.process.workspace,
                "door": _find_path(survey),
                "language": visit.language,
                "languages": [(code, LANGUAGE_NAMES[code].capitalize()) for code in questionnaire.languages],
                "title": questionnaire.title.say(visit.language, questionnaire.base) or survey.title,
                "is_kiosk": ticket is not None and ticket.way == Response.Channel.KIOSK,
                "is_embedded": ticket is not None and ticket.way == Response.Channel.EMBED,
                "is_demo": settings.DEMO,
                **words,
            },
        )


def finish_headers(visit: Visit, answer: HttpResponse) -> HttpResponse:
    """Say what browsers and other sites may do with a page."""
    # Others may sit down at the same device: nothing of an answer is kept to be looked at again by going back.
    answer["Cache-Control"] = "no-store"
    if visit.ticket is not None and visit.ticket.way == Response.Channel.EMBED:
        let_into_frames(answer, visit.survey)
    return answer


def find_text(visit: Visit, key: tuple[object, ...], draw: Callable[[], str]) -> str:
    """Give a text that is the same for all who come by one way, drawn once while the survey stays as it is.

    Args:
        visit: the visit; the survey's stamp, the language and the way in are part of the key.
        key: what else the text depends on.
        draw: draws it; nothing of one person may be in it.
    """
    whole = (visit.running.stamp, visit.language, visit.ticket.way if visit.ticket else "", *key)
    with _lock:
        text = _kept.get(whole)
        if text is not None:
            _kept.move_to_end(whole)
            return text
    text = draw()
    with _lock:
        _kept[whole] = text
        if len(_kept) > KEPT:
            _kept.popitem(last=False)
    return text


def show_state(visit: Visit, state: str, thanks: str = "") -> HttpResponse:
    """Say why nothing can be answered, or that all is done."""
    results = visit.running.results if state in {"closed", "done", "answered"} else ""
    words = {"state": state, "results": results, "thanks": thanks}
    text = find_text(visit, ("state", state, thanks), lambda: render_frame(visit, "state", words))
    return finish_headers(visit, HttpResponse(text, status=STATES.get(state, 200)))


def let_into_frames(answer: HttpResponse, survey: Survey) -> None:
    """Let the sites that the office has named show the page in a frame."""
    hosts = [f"https://{host}" for host in survey.embed_hosts if isinstance(host, str)]
    answer.xframe_options_exempt = True
    answer._csp_replace = {"frame-ancestors": hosts or ["'none'"]}  # type: ignore[attr-defined]  # noqa: SLF001 - csp's own door


def keep_ticket(answer: HttpResponse, survey: Survey, ticket: Ticket) -> None:
    """Let the browser keep the ticket, where it may."""
    if ticket.keeps_cookie:
        _set_cookie(answer, survey, write_ticket(survey, ticket))


def forget_ticket(answer: HttpResponse, survey: Survey, ticket: Ticket) -> None:
    """Take the key from the browser after the end; where one device answers once, it remembers that it has."""
    if not ticket.keeps_cookie:
        return
    if survey.once and ticket.way == Response.Channel.LINK:
        _set_cookie(answer, survey, write_ticket(survey, Ticket(DONE, ticket.way)))
    else:
        answer.delete_cookie(COOKIE, path=_find_path(survey), samesite="Lax")


def _set_cookie(answer: HttpResponse, survey: Survey, text: str) -> None:
    answer.set_cookie(
        COOKIE, text, max_age=COOKIE_DAYS * 86_400, path=_find_path(survey), secure=settings.SESSION_COOKIE_SECURE,
        httponly=True, samesite="Lax",
    )  # fmt: skip


def _find_path(survey: Survey) -> str:
    return reverse("surveys:door", kwargs={"door": survey.door})
