"""The list of a workspace's questionnaires; starting, copying and deleting them."""

from django.contrib import messages
from django.db.models import ProtectedError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sciezka.kit.guards import may, needs
from sciezka.rooms.people.queries import actor_of
from sciezka.rooms.questions.actions.drafts import delete_questionnaire
from sciezka.rooms.questions.forms.questionnaires import NewForm, copy_questionnaire
from sciezka.rooms.questions.library import shipped_questionnaires
from sciezka.rooms.questions.models import Questionnaire
from sciezka.rooms.questions.queries.drafts import count_parts, list_questionnaires
from sciezka.rooms.questions.queries.places import find_questionnaire
from sciezka.rooms.town.models import Workspace
from sciezka.rooms.town.queries.places import find_workspace

LONGEST_SEARCH = 100


@require_safe
@needs("questions.list", of=find_workspace)
def show_questionnaires(request: HttpRequest, workspace: Workspace) -> HttpResponse:
    """List the questionnaires of the workspace."""
    sought = request.GET.get("szukaj", "").strip()[:LONGEST_SEARCH].replace("\0", "")
    rows = list_questionnaires(workspace, sought)
    context = {
        "workspace": workspace,
        "lines": [(row, *count_parts(row)) for row in rows],
        "sought": sought,
        "may_edit": may(request.user, "questions.edit", workspace),
        "shipped": [] if sought else list_shipped(),
    }
    return render(request, "questions/questionnaires.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("questions.edit", of=find_workspace)
def make(request: HttpRequest, workspace: Workspace) -> HttpResponse:
    """Choose what a questionnaire begins with, and make it."""
    own = list(list_questionnaires(workspace))
    form = NewForm(workspace, own, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        made = form.save(actor_of(request))
        messages.success(request, _("“%(title)s” is ready to be changed.") % {"title": made.title})
        return redirect(made)
    context = {"workspace": workspace, "form": form, "own": own, "shipped": list_shipped()}
    return render(request, "questions/new.html", context, status=422 if form.is_bound else 200)


def list_shipped() -> list[dict[str, object]]:
    """List what comes ready, in the reader's language."""
    language = get_language() or "pl"
    return [
        {
            "key": each.key,
            "audience": Questionnaire.Audience(each.audience).label,
            "title": each.title.say(language),
            "about": each.about.say(language),
            "minutes": each.minutes,
            "pages": len(each.questionnaire.pages),
            "items": sum(1 for _item in each.questionnaire.items()),
        }
        for each in shipped_questionnaires()
    ]


@require_POST
@needs("questions.edit", of=find_questionnaire)
def copy(request: HttpRequest, questionnaire: Questionnaire) -> HttpResponse:
    """Make a copy of a questionnaire."""
    made = copy_questionnaire(actor=actor_of(request), questionnaire=questionnaire)
    messages.success(request, _("This is the copy. The first one stays as it was."))
    return redirect(made)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("questions.edit", of=find_questionnaire)
def delete(request: HttpRequest, questionnaire: Questionnaire) -> HttpResponse:
    """Delete a questionnaire of which nothing was frozen; this can't be undone, so it is asked about."""
    workspace = questionnaire.workspace
    if request.method == "POST":
        try:
            delete_questionnaire(actor=actor_of(request), questionnaire=questionnaire)
        except ProtectedError:
            messages.error(request, _("A survey asks this questionnaire, so it stays."))
            return redirect(questionnaire)
        messages.success(request, _("“%(title)s” is deleted.") % {"title": questionnaire.title})
        return redirect(reverse("questions:questionnaires", kwargs={"workspace": workspace.slug}))
    context = {
        "workspace": workspace,
        "questionnaire": questionnaire,
        "parts": count_parts(questionnaire),
        "has_editions": questionnaire.editions.exists(),
    }
    return render(request, "questions/delete.html", context)
