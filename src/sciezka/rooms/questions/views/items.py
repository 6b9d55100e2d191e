"""Questions of a draft: adding, changing, copying, moving and taking them out."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sciezka.kit.forms import read_number
from sciezka.kit.guards import needs
from sciezka.rooms.people.queries import actor_of
from sciezka.rooms.questions.actions.drafts import ChangedMeanwhile, change_draft, digest_part, refuse_stale
from sciezka.rooms.questions.actions.shaping import (
    Content,
    PartGone,
    add_item,
    copy_item,
    find_spot,
    list_codes,
    move_part,
    remove_part,
    rename_options,
    replace_part,
    send_item,
)
from sciezka.rooms.questions.forms.conditions import MOST_LINES, ConditionForm
from sciezka.rooms.questions.forms.items import ItemForm, list_earlier, make_item
from sciezka.rooms.questions.forms.parts import list_before
from sciezka.rooms.questions.forms.problems import say_problem
from sciezka.rooms.questions.models import Questionnaire
from sciezka.rooms.questions.queries.bank import find_stem, list_stems, list_themes
from sciezka.rooms.questions.queries.drafts import Asked, find_asked_item, read_draft
from sciezka.rooms.questions.queries.kinds import BY_KIND, KINDS
from sciezka.rooms.questions.queries.places import find_questionnaire
from sciezka.rooms.questions.queries.sentences import name_page, name_section
from sciezka.rooms.questions.schema.stored import write_item
from sciezka.rooms.questions.schema.types import Item, Kind, Page, SchemaProblem, Section
from sciezka.rooms.questions.schema.types import Questionnaire as Schema
from sciezka.rooms.questions.views.desk import (
    answer_saved,
    choose_language,
    frame_preview,
    go_to,
    is_quick,
    keep_language,
    keep_removed,
    say_gone,
    say_saved,
    show_desk,
)


@frame_preview
@require_http_methods(["GET", "HEAD", "POST"])
@needs("questions.edit", of=find_asked_item)
def edit(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Show a question's form, or save it."""
    questionnaire, item = asked.questionnaire, asked.part
    draft = read_draft(questionnaire)
    language = choose_language(request, draft)
    if not isinstance(item, Item):
        if request.method == "POST":
            return say_gone(request, asked)
        raise Http404
    if request.method != "POST":
        form = ItemForm(draft, item, language, spare=request.GET.get("warunek", ""))
        return show_item(request, questionnaire, form)
    form = ItemForm(draft, item, language, request.POST)
    if not form.is_valid():
        return show_refused(request, questionnaire, form)
    return save_item(request, questionnaire, form)


def save_item(request: HttpRequest, questionnaire: Questionnaire, form: ItemForm) -> HttpResponse:
    """Save a question's form; what somebody else changed meanwhile is not written over."""
    old, new = form.item.code, form.result["code"]
    overwrite = request.POST.get("do") == "overwrite"

    def change(content: Content) -> None:
        spot = find_spot(content, old, "item")
        if not overwrite:
            refuse_stale(spot.part, request.POST.get("seen", ""))
        if new != old and new in list_codes(content):
            raise SchemaProblem("code.taken", "Taken.", path="item.code")
        replace_part(content, old, form.result, "item")
        if form.renamed:
            rename_options(content, new, form.renamed)

    try:
        change_draft(actor=actor_of(request), questionnaire=questionnaire, change=change)
    except ChangedMeanwhile:
        questionnaire.refresh_from_db()
        return show_refused(request, questionnaire, form, is_stale=True)
    except PartGone:
        return say_gone(request, Asked(questionnaire, old, None))
    except SchemaProblem as problem:
        form.add_error("code" if problem.code == "code.taken" else None, say_problem(problem))
        return show_refused(request, questionnaire, form)
    redraws = request.POST.get("do") or form.posted_kind != form.item.kind or new != old or request.POST.get("paste")
    if is_quick(request) and not redraws:
        return answer_saved(request, questionnaire, tell_saved(questionnaire, form))
    say_saved(request)
    draft = read_draft(questionnaire)
    return go_to(questionnaire, new, keep_language(draft, choose_language(request, draft)))


