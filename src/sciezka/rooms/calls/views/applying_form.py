"""The pages of a call's form: shown, kept, gone through and back. Each page is answered with a redirect to the next one."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sciezka.rooms.calls.actions.applying import Do, SentPage, TakenPage, take_page
from sciezka.rooms.calls.models import Submission
from sciezka.rooms.calls.queries.applying_work import Work, read_work
from sciezka.rooms.calls.queries.keys import make_key, private_path
from sciezka.rooms.calls.views.applying_frame import find_step, for_writers, frame, keeps_quietly, speak
from sciezka.rooms.questions.actions.answer_files import look_at_files
from sciezka.rooms.questions.queries.showing import show_page
from sciezka.rooms.questions.queries.showing_problems import list_mendings
from sciezka.rooms.questions.schema.answers import Problem, check_page
from sciezka.rooms.questions.schema.routes import walk_pages
from sciezka.rooms.questions.schema.types import Kind, Page

MOST_SEEN: Final = 20_000


@dataclass(frozen=True, slots=True)
class Shown:
    """What differs on a page that was not sent in order.

    Attributes:
        problems: what is to be mended.
        given: what was typed.
        has_more: whether answers have made more of the page show.
    """

    problems: tuple[Problem, ...] = ()
    given: Mapping[str, Any] | None = None
    has_more: bool = False


@require_http_methods(["GET", "HEAD", "POST"])
@for_writers
def fill_in(request: HttpRequest, submission: Submission) -> HttpResponseBase:
    """Show a page of the form, and keep what was answered."""
    if request.method == "POST":
        return answer(request, submission)
    work = read_work(submission)
    form = work.questionnaire
    path = walk_pages(form, work.answers) if form is not None else ()
    if form is None or not path:
        return redirect(reverse("calls:apply_review", kwargs={"submission_key": make_key(submission)}))
    wanted = request.GET.get("strona", work.page)
    page = next((page for page in path if page.code == wanted), path[0])
    shown = Shown()
    if "popraw" in request.GET:
        # Whoever comes from the list of what is missing sees it at the questions.
        shown = Shown(check_page(form, page, work.answers, work.answers).problems)
    return show(request, work, page, shown)


def answer(request: HttpRequest, submission: Submission) -> HttpResponseBase:
    """Keep a page that was sent, and lead on."""
    taken = take_page(submission=submission, sent=read_sent(request, submission))
    key = {"submission_key": make_key(submission)}
    if keeps_quietly(request):
        return JsonResponse({"saved": f"{timezone.localtime(taken.work.submission.saved_at):%H:%M}"})
    match taken.state:
        case "saved":
            messages.success(request, _("The draft has been saved."))
            return redirect(private_path(submission))
        case "head":
            return redirect(reverse("calls:apply_head", kwargs=key))
        case "review":
            return redirect(reverse("calls:apply_review", kwargs=key))
    return show_taken(request, taken)


def show_taken(request: HttpRequest, taken: TakenPage) -> HttpResponseBase:
    """Show the same page where something is to be mended, else lead to the one that comes."""
    assert taken.page is not None  # noqa: S101 - the state says so
    key = {"submission_key": make_key(taken.work.submission)}
    if taken.problems or taken.has_more:
        return show(request, taken.work, taken.page, Shown(tuple(taken.problems), taken.given, taken.has_more))
    if request.POST.get("back") == "review" and request.POST.get("do") == "next":
        return redirect(reverse("calls:apply_review", kwargs=key))
    return redirect(f"{reverse('calls:apply_form', kwargs=key)}?strona={taken.page.code}")


def read_sent(request: HttpRequest, submission: Submission) -> SentPage:
    """Read what a form sent."""
    posted = request.POST
    form = read_work(submission).questionnaire
    page = form.find_page(posted.get("page", "")) if form is not None else None
    files, refused = look_at_files(page, request.FILES) if page and request.FILES else ({}, [])
    seen = posted.get("seen")
    do: Do = "back" if posted.get("do") == "back" else "save" if posted.get("do") == "save" else "next"
    return SentPage(
        page=posted.get("page", ""), posted={name: [str(one) for one in values] for name, values in posted.lists()},
        seen=None if seen is None else frozenset(seen[:MOST_SEEN].split()), files=files, refused=refused, do=do,
    )  # fmt: skip


def show(request: HttpRequest, work: Work, page: Page, shown: Shown) -> HttpResponse:
    """Show a page of the form."""
    form, language = work.questionnaire, speak()
    assert form is not None  # noqa: S101 - the page is one of its pages
    path = walk_pages(form, work.answers)
    place = path.index(page) if page in path else 0
    questions = show_page(
        form, page, work.answers, language=language, seed=work.submission.ref.hex, problems=shown.problems,
        given=shown.given,
    )  # fmt: skip
    words = {
        "page": page, "page_title": page.title.say(language, form.base), "questions": questions,
        "step": find_step(len(path), place + 2), "has_more": shown.has_more,
        "mendings": list_mendings(form, shown.problems, language) if shown.problems else (),
        "has_files": any(item.kind is Kind.FILE for item in page.items()),
        "back": "review" if {"skad", "popraw"} & request.GET.keys() or request.POST.get("back") == "review" else "",
    }  # fmt: skip
    return render(request, "calls/apply_form.html", {**frame(work.call, work), **words})
