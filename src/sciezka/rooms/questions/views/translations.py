"""Translating a questionnaire: all its texts in the first language beside those in another."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sciezka.kit.guards import may, needs
from sciezka.rooms.people.queries import actor_of
from sciezka.rooms.questions.actions.drafts import change_draft, confirm_translations
from sciezka.rooms.questions.actions.shaping import Content
from sciezka.rooms.questions.models import Questionnaire
from sciezka.rooms.questions.queries.drafts import read_draft
from sciezka.rooms.questions.queries.originals import find_stale
from sciezka.rooms.questions.queries.places import find_questionnaire
from sciezka.rooms.questions.queries.texts import list_texts, measure_texts, set_text
from sciezka.rooms.questions.schema.types import LANGUAGE_NAMES, SchemaProblem
from sciezka.rooms.questions.views.desk import list_addresses
from sciezka.rooms.questions.views.frame import show_page


@require_http_methods(["GET", "HEAD", "POST"])
@needs("questions.view", of=find_questionnaire)
def edit(request: HttpRequest, questionnaire: Questionnaire) -> HttpResponse:
    """Show all texts side by side, or save those of one language."""
    draft = read_draft(questionnaire)
    others = [one for one in draft.languages if one != draft.base]
    language = request.GET.get("jezyk", "")
    language = language if language in others else (others[0] if others else "")
    if request.method == "POST" and language and may(request.user, "questions.edit", questionnaire):
        posted = {name: words for name, words in request.POST.items() if isinstance(words, str)}
        return save(request, questionnaire, language, posted)
    stale = {one: find_stale(questionnaire.originals, questionnaire.draft, draft.base, one) for one in others}
    texts = list_texts(questionnaire.draft, draft.base, language, stale[language]) if language else []
    missing = request.GET.get("brak") == "1"
    context = {
        "draft": draft,
        "base": draft.base,
        "base_name": LANGUAGE_NAMES[draft.base],
        "language": language,
        "language_name": LANGUAGE_NAMES.get(language, ""),
        "others": [
            (one, LANGUAGE_NAMES[one], *measure_texts(questionnaire.draft, draft.base, one, stale[one]), len(stale[one]))
            for one in others
        ],
        "texts": [text for text in texts if not (missing and text.words and not text.is_stale)],
        "missing": missing,
        **list_addresses(questionnaire),
    }
    return show_page(request, "questions/translations.html", questionnaire, "translations", context)


def save(request: HttpRequest, questionnaire: Questionnaire, language: str, posted: dict[str, str]) -> HttpResponse:
    """Save the texts of one language that were changed; those that somebody else changed meanwhile stay."""
    clashes: list[str] = []

    def change(content: Content) -> None:
        for text in list_texts(content, "", language):
            words = posted.get(text.name)
            if words is None:
                continue
            words, was = (
                words.replace("\r\n", "\n").strip(),
                posted.get(f"was-{text.name}", "").replace("\r\n", "\n").strip(),
            )
            if words in {was, text.words}:
                continue
            if text.words != was:
                clashes.append(text.place)
            else:
                set_text(content, text.name, language, words)

    try:
        change_draft(actor=actor_of(request), questionnaire=questionnaire, change=change)
    except SchemaProblem:
        messages.error(request, _("A text is too long or holds signs that can't be kept. Nothing was saved."))
        return redirect(request.get_full_path())
    checked = [name.removeprefix("fits-") for name in posted if name.startswith("fits-")]
    confirm_translations(actor=actor_of(request), questionnaire=questionnaire, language=language, names=checked)
    if clashes:
        said = _("Somebody else changed these texts meanwhile, so theirs stay: %(places)s.")
        messages.warning(request, said % {"places": ", ".join(clashes[:10])})
    messages.success(request, _("The translation is saved."))
    return redirect(request.get_full_path())