def tell_saved(questionnaire: Questionnaire, form: ItemForm) -> dict[str, Any]:
    """Give what the form must know after it was saved: the new sign of the part and the codes of new lines."""
    item = read_draft(questionnaire).find_item(form.result["code"])
    named = []
    for lines, stored in ((form.options, "options"), (form.rows, "rows")):
        if lines is not None:
            kept = [line for line in lines.forms if not line.is_blank and not line.cleaned_data["drop"]]
            pairs = zip(kept, form.result.get(stored, ()), strict=False)
            named += [(line["was"], part["code"]) for line, part in pairs if line.cleaned_data["was"] != part["code"]]
    return {"chosen": form.result["code"], "seen": digest_part(write_item(item)) if item else "", "named": named}


def show_item(
    request: HttpRequest, questionnaire: Questionnaire, form: ItemForm, *, is_stale: bool = False, status: int = 200
) -> HttpResponse:
    """Draw the editor with a question's form."""
    draft = read_draft(questionnaire)
    stored = draft.find_item(form.item.code)
    context = {
        "form": form,
        "item": form.item,
        "kind": BY_KIND[form.item.kind],
        "seen": request.POST.get("seen", "")
        if form.is_bound and not is_stale
        else digest_part(write_item(stored or form.item)),
        "is_stale": is_stale,
        "targets": list_targets(draft, choose_language(request, draft)),
    }
    return show_desk(request, questionnaire, "item", context, chosen=form.item.code, status=status)


def show_refused(
    request: HttpRequest, questionnaire: Questionnaire, form: ItemForm, *, is_stale: bool = False
) -> HttpResponse:
    """Say what is wrong, with what was typed kept."""
    if is_quick(request):
        said = [text for _field, text in form.all_problems]
        if is_stale:
            said = [_("Somebody else changed this question meanwhile.")]
        return answer_saved(request, questionnaire, {"problems": said, "is_stale": is_stale})
    return show_item(request, questionnaire, form, is_stale=is_stale, status=409 if is_stale else 422)


