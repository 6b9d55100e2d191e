"""The item bank: its list, one item of the workspace's own, keeping and removing."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sciezka.kit.guards import may, needs
from sciezka.rooms.people.queries import actor_of
from sciezka.rooms.questions.actions.bank import edit_bank_item, remove_bank_item
from sciezka.rooms.questions.actions.shaping import PartGone
from sciezka.rooms.questions.forms.bank import KeepForm, ThemeForm
from sciezka.rooms.questions.forms.items import ItemForm
from sciezka.rooms.questions.models import BankItem
from sciezka.rooms.questions.queries.bank import list_stems, list_themes, list_uses
from sciezka.rooms.questions.queries.drafts import Asked, find_asked_item, list_questionnaires
from sciezka.rooms.questions.queries.kinds import BY_KIND
from sciezka.rooms.questions.queries.places import find_bank_item
from sciezka.rooms.questions.schema.stored import read_item
from sciezka.rooms.questions.schema.types import LANGUAGE_NAMES, LANGUAGES, Item, Questionnaire
from sciezka.rooms.questions.views.desk import say_gone
from sciezka.rooms.questions.views.frame import show_page
from sciezka.rooms.town.models import Workspace
from sciezka.rooms.town.queries.places import find_workspace


@require_safe
@needs("questions.list", of=find_workspace)
def show_bank(request: HttpRequest, workspace: Workspace) -> HttpResponse:
    """List the bank by theme, with search, and say where an item is asked."""
    language = get_language() or "pl"
    sought, theme = request.GET.get("szukaj", "").strip()[:100], request.GET.get("temat", "")[:80]
    code = request.GET.get("gdzie", "")[:40].replace("\0", "")
    stems = list_stems(workspace, language, sought=sought, theme=theme)
    groups: dict[str, list[object]] = {}
    for stem in stems:
        groups.setdefault(stem.theme or _("Without a theme"), []).append(stem)
    context = {
        "workspace": workspace,
        "groups": groups.items(),
        "count": len(stems),
        "sought": sought,
        "theme": theme,
        "themes": list_themes(workspace, language),
        "code": code,
        "uses": list_uses(workspace, code, language) if code else [],
        "own": list_questionnaires(workspace),
        "may_edit": may(request.user, "questions.edit", workspace),
    }
    return render(request, "questions/bank.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("questions.edit", of=find_bank_item)
def edit(request: HttpRequest, stem: BankItem) -> HttpResponse:
    """Change a question of the workspace's own bank."""
    workspace = stem.workspace
    language = request.GET.get("jezyk", "")
    language = language if language in LANGUAGES else LANGUAGES[0]
    item = read_item(stem.content)
    data = request.POST if request.method == "POST" else None
    form = ItemForm(Questionnaire(), item, language, data, in_bank=True)
    theme = ThemeForm(data, initial={"theme": stem.theme, "note": stem.note})
    if data is not None and form.is_valid() and theme.is_valid():
        values = theme.cleaned_data
        edit_bank_item(
            actor=actor_of(request),
            stem=stem,
            content=form.result,
            theme=values["theme"].strip(),
            remark=values["note"].strip(),
        )
        messages.success(request, _("Saved. Questionnaires that ask it keep their own words."))
        return redirect(request.get_full_path())
    context = {
        "workspace": workspace,
        "stem": stem,
        "item": item,
        "form": form,
        "theme_form": theme,
        "kind": BY_KIND[item.kind],
        "language": language,
        "language_names": [(one, LANGUAGE_NAMES[one]) for one in LANGUAGES],
        "themes": list_themes(workspace, language),
        "uses": list_uses(workspace, stem.code, language),
    }
    return render(request, "questions/bank_item.html", context, status=422 if data is not None else 200)


@require_POST
@needs("questions.edit", of=find_bank_item)
def remove(request: HttpRequest, stem: BankItem) -> HttpResponse:
    """Remove a question from the bank."""
    remove_bank_item(actor=actor_of(request), stem=stem)
    messages.success(request, _("“%(code)s” is out of the bank. Questionnaires keep it.") % {"code": stem.code})
    return redirect(reverse("questions:bank", kwargs={"workspace": stem.workspace.slug}))


@require_http_methods(["GET", "HEAD", "POST"])
@needs("questions.edit", of=find_asked_item)
def keep(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Keep a question of a draft in the bank."""
    questionnaire, item = asked.questionnaire, asked.part
    if not isinstance(item, Item):
        if request.method == "POST":
            return say_gone(request, asked)
        raise Http404
    back = reverse("questions:item", kwargs={**questionnaire.address, "item_code": item.code})
    form = KeepForm(questionnaire, item.code, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            made = form.save(actor_of(request))
        except PartGone:
            return say_gone(request, asked)
        if made is not None:
            messages.success(request, _("The question is in the bank as “%(code)s”.") % {"code": made.code})
            return redirect(back)
    context = {
        "form": form,
        "item": item,
        "back": back,
        "text": item.text.say(get_language() or "pl"),
        "themes": list_themes(questionnaire.workspace, get_language() or "pl"),
    }
    return show_page(request, "questions/keep.html", questionnaire, "questionnaire", context, 422 if form.is_bound else 200)
