"""The preview of a draft as respondents see it, in the frame of a phone or by itself."""

from dataclasses import replace

from csp.decorators import csp_replace
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from sciezka.kit.guards import needs
from sciezka.rooms.questions.models import Questionnaire
from sciezka.rooms.questions.queries.drafts import read_draft
from sciezka.rooms.questions.queries.places import find_questionnaire
from sciezka.rooms.questions.queries.showing import show_page
from sciezka.rooms.questions.schema.types import LANGUAGE_NAMES, Page
from sciezka.rooms.questions.views.desk import choose_language

SELF = "'self'"


@xframe_options_sameorigin
@csp_replace({"frame-ancestors": [SELF]})
@require_safe
@needs("questions.view", of=find_questionnaire)
def show_preview(request: HttpRequest, questionnaire: Questionnaire) -> HttpResponse:
    """Show a page of the draft with everything on it that a condition may hide."""
    draft = read_draft(questionnaire)
    language = choose_language(request, draft)
    wanted = request.GET.get("strona", "")
    places = {page.code: place for place, page in enumerate(draft.pages)}
    place = places.get(wanted, 0)
    context = {
        "questionnaire": questionnaire,
        "draft": draft,
        "language": language,
        "languages": [(one, LANGUAGE_NAMES[one]) for one in draft.languages],
        "is_framed": request.GET.get("ramka") == "1",
        "number": place + 1,
        "heading": draft.title.say(language, draft.base),
        "intro": draft.intro.say(language, draft.base) if place == 0 else "",
    }
    if draft.pages:
        shown = uncover(draft.pages[place])
        pages = (*draft.pages[:place], shown, *draft.pages[place + 1 :])
        with translation.override(language):
            context["body"] = show_page(replace(draft, pages=pages), shown, {}, language=language, seed="podglad")
        context["title"] = shown.title.say(language, draft.base)
        context["before"] = draft.pages[place - 1].code if place else ""
        context["after"] = draft.pages[place + 1].code if place + 1 < len(draft.pages) else ""
        context["thanks"] = "" if context["after"] else draft.thanks.say(language, draft.base)
    return render(request, "questions/preview.html", context)


def uncover(page: Page) -> Page:
    """Give a page without its conditions, so that all of it can be seen."""
    sections = tuple(
        replace(
            section,
            show_if=None,
            shuffle=False,
            items=tuple(
                replace(item, show_if=None, rows=tuple(replace(row, show_if=None) for row in item.rows))
                for item in section.items
            ),
        )
        for section in page.sections
    )
    return replace(page, show_if=None, shuffle=False, sections=sections)