def list_targets(draft: Schema, language: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """List where a question may be moved: the sections, by their pages."""
    return [
        (
            name_page(page, place, language, draft.base),
            [
                (part.code, name_spot(draft, page, part, (place, number), language))
                for number, part in enumerate(page.sections, start=1)
            ],
        )
        for place, page in enumerate(draft.pages, start=1)
    ]


def name_spot(draft: Schema, page: Page, section: Section, places: tuple[int, int], language: str) -> str:
    """Name a section with its page: of a closed list only the chosen line is read, and each page may have a „Section 1”."""
    place, number = places
    whole = name_page(page, place, language, draft.base)
    if len(page.sections) == 1 and not section.title.say(language, draft.base):
        return whole
    return f"{whole} · {name_section(section, number, language, draft.base)}"


@frame_preview
@require_http_methods(["GET", "HEAD", "POST"])
@needs("questions.edit", of=find_questionnaire)
def add(request: HttpRequest, questionnaire: Questionnaire) -> HttpResponse:
    """Choose a kind of question, or one of the item bank, and put it in."""
    draft = read_draft(questionnaire)
    language = choose_language(request, draft)
    section, after = request.GET.get("sekcja", "")[:40], request.GET.get("po", "")[:40]
    if request.method == "POST":
        made = make_posted(request, questionnaire, language)
        if made is None:
            return redirect(request.get_full_path())
        try:
            put = change_draft(
                actor=actor_of(request),
                questionnaire=questionnaire,
                change=lambda content: add_item(content, made, section=section, after=after),
            )
        except (PartGone, SchemaProblem) as problem:
            gone = _("The place is not there any more: somebody took it out. Choose another one.")
            full = _("The questionnaire holds as much as it can.")
            messages.error(request, gone if isinstance(problem, PartGone) else full)
            return redirect(questionnaire)
        return go_to(questionnaire, put["code"], keep_language(draft, language))
    sought, theme = request.GET.get("szukaj", "").strip()[:100], request.GET.get("temat", "")[:80]
    context = {
        "kinds": KINDS,
        "section": section,
        "after": after,
        "sought": sought,
        "theme": theme,
        "stems": list_stems(questionnaire.workspace, language, sought=sought, theme=theme) if sought or theme else [],
        "themes": list_themes(questionnaire.workspace, language),
    }
    return show_desk(request, questionnaire, "add", context, chosen=after or (f"s-{section}" if section else ""))


def make_posted(request: HttpRequest, questionnaire: Questionnaire, language: str) -> Content | None:
    """Make the question that was chosen: of a kind, or from the bank; nothing where there is none such."""
    kind = request.POST.get("kind", "")
    if kind in list(Kind):
        return make_item(Kind(kind), language)
    stem = find_stem(questionnaire.workspace, request.POST.get("stem", "")[:60].replace("\0", ""))
    return dict(stem) if stem else None


@require_POST
@needs("questions.edit", of=find_asked_item)
def move(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Move a question up, down, or to another section."""
    to, step = request.POST.get("to", "")[:40], -1 if request.POST.get("step") == "up" else 1

    def change(content: Content) -> None:
        if to:
            send_item(content, asked.code, to)
        else:
            move_part(content, asked.code, step, "item")

    return change_item(request, asked, change)


@require_POST
@needs("questions.edit", of=find_asked_item)
def duplicate(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Put a copy of a question behind it."""
    return change_item(request, asked, lambda content: copy_item(content, asked.code)["code"])


@require_POST
@needs("questions.edit", of=find_asked_item)
def remove(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Take a question out; it can be put back."""
    draft = read_draft(asked.questionnaire)
    codes = [item.code for item in draft.items()]
    place = codes.index(asked.code) if asked.code in codes else 0
    left = [code for code in codes if code != asked.code]

    def change(content: Content) -> str:
        keep_removed(request, asked.questionnaire, remove_part(content, asked.code, "item"))
        return left[min(place, len(left) - 1)] if left else ""

    return change_item(request, asked, change, goes_on=True)


def change_item(request: HttpRequest, asked: Asked, change: Any, *, goes_on: bool = False) -> HttpResponse:  # noqa: ANN401 - a step
    """Take a step with a question and show it, or the one that the step gave."""
    questionnaire = asked.questionnaire
    try:
        code = change_draft(actor=actor_of(request), questionnaire=questionnaire, change=change)
    except PartGone:
        return say_gone(request, asked)
    except SchemaProblem:
        messages.error(request, _("The questionnaire holds as much as it can."))
        code = asked.code
    draft = read_draft(questionnaire)
    return go_to(
        questionnaire, code if goes_on else code or asked.code, keep_language(draft, choose_language(request, draft))
    )


@require_safe
@needs("questions.edit", of=find_questionnaire)
def show_condition_line(request: HttpRequest, questionnaire: Questionnaire) -> HttpResponse:
    """Draw the lines of a condition anew, as they follow the questions that are chosen in them."""
    draft = read_draft(questionnaire)
    prefix = "q" if request.GET.get("prefix") == "q" else "s"
    part = request.GET.get("part", "")[:50]
    earlier = list_before(draft, part) if "-" in part else list_earlier(draft, part)
    data = request.GET.copy()
    name = f"{prefix}l-TOTAL_FORMS"
    count = read_number(request.GET.get(name)) or 0
    if data.get("more") and count < MOST_LINES:
        data[name] = str(count + 1)
    condition = ConditionForm(draft, earlier, None, choose_language(request, draft), data, prefix=prefix)
    return render(
        request, "questions/_condition.html", {"condition": condition, "part": part, "questionnaire": questionnaire}
    )
