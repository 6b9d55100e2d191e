"""What all pages of applicants have in common: their private link is all they hold, so it must not get around."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Final

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import get_language

from sciezka.kit.guards import open_to_all
from sciezka.rooms.calls.models import Call, Submission
from sciezka.rooms.calls.queries.applying_work import Work
from sciezka.rooms.calls.queries.keys import find_by_key, make_key, private_path
from sciezka.rooms.calls.queries.public import say_closing
from sciezka.rooms.questions.queries.budgets import has_budget
from sciezka.rooms.questions.queries.editions import read_edition
from sciezka.rooms.questions.schema.reading import estimate_minutes
from sciezka.rooms.questions.schema.types import Kind

MINUTES_OF_HEAD: Final = 3


@dataclass(frozen=True, slots=True)
class Blank:
    """What a call's form asks for, before anybody fills it in.

    Attributes:
        pages: how many pages the form has after the first one.
        minutes: about how long it takes to fill in all of it.
        asks_sums: whether the first page asks for money; a form with a budget reckons it.
        documents: what is to be attached, in words.
        has_budget: whether costs are written line by line.
    """

    pages: int
    minutes: int
    asks_sums: bool
    documents: tuple[str, ...] = ()
    has_budget: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """Where on the way somebody is."""

    number: int
    count: int


def keep_secret(answer: HttpResponseBase) -> HttpResponseBase:
    """Let no browser, search engine or other site keep or pass on the page or its address.

    Not ``no-referrer``: with it browsers send forms with ``Origin: null``, and they would be taken for forged ones.
    ``same-origin`` tells other sites nothing either.
    """
    answer["Cache-Control"] = "no-store"
    answer["Referrer-Policy"] = "same-origin"
    answer["X-Robots-Tag"] = "noindex, nofollow"
    return answer


def for_applicants(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Guard a page of an applicant by its private link: the view receives the submission that the link names."""

    @open_to_all
    @wraps(view)
    def guarded(request: HttpRequest, submission_key: str, **address: Any) -> HttpResponseBase:  # noqa: ANN401 - words of any address
        submission: Submission = find_by_key(submission_key)
        try:
            return keep_secret(view(request, submission, **address))
        except Submission.DoesNotExist as gone:
            # Deleted in another tab after it was found here.
            raise Http404 from gone

    return guarded


def for_writers(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """The same, for pages on which something is being written; whoever has nothing to write is led to their own page."""

    @for_applicants
    @wraps(view)
    def guarded(request: HttpRequest, submission: Submission, **address: Any) -> HttpResponseBase:  # noqa: ANN401 - the same
        if submission.sent_at is not None and not submission.is_being_corrected:
            return redirect(private_path(submission))
        try:
            return view(request, submission, **address)
        except ValidationError as refused:
            # Sent in another tab meanwhile: nothing more can be written into it.
            messages.error(request, " ".join(refused.messages), fail_silently=True)
            return redirect(private_path(submission))

    return guarded


def frame(call: Call, work: Work | None = None) -> dict[str, Any]:
    """Give what the frame of applicants' pages needs."""
    closing = say_closing(call.closes_at) if call.closes_at else ""
    words: dict[str, Any] = {"process": call.process, "workspace": call.process.workspace, "call": call, "closing": closing}
    if work is not None:
        words |= {"submission": work.submission, "work": work, "key": make_key(work.submission)}
    return words


def keeps_quietly(request: HttpRequest) -> bool:
    """Tell whether a script saves a draft in the background."""
    return request.headers.get("Accept", "").startswith("application/json")


def speak() -> str:
    """Give the language of the page."""
    return "en" if get_language() == "en" else "pl"


def find_step(pages: int, number: int = 1) -> Step:
    """Tell where on the way the head (1), a page of the form, or the check of it all stands."""
    return Step(number, pages + 2)


def read_blank(call: Call) -> Blank:
    """Read what a call's form asks for."""
    if call.edition_id is None:
        return Blank(0, MINUTES_OF_HEAD, call.asks_money)
    form = read_edition(call.edition_id)
    language = speak()
    documents = tuple(item.text.say(language, form.base) for item in form.items() if item.kind is Kind.FILE)
    reckons = has_budget(form)
    minutes = MINUTES_OF_HEAD + estimate_minutes(form, language)
    return Blank(len(form.pages), minutes, call.asks_money and not reckons, documents, reckons)
