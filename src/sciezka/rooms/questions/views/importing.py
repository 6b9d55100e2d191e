"""Bringing a questionnaire in from a file, looking through what came, and downloading one as a file."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sciezka.kit.guards import may, needs
from sciezka.kit.slugs import make_slug
from sciezka.kit.templatetags.kit import Crumb
from sciezka.kit.uploads import CONTENT_TYPES
from sciezka.rooms.people.queries import actor_of
from sciezka.rooms.questions.actions.importing import discard_import, import_questionnaire, settle_import
from sciezka.rooms.questions.carrying import write_own, write_xlsform
from sciezka.rooms.questions.forms.importing import FileForm, SettleForm
from sciezka.rooms.questions.models import Questionnaire
from sciezka.rooms.questions.queries.drafts import read_draft
from sciezka.rooms.questions.queries.importing import is_imported, is_untouched, lay_out_pages, say_left_over
from sciezka.rooms.questions.queries.places import find_questionnaire
from sciezka.rooms.town.models import Workspace
from sciezka.rooms.town.queries.places import find_workspace


@require_http_methods(["GET", "HEAD", "POST"])
@needs("questions.edit", of=find_workspace)
def bring(request: HttpRequest, workspace: Workspace) -> HttpResponse:
    """Take a file, and keep what it holds as a draft."""
    form = FileForm(request.POST, request.FILES) if request.method == "POST" else FileForm()
    if form.is_bound and form.is_valid():
        brought = form.brought
        made = import_questionnaire(
            actor=actor_of(request), workspace=workspace, carried=brought.carried, source=form.read_name()
        )
        if brought.people:
            said = ngettext(
                "The file also holds the answers of %(count)s person. "
                "They can be brought into a survey made of this questionnaire.",
                "The file also holds the answers of %(count)s people. "
                "They can be brought into a survey made of this questionnaire.",
                brought.people,
            )
            messages.info(request, said % {"count": brought.people})
        return redirect(reverse("questions:import_review", kwargs=made.address))
    context = {"workspace": workspace, "form": form, "crumbs": list_crumbs(workspace)}
    return render(request, "questions/import.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("questions.view", of=find_questionnaire)
def review(request: HttpRequest, questionnaire: Questionnaire) -> HttpResponse:
    """Show what came and what did not; settle the title and the audience."""
    if not is_imported(questionnaire):
        raise Http404
    may_edit = may(request.user, "questions.edit", questionnaire)
    form = SettleForm(request.POST if request.method == "POST" else None, instance=questionnaire)
    if request.method == "POST" and not may_edit:
        raise Http404
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        settle_import(actor=actor_of(request), questionnaire=questionnaire, title=data["title"], audience=data["audience"])
        return redirect(questionnaire)
    schema = read_draft(questionnaire)
    context: dict[str, Any] = {
        "workspace": questionnaire.workspace,
        "questionnaire": questionnaire,
        "form": form,
        "pages": lay_out_pages(schema),
        "item_count": sum(1 for _item in schema.items()),
        "left": say_left_over(questionnaire.left_out),
        "may_edit": may_edit,
        "may_discard": may_edit and is_untouched(questionnaire),
        "crumbs": list_crumbs(questionnaire.workspace),
    }
    return render(request, "questions/import_review.html", context, status=422 if form.is_bound else 200)


@require_POST
@needs("questions.edit", of=find_questionnaire)
def discard(request: HttpRequest, questionnaire: Questionnaire) -> HttpResponse:
    """Throw an import away."""
    try:
        discard_import(actor=actor_of(request), questionnaire=questionnaire)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect(questionnaire)
    messages.success(request, _("The import was thrown away. Nothing of it is left."))
    return redirect("questions:import", questionnaire.workspace.slug)


@require_safe
@needs("questions.view", of=find_questionnaire)
def export_json(request: HttpRequest, questionnaire: Questionnaire) -> HttpResponse:
    """Download a questionnaire whole, as a file of ours."""
    del request
    return send_file(write_own(read_draft(questionnaire)), questionnaire, "json")


@require_safe
@needs("questions.view", of=find_questionnaire)
def export_xlsform(request: HttpRequest, questionnaire: Questionnaire) -> HttpResponse:
    """Download a questionnaire as an XLSForm."""
    del request
    return send_file(write_xlsform(read_draft(questionnaire)), questionnaire, "xlsx")


def send_file(content: bytes, questionnaire: Questionnaire, ending: str) -> HttpResponse:
    """Send a file under a name made of the title."""
    response = HttpResponse(content, content_type=CONTENT_TYPES[ending])
    name = f"{make_slug(questionnaire.title, fallback='ankieta')}.{ending}"
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    response["Cache-Control"] = "private, no-store"
    return response


def list_crumbs(workspace: Workspace) -> list[Crumb]:
    """List the way back."""
    return [
        Crumb(workspace.name, reverse("town:office", kwargs={"workspace": workspace.slug})),
        Crumb(_("Questionnaires"), reverse("questions:questionnaires", kwargs={"workspace": workspace.slug})),
    ]
