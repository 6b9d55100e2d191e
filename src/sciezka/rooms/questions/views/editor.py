"""The editor: the head of a questionnaire, with the outline and the preview."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sciezka.kit.guards import may, needs
from sciezka.rooms.people.queries import actor_of
from sciezka.rooms.questions.actions.drafts import (
    HEAD,
    ChangedMeanwhile,
    change_draft,
    describe_questionnaire,
    digest_part,
    refuse_stale,
)
from sciezka.rooms.questions.actions.shaping import Content
from sciezka.rooms.questions.forms.parts import HeadForm
from sciezka.rooms.questions.models import Questionnaire
from sciezka.rooms.questions.queries.drafts import read_draft
from sciezka.rooms.questions.queries.places import find_questionnaire
from sciezka.rooms.questions.views.desk import (
    answer_saved,
    choose_language,
    frame_preview,
    go_to,
    is_quick,
    keep_language,
    say_saved,
    show_desk,
)


@frame_preview
@require_http_methods(["GET", "HEAD", "POST"])
@needs("questions.view", of=find_questionnaire)
def edit_head(request: HttpRequest, questionnaire: Questionnaire) -> HttpResponse:
    """Show the editor with the questionnaire's head, or save the head."""
    draft = read_draft(questionnaire)
    language = choose_language(request, draft)
    may_edit = may(request.user, "questions.edit", questionnaire)
    if request.method != "POST" or not may_edit:
        form = HeadForm(questionnaire, draft, language)
        return show_head(request, questionnaire, form, status=200 if request.method != "POST" else 403)
    form = HeadForm(questionnaire, draft, language, request.POST)
    return save(request, questionnaire, form) if form.is_valid() else refuse(request, questionnaire, form)


def save(request: HttpRequest, questionnaire: Questionnaire, form: HeadForm) -> HttpResponse:
    """Save the head's form; what somebody else changed meanwhile is not written over."""
    title, languages = questionnaire.title, questionnaire.draft["languages"]

    def change(content: Content) -> None:
        if request.POST.get("do") != "overwrite":
            refuse_stale(pick_head(content), request.POST.get("seen", ""))
        content.update(form.give())

    actor, values = actor_of(request), form.cleaned_data
    try:
        change_draft(actor=actor, questionnaire=questionnaire, change=change)
    except ChangedMeanwhile:
        questionnaire.refresh_from_db()
        return refuse(request, questionnaire, form, is_stale=True)
    describe_questionnaire(actor=actor, questionnaire=questionnaire, title=values["title"], audience=values["audience"])
    saved = read_draft(questionnaire)
    if is_quick(request) and list(saved.languages) == languages and title == questionnaire.title:
        return answer_saved(request, questionnaire, {"seen": digest_part(pick_head(questionnaire.draft))})
    say_saved(request)
    return go_to(questionnaire, "", keep_language(saved, choose_language(request, saved)))


def refuse(request: HttpRequest, questionnaire: Questionnaire, form: HeadForm, *, is_stale: bool = False) -> HttpResponse:
    """Say what is wrong, with what was typed kept."""
    if not is_quick(request):
        return show_head(request, questionnaire, form, is_stale=is_stale, status=409 if is_stale else 422)
    said = [text for errors in form.errors.values() for text in errors]
    problems = [_("Somebody else changed this part meanwhile.")] if is_stale else said
    return answer_saved(request, questionnaire, {"problems": problems, "is_stale": is_stale})


def pick_head(content: Content) -> Content:
    """Pick what stands around the questions."""
    return {name: content[name] for name in HEAD if name in content}


def show_head(
    request: HttpRequest, questionnaire: Questionnaire, form: HeadForm, *, is_stale: bool = False, status: int = 200
) -> HttpResponse:
    """Draw the editor with the head's form."""
    seen = request.POST.get("seen", "") if form.is_bound and not is_stale else digest_part(pick_head(questionnaire.draft))
    context = {"form": form, "seen": seen, "is_stale": is_stale}
    return show_desk(request, questionnaire, "head", context, status=status)
