"""Pages and sections of a draft: adding, changing, moving, taking out, and putting back what was taken out."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from sciezka.kit.guards import needs
from sciezka.rooms.people.queries import actor_of
from sciezka.rooms.questions.actions.drafts import ChangedMeanwhile, change_draft, digest_part, refuse_stale
from sciezka.rooms.questions.actions.shaping import (
    Content,
    PartGone,
    Removed,
    find_spot,
    list_codes,
    move_part,
    remove_part,
    replace_part,
    restore_part,
)
from sciezka.rooms.questions.actions.shaping import add_page as put_page
from sciezka.rooms.questions.actions.shaping import add_section as put_section
from sciezka.rooms.questions.forms.parts import PartForm
from sciezka.rooms.questions.forms.problems import say_problem
from sciezka.rooms.questions.models import Questionnaire
from sciezka.rooms.questions.queries.drafts import Asked, find_asked_part, key_of, read_draft
from sciezka.rooms.questions.queries.places import find_questionnaire
from sciezka.rooms.questions.schema.types import Page, SchemaProblem, Section
from sciezka.rooms.questions.views.desk import (
    answer_saved,
    choose_language,
    frame_preview,
    go_to,
    is_quick,
    keep_language,
    keep_removed,
    read_removed,
    say_gone,
    say_saved,
    show_desk,
)


@frame_preview
@require_http_methods(["GET", "HEAD", "POST"])
@needs("questions.edit", of=find_asked_part)
def edit(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Show the form of a page or a section, or save it."""
    questionnaire, part = asked.questionnaire, asked.part
    assert isinstance(part, Page | Section)  # noqa: S101 - the finder gives nothing else
    draft = read_draft(questionnaire)
    language = choose_language(request, draft)
    if request.method != "POST":
        form = PartForm(draft, part, language, spare=request.GET.get("warunek", ""))
        return show_part(request, asked, form)
    form = PartForm(draft, part, language, request.POST)
    return save(request, asked, form) if form.is_valid() else refuse(request, asked, form)


def save(request: HttpRequest, asked: Asked, form: PartForm) -> HttpResponse:
    """Save the form of a page or a section; what somebody else changed meanwhile is not written over."""
    questionnaire, code = asked.questionnaire, form.cleaned_data["code"]

    def change(content: Content) -> None:
        spot = find_spot(content, asked.code, asked.kind)
        if request.POST.get("do") != "overwrite":
            refuse_stale(spot.part, request.POST.get("seen", ""))
        if code != asked.code and code in list_codes(content):
            raise SchemaProblem("code.taken", "Taken.", path="code")
        replace_part(content, asked.code, form.give(spot.part), asked.kind)

    try:
        change_draft(actor=actor_of(request), questionnaire=questionnaire, change=change)
    except ChangedMeanwhile:
        questionnaire.refresh_from_db()
        return refuse(request, asked, form, is_stale=True)
    except PartGone:
        return say_gone(request, asked)
    except SchemaProblem as problem:
        form.add_error("code" if problem.path.endswith("code") else None, say_problem(problem))
        return refuse(request, asked, form)
    if is_quick(request) and code == asked.code:
        seen = digest_part(find_spot(questionnaire.draft, code, asked.kind).part)
        return answer_saved(request, questionnaire, {"seen": seen})
    say_saved(request)
    draft = read_draft(questionnaire)
    return go_to(questionnaire, f"{asked.kind[0]}-{code}", keep_language(draft, choose_language(request, draft)))


def refuse(request: HttpRequest, asked: Asked, form: PartForm, *, is_stale: bool = False) -> HttpResponse:
    """Say what is wrong, with what was typed kept."""
    if is_quick(request):
        said = [text for _field, text in form.all_problems]
        problems = [_("Somebody else changed this part meanwhile.")] if is_stale else said
        return answer_saved(request, asked.questionnaire, {"problems": problems, "is_stale": is_stale})
    return show_part(request, asked, form, is_stale=is_stale, status=409 if is_stale else 422)


def show_part(
    request: HttpRequest, asked: Asked, form: PartForm, *, is_stale: bool = False, status: int = 200
) -> HttpResponse:
    """Draw the editor with the form of a page or a section."""
    questionnaire, part = asked.questionnaire, form.part
    seen = request.POST.get("seen", "")
    if not form.is_bound or is_stale:
        seen = digest_part(find_spot(questionnaire.draft, asked.code, asked.kind).part)
    context = {"form": form, "part": part, "key": key_of(part), "is_page": form.is_page, "seen": seen, "is_stale": is_stale}
    return show_desk(request, questionnaire, "part", context, chosen=key_of(part), status=status)


@require_POST
@needs("questions.edit", of=find_questionnaire)
def add_page(request: HttpRequest, questionnaire: Questionnaire) -> HttpResponse:
    """Add a page, after another or at the end."""
    after = request.POST.get("po", "")[:40]
    return change_part(request, Asked(questionnaire, after, None), lambda content: f"p-{put_page(content, after)['code']}")


@require_POST
@needs("questions.edit", of=find_asked_part)
def add_section(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Add a section to a page."""
    return change_part(request, asked, lambda content: f"s-{put_section(content, asked.code)['code']}")


@require_POST
@needs("questions.edit", of=find_asked_part)
def move(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Move a page or a section up or down."""
    step = -1 if request.POST.get("step") == "up" else 1

    def change(content: Content) -> str:
        move_part(content, asked.code, step, asked.kind)
        return f"{asked.kind[0]}-{asked.code}"

    return change_part(request, asked, change)


@require_POST
@needs("questions.edit", of=find_asked_part)
def remove(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Take a page or a section out with its questions; it can be put back."""

    def change(content: Content) -> str:
        keep_removed(request, asked.questionnaire, remove_part(content, asked.code, asked.kind))
        return ""

    return change_part(request, asked, change)


@require_POST
@needs("questions.edit", of=find_questionnaire)
def restore(request: HttpRequest, questionnaire: Questionnaire) -> HttpResponse:
    """Put back what this person took out last."""
    kept = read_removed(request, questionnaire)
    if kept is None:
        messages.info(request, _("There is nothing to put back."))
        return redirect(questionnaire)
    removed = Removed(kept["kind"], kept["part"], kept["index"], kept["owner"])
    prefix = "" if removed.kind == "item" else f"{removed.kind[0]}-"
    response = change_part(
        request, Asked(questionnaire, removed.owner, None), lambda content: prefix + restore_part(content, removed)["code"]
    )
    request.session.pop("questions_removed", None)
    return response


def change_part(request: HttpRequest, asked: Asked, change: Any) -> HttpResponse:  # noqa: ANN401 - a step
    """Take a step and show the part whose key the step gave; the head where it gave none."""
    questionnaire = asked.questionnaire
    try:
        key = change_draft(actor=actor_of(request), questionnaire=questionnaire, change=change)
    except PartGone:
        return say_gone(request, asked)
    except SchemaProblem:
        messages.error(request, _("The questionnaire holds as much as it can."))
        return redirect(questionnaire)
    draft = read_draft(questionnaire)
    return go_to(questionnaire, key, keep_language(draft, choose_language(request, draft)))
