"""What the checks found about a draft, and its frozen editions."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from sciezka.kit.guards import needs
from sciezka.kit.manifests import Text
from sciezka.rooms.questions.models import Edition, Questionnaire
from sciezka.rooms.questions.queries.advice import Found, advise, list_hard_texts, measure_whole, say_fault
from sciezka.rooms.questions.queries.drafts import key_of, read_draft, read_edition
from sciezka.rooms.questions.queries.fault_words import CHANGES, SEVERITIES
from sciezka.rooms.questions.queries.places import find_edition, find_questionnaire
from sciezka.rooms.questions.queries.sentences import shorten
from sciezka.rooms.questions.schema.comparing import compare_editions
from sciezka.rooms.questions.schema.types import Item
from sciezka.rooms.questions.schema.types import Questionnaire as Schema
from sciezka.rooms.questions.views.desk import choose_language, keep_language, list_addresses
from sciezka.rooms.questions.views.frame import show_page

MOST_HARD = 20


@require_safe
@needs("questions.view", of=find_questionnaire)
def show_checks(request: HttpRequest, questionnaire: Questionnaire) -> HttpResponse:
    """Show all that the checks found, how long answering takes, and how hard the texts are to read."""
    draft = read_draft(questionnaire)
    language = choose_language(request, draft)
    advice = advise(questionnaire)
    groups = [
        (
            label,
            icon,
            color,
            [say_found(questionnaire, draft, one) for one in advice.found if one.fault.severity == severity],
        )
        for severity, (label, icon, color) in SEVERITIES.items()
    ]
    context = {
        "draft": draft,
        "advice": advice,
        "groups": [group for group in groups if group[3]],
        "whole": measure_whole(draft, language),
        "hard_texts": list_hard_texts(draft, language)[:MOST_HARD],
        "query": keep_language(draft, language),
        **list_addresses(questionnaire),
    }
    return show_page(request, "questions/checks.html", questionnaire, "checks", context)


def say_found(questionnaire: Questionnaire, draft: Schema, found: Found) -> tuple[str, str, str, str]:
    """Give what was found as its part's code and words, the sentence, and where it is mended."""
    part = found.part
    if part is None:
        return "", "", say_fault(found.fault), questionnaire.get_absolute_url()
    words = shorten((part.text if isinstance(part, Item) else part.title).say(draft.base))
    name, word = ("questions:item", "item_code") if isinstance(part, Item) else ("questions:part", "part")
    return part.code, words, say_fault(found.fault), reverse(name, kwargs={**questionnaire.address, word: key_of(part)})


@require_safe
@needs("questions.view", of=find_questionnaire)
def show_editions(request: HttpRequest, questionnaire: Questionnaire) -> HttpResponse:
    """List the editions, and tell how the draft differs from the last one."""
    editions = list(questionnaire.editions.select_related("frozen_by"))
    draft = read_draft(questionnaire)
    context = {
        "editions": editions,
        "changes": say_changes(read_edition(editions[0]), draft) if editions else [],
        "left_out": questionnaire.left_out,
    }
    return show_page(request, "questions/editions.html", questionnaire, "editions", context)


@require_safe
@needs("questions.view", of=find_edition)
def show_edition(request: HttpRequest, edition: Edition) -> HttpResponse:
    """Show an edition, and how it differs from the one before it."""
    content = read_edition(edition)
    before = edition.questionnaire.editions.filter(number__lt=edition.number).first()
    language = choose_language(request, content)
    context = {
        "edition": edition,
        "content": content,
        "before": before,
        "changes": say_changes(read_edition(before), content) if before else [],
        "pages": [
            (page.title.say(language, content.base), [tell_item(item, language, content.base) for item in page.items()])
            for page in content.pages
        ],
    }
    return show_page(request, "questions/edition.html", edition.questionnaire, "editions", context)


def tell_item(item: Item, language: str, base: str) -> tuple[Item, str, list[str]]:
    """Give an item with its words and those of its rows and options."""
    answers = [row.text.say(language, base) for row in item.rows]
    return item, item.text.say(language, base), answers + [option.text.say(language, base) for option in item.options]


def say_changes(before: Schema, after: Schema) -> list[tuple[str, str, Text]]:
    """Say what changed between two states: the question's code, its words, and what became of it."""
    said = []
    for change in compare_editions(before, after).changes:
        item = after.find_item(change.item) or before.find_item(change.item)
        said.append((change.item, shorten(item.text.say(after.base)) if item else "", CHANGES.get(change.what, change.what)))
    return said
