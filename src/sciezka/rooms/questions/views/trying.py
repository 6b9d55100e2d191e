"""Trying a draft out as a respondent would. Nothing is stored: the answers travel in the form, signed."""

import random
from typing import Any

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from sciezka.kit.guards import needs
from sciezka.rooms.questions.models import Questionnaire
from sciezka.rooms.questions.queries.drafts import list_parts, read_draft
from sciezka.rooms.questions.queries.places import find_questionnaire
from sciezka.rooms.questions.queries.sentences import name_item, name_page, say_condition
from sciezka.rooms.questions.queries.showing import list_seen, show_page
from sciezka.rooms.questions.queries.trying import Tried, answer_page, tell_conditions, try_out
from sciezka.rooms.questions.schema.answers import check_page, read_plain, read_posted, replace_answers
from sciezka.rooms.questions.schema.routes import (
    first_page,
    gather_earlier,
    measure_progress,
    next_page,
    previous_page,
    prune,
    walk_pages,
)
from sciezka.rooms.questions.schema.types import END, Page
from sciezka.rooms.questions.schema.types import Questionnaire as Schema
from sciezka.rooms.questions.views.desk import choose_language, keep_language, list_addresses
from sciezka.rooms.questions.views.frame import show_page as show_frame

SALT = "questions.trying"
MOST_WALKS = 100


@require_http_methods(["GET", "HEAD", "POST"])
@needs("questions.view", of=find_questionnaire)
def walk(request: HttpRequest, questionnaire: Questionnaire) -> HttpResponse:
    """Show a page as it would be asked; check what was answered and go on as the draft leads."""
    draft = read_draft(questionnaire)
    if request.method != "POST":
        return show_step(request, questionnaire, draft, first_page(draft), {})
    answers = read_state(request, questionnaire)
    page = draft.find_page(request.POST.get("page", "")[:40])
    if target := request.POST.get("jump", "")[:40]:
        kept = prune(draft, keep_sound(request, draft, page, answers))
        return show_step(request, questionnaire, draft, None if target == END else draft.find_page(target), kept)
    if page is None:
        return show_step(request, questionnaire, draft, first_page(draft), answers)
    if request.POST.get("do") == "back":
        kept = keep_sound(request, draft, page, answers)
        return show_step(request, questionnaire, draft, previous_page(draft, page, kept) or page, kept)
    if request.POST.get("do") == "fill":
        given = answer_page(page, gather_earlier(draft, page, answers), random.Random())  # noqa: S311 - a trial
        checked = check_page(draft, page, given, answers)
        return show_step(request, questionnaire, draft, page, replace_answers(page, answers, checked.answers))
    return go_on(request, questionnaire, draft, page, answers)


def go_on(
    request: HttpRequest, questionnaire: Questionnaire, draft: Schema, page: Page, answers: dict[str, Any]
) -> HttpResponse:
    """Check a page and show the next one; or the same, where something is wrong or has come to be asked."""
    given = read_posted(page, dict(request.POST.lists()), answers)
    checked = check_page(draft, page, given, answers)
    found = replace_answers(page, answers, checked.answers)
    seen = set(request.POST.get("seen", "").split())
    if checked.problems or not seen.issuperset(list_seen(page, found)):
        shown = {"problems": checked.problems if seen.issuperset(list_seen(page, found)) else (), "given": checked.given}
        return show_step(request, questionnaire, draft, page, found, shown)
    return show_step(request, questionnaire, draft, next_page(draft, page, found), found)


def keep_sound(request: HttpRequest, draft: Schema, page: Page | None, answers: dict[str, Any]) -> dict[str, Any]:
    """Keep what is sound of a page that is left without going on."""
    if page is None:
        return answers
    given = read_posted(page, dict(request.POST.lists()), answers)
    return replace_answers(page, answers, check_page(draft, page, given, answers).answers)


