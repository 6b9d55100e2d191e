"""Open answers: reading them, and putting them under themes by hand."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from sciezka.kit.guards import needs
from sciezka.rooms.people.queries import actor_of
from sciezka.rooms.surveys.actions.looking import note_look
from sciezka.rooms.surveys.actions.themes import MOST_THEMES, put_under
from sciezka.rooms.surveys.forms.results_open import ThemeForm
from sciezka.rooms.surveys.queries.results_open import page_texts, read_open
from sciezka.rooms.surveys.queries.results_places import AskedItem, find_item
from sciezka.rooms.surveys.queries.results_shapes import has_words, say_question
from sciezka.rooms.surveys.queries.results_words import read_words
from sciezka.rooms.surveys.views.results_shared import frame, open_results, speak


@require_safe
@needs("surveys.see_answers", of=find_item)
def list_answers(request: HttpRequest, asked: AskedItem) -> HttpResponse:
    """Show what people wrote, with the themes to put it under."""
    if not has_words(asked.item):
        raise Http404
    survey, context = asked.survey, frame(request, asked.survey, "themes")
    sight = open_results(survey)
    if sight is None:
        return render(request, "surveys/results_none.html", context)
    note_look(actor=actor_of(request), survey=survey, what=asked.item.code)
    search, theme = request.GET.get("szukaj", "")[:100], request.GET.get("temat", "")
    page = page_texts(
        survey, asked.item, speak(), number=request.GET.get("page", ""), search=search, theme=theme
    )  # fmt: skip
    context |= {
        "item": asked.item,
        "question": say_question(asked.item, speak()),
        "page": page,
        "search": search,
        "chosen": theme,
        "themes": list(survey.themes.filter(item=asked.item.code)[:MOST_THEMES]),
        "open": read_open(survey, asked.item),
        "words": read_words(sight, [asked.item])[asked.item.code],
        "form": ThemeForm(),
    }
    return render(request, "surveys/results_open.html", context)


@require_POST
@needs("surveys.see_answers", of=find_item)
def code_answers(request: HttpRequest, asked: AskedItem) -> HttpResponse:
    """Put the answers of a page under the themes ticked, or make a theme."""
    survey, actor = asked.survey, actor_of(request)
    if not has_words(asked.item) or survey.erased_at is not None:
        raise Http404
    if "name" in request.POST:
        form = ThemeForm(request.POST)
        if form.is_valid() and form.save(actor, survey, asked.item.code):
            messages.success(request, _("The theme is added."))
        else:
            messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
    else:
        wanted = {key: read_themes(request.POST.getlist(f"t-{key}")) for key in request.POST.getlist("response")[:500]}
        changed = put_under(actor=actor, survey=survey, item=asked.item.code, wanted=keep_keys(wanted))
        said = ngettext("%(count)s answer has other themes now.", "%(count)s answers have other themes now.", changed)
        messages.success(request, said % {"count": changed} if changed else _("Nothing was changed."))
    kept = {name: value for name in ("page", "szukaj", "temat") if (value := request.POST.get(f"w-{name}", ""))}
    address = reverse("surveys:open_answers", kwargs={**survey.address, "item_code": asked.item.code})
    return redirect(f"{address}?{urlencode(kept)}" if kept else address)


def read_themes(values: list[str]) -> set[int]:
    """Read the keys of themes that were ticked."""
    return {int(value) for value in values if value.isascii() and value.isdecimal() and len(value) < 19}  # noqa: PLR2004 - a database's numbers


def keep_keys(wanted: dict[str, set[int]]) -> dict[str, set[int]]:
    """Leave out what is no key of a response."""
    return {key: themes for key, themes in wanted.items() if is_key(key)}


def is_key(text: str) -> bool:
    """Tell whether a text is a response's key, written as we write it."""
    parts = text.split("-")
    return [len(part) for part in parts] == [8, 4, 4, 4, 12] and all(sign in "0123456789abcdef-" for sign in text)
