"""What the checks found about a draft, and its frozen editions."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from sciezka.kit.guards import needs
from sciezka.rooms.questions.models import Edition, Questionnaire
from sciezka.rooms.questions.queries.advice import advise
from sciezka.rooms.questions.queries.drafts import read_draft
from sciezka.rooms.questions.queries.places import find_edition, find_questionnaire
from sciezka.rooms.questions.views.desk import choose_language, keep_language, list_addresses
from sciezka.rooms.questions.views.frame import show_page


@require_safe
@needs("questions.view", of=find_questionnaire)
def show_checks(request: HttpRequest, questionnaire: Questionnaire) -> HttpResponse:
    """Show all that the checks found, how long answering takes, and how hard the texts are to read."""
    draft = read_draft(questionnaire)
    language = choose_language(request, draft)
    context = {
        "draft": draft,
        "advice": advise(questionnaire),
        "query": keep_language(draft, language),
        **list_addresses(questionnaire),
    }
    return show_page(request, "questions/checks.html", questionnaire, "checks", context)


@require_safe
@needs("questions.view", of=find_questionnaire)
def show_editions(request: HttpRequest, questionnaire: Questionnaire) -> HttpResponse:
    """List the editions, and tell how the draft differs from the last one."""
    editions = list(questionnaire.editions.select_related("frozen_by"))
    context = {"editions": editions}
    return show_page(request, "questions/editions.html", questionnaire, "editions", context)


@require_safe
@needs("questions.view", of=find_edition)
def show_edition(request: HttpRequest, edition: Edition) -> HttpResponse:
    """Show an edition, and how it differs from the one before it."""
    context = {"edition": edition}
    return show_page(request, "questions/edition.html", edition.questionnaire, "editions", context)