def read_state(request: HttpRequest, questionnaire: Questionnaire) -> dict[str, Any]:
    """Read the answers so far out of the form; a form that is not ours begins anew, and a changed draft keeps what fits."""
    try:
        state = signing.loads(request.POST.get("state", ""), salt=f"{SALT}.{questionnaire.pk}")
    except signing.BadSignature:
        return {}
    return dict(read_plain(read_draft(questionnaire), state).answers) if isinstance(state, dict) else {}


def show_step(
    request: HttpRequest,
    questionnaire: Questionnaire,
    draft: Schema,
    page: Page | None,
    answers: dict[str, Any],
    shown: dict[str, Any] | None = None,
) -> HttpResponse:
    """Draw a page of the trial with what holds and what does not beside it."""
    language = choose_language(request, draft)
    wrong = (shown or {}).get("problems", ())
    context: dict[str, Any] = {
        "draft": draft,
        "page": page,
        "language": language,
        "query": keep_language(draft, language),
        "state": signing.dumps(answers, salt=f"{SALT}.{questionnaire.pk}", compress=True),
        "progress": round(100 * measure_progress(draft, page, answers)),
        "title": page.title.say(language, draft.base) if page else "",
        "thanks": draft.thanks.say(language, draft.base),
        "intro": draft.intro.say(language, draft.base),
        "is_first": page is not None and page == first_page(draft),
        "can_go_back": page is not None and previous_page(draft, page, answers) is not None,
        "wrong": len(wrong),
        "heading": draft.title.say(language, draft.base),
        **list_route(draft, page, answers, language),
    }
    if page is not None:
        with translation.override(language):
            context["body"] = show_page(draft, page, answers, language=language, seed="proba", **(shown or {}))
    return show_frame(request, "questions/test.html", questionnaire, "test", context, 422 if wrong else 200)


def list_route(draft: Schema, page: Page | None, answers: dict[str, Any], language: str) -> dict[str, Any]:
    """List the pages with those that are on the way, and the conditions with whether each holds."""
    way = {each.code for each in walk_pages(draft, answers)}
    counted = prune(draft, answers)
    conditions = {part.code: part.show_if for part in list_parts(draft) if part.show_if is not None}
    return {
        "route": [
            (
                each.code,
                name_page(each, place, language, draft.base),
                each.code in way,
                page is not None and each.code == page.code,
            )
            for place, each in enumerate(draft.pages, start=1)
        ],
        "conditions": [
            (state.code, say_condition(draft, conditions[state.code], language), state.holds)
            for state in tell_conditions(draft, counted)
        ],
    }


@require_POST
@needs("questions.view", of=find_questionnaire)
def walk_at_random(request: HttpRequest, questionnaire: Questionnaire) -> HttpResponse:
    """Walk many times with answers drawn at random, and tell what was never met."""
    draft = read_draft(questionnaire)
    language = choose_language(request, draft)
    tried = try_out(draft, MOST_WALKS, seed=random.randrange(1_000_000))  # noqa: S311 - a trial
    context = {
        "tried": tried,
        "query": keep_language(draft, language),
        **say_tried(draft, tried, language),
        **list_addresses(questionnaire),
    }
    return show_frame(request, "questions/walks.html", questionnaire, "test", context)


def say_tried(draft: Schema, tried: Tried, language: str) -> dict[str, Any]:
    """Name the pages and questions that walks did not reach, and those that stood in their way."""
    pages = [
        (page.code, name_page(page, place, language, draft.base))
        for place, page in enumerate(draft.pages, start=1)
        if page.code in tried.unmet_pages
    ]
    items = {item.code: name_item(item, language, draft.base) for item in draft.items()}
    return {
        "unmet_pages": pages,
        "unmet_items": [(code, items[code]) for code in tried.unmet_items],
        "stuck": [(code, items.get(code, code), count) for (_page, code), count in tried.stuck.items()],
        "said": _("Nothing stood in the way, and everything was met."),
    }
