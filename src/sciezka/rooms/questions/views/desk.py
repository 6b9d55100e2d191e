"""The editor's page: the outline, the form of what was chosen, and the preview; and the short answer to a saved change."""

import hashlib
import json
from typing import Any

from csp.decorators import csp_update
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sciezka.kit.guards import may
from sciezka.rooms.questions.models import Questionnaire
from sciezka.rooms.questions.queries.advice import advise
from sciezka.rooms.questions.queries.drafts import KEPT, Asked, key_of, list_page, read_draft
from sciezka.rooms.questions.queries.outline import outline, read_item_line
from sciezka.rooms.questions.schema.types import LANGUAGE_NAMES, Page
from sciezka.rooms.questions.schema.types import Questionnaire as Schema
from sciezka.rooms.questions.views.frame import show_page

# Outlines as they were drawn last, by what they were drawn of.
DRAWN: dict[bytes, str] = {}
# The preview is a page of ours in a frame.
frame_preview = csp_update({"frame-src": ["'self'"]})


def choose_language(request: HttpRequest, draft: Schema) -> str:
    """Give the language that is edited: the one in the address where the questionnaire speaks it."""
    asked = request.GET.get("jezyk", "")
    return asked if asked in draft.languages else draft.base


def keep_language(draft: Schema, language: str) -> str:
    """Give the end of an address that keeps the language that is edited."""
    return "" if language == draft.base else f"?jezyk={language}"


def show_desk(
    request: HttpRequest,
    questionnaire: Questionnaire,
    middle: str,
    context: dict[str, Any] | None = None,
    *,
    chosen: str = "",
    status: int = 200,
) -> HttpResponse:
    """Draw the editor with a part of the questionnaire chosen in it."""
    draft = read_draft(questionnaire)
    language = choose_language(request, draft)
    advice = advise(questionnaire)
    page = next((page.code for page in draft.pages if chosen in list_keys(page)), draft.pages[0].code if draft.pages else "")
    preview = reverse("questions:preview", kwargs=questionnaire.address)
    base = {
        "draft": draft,
        "middle": middle,
        "chosen": chosen,
        "language": language,
        "language_names": [(one, LANGUAGE_NAMES[one]) for one in draft.languages],
        "query": keep_language(draft, language),
        "outline": mark_chosen(draw_outline(request, questionnaire, draft, language), chosen),
        "advice": advice,
        "item_count": sum(1 for _item in draft.items()),
        "preview": f"{preview}?strona={page}&jezyk={language}&ramka=1",
        "removed": read_removed(request, questionnaire),
        "may_edit": may(request.user, "questions.edit", questionnaire),
        **list_addresses(questionnaire),
    }
    # An htmx request gets what it asked for whatever is wrong with it: the form says so itself.
    shown = 200 if request.headers.get("HX-Request") else status
    return show_page(request, "questions/editor.html", questionnaire, "questionnaire", {**base, **(context or {})}, shown)


def draw_outline(request: HttpRequest, questionnaire: Questionnaire, draft: Schema, language: str) -> str:
    """Draw the outline, once for each state of a draft: of five hundred questions it takes longer than all the rest."""
    state = json.dumps(questionnaire.draft, sort_keys=True)
    may_edit = may(request.user, "questions.edit", questionnaire)
    place = (questionnaire.workspace.slug, questionnaire.pk, questionnaire.audience, language, get_language(), may_edit)
    key = hashlib.blake2b(repr((state, place)).encode(), digest_size=16).digest()
    if key not in DRAWN:
        if len(DRAWN) >= KEPT:
            DRAWN.pop(next(iter(DRAWN)), None)
        context = {
            "outline": outline(draft, language, advise(questionnaire).by_part),
            "questionnaire": questionnaire,
            "workspace": questionnaire.workspace,
            "language": language,
            "query": keep_language(draft, language),
            "may_edit": may_edit,
            **list_addresses(questionnaire),
        }
        DRAWN[key] = render_to_string("questions/_outline.html", context)
    return DRAWN[key]


def mark_chosen(drawn: str, key: str) -> SafeString:
    """Mark the part that is being edited in an outline."""
    return mark_safe(drawn.replace(f'data-key="{key}"', 'aria-current="true"', 1))  # noqa: S308 - our own template's


def list_addresses(questionnaire: Questionnaire) -> dict[str, str]:
    """Give the addresses that lines of the outline begin with; a line ends them with its code."""
    item = reverse("questions:item", kwargs={**questionnaire.address, "item_code": "q"})
    part = reverse("questions:part", kwargs={**questionnaire.address, "part": "p"})
    return {"item_base": item[:-2], "part_base": part[:-2]}


def list_keys(page: Page) -> set[str]:
    """Give the keys of a page and of all that is on it."""
    return {key_of(part) for part in list_page(page)}


def answer_saved(request: HttpRequest, questionnaire: Questionnaire, context: dict[str, Any]) -> HttpResponse:
    """Answer a change that was saved by itself: only what stands around the form is drawn anew."""
    draft = read_draft(questionnaire)
    language = choose_language(request, draft)
    advice = advise(questionnaire)
    item = draft.find_item(str(context.get("chosen", "")))
    base = {
        "questionnaire": questionnaire,
        "advice": advice,
        "item": read_item_line(draft, item, language, advice.by_part) if item else None,
        "query": keep_language(draft, language),
        "item_count": sum(1 for _item in draft.items()),
        **list_addresses(questionnaire),
    }
    response = render(request, "questions/_saved.html", {**base, **context})
    response["HX-Reswap"] = "none"
    if not context.get("problems"):
        response["HX-Trigger"] = "questionnaire-saved"
    return response


def is_quick(request: HttpRequest) -> bool:
    """Tell whether a change was sent by itself while somebody goes on typing."""
    return bool(request.headers.get("HX-Request")) and request.POST.get("auto") == "1"


def say_saved(request: HttpRequest) -> None:
    """Say that a form was saved by its button; what saves itself says so beside the button."""
    if not request.headers.get("HX-Request") and not request.POST.get("do"):
        messages.success(request, _("Saved."))


def go_to(questionnaire: Questionnaire, key: str, query: str = "") -> HttpResponse:
    """Go on to the form of a part by its key; without one, to that of the head."""
    address: dict[str, str | int] = dict(questionnaire.address)
    if not key:
        return redirect(f"{questionnaire.get_absolute_url()}{query}")
    name, word = ("questions:part", "part") if "-" in key else ("questions:item", "item_code")
    return redirect(f"{reverse(name, kwargs={**address, word: key})}{query}")


def keep_removed(request: HttpRequest, questionnaire: Questionnaire, removed: Any) -> None:  # noqa: ANN401 - actions.shaping.Removed
    """Keep what was taken out in the person's session, for it to be put back."""
    request.session["questions_removed"] = {
        "questionnaire": questionnaire.pk,
        "kind": removed.kind,
        "part": removed.part,
        "index": removed.index,
        "owner": removed.owner,
    }


def read_removed(request: HttpRequest, questionnaire: Questionnaire) -> dict[str, Any] | None:
    """Read what this person took out of this questionnaire last, if it can still be put back."""
    kept = request.session.get("questions_removed")
    return kept if isinstance(kept, dict) and kept.get("questionnaire") == questionnaire.pk else None


def say_gone(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Say that a part is not there any more, and go back to the questionnaire."""
    messages.warning(
        request, _("“%(code)s” is not in the questionnaire any more: somebody took it out.") % {"code": asked.code}
    )
    return redirect(asked.questionnaire)
