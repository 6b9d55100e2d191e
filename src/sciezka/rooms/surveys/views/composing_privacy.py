"""A survey's information clause, and its record in the register of processing activities."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from sciezka.kit.forms import sent
from sciezka.kit.guards import needs
from sciezka.kit.refusals import carry_out
from sciezka.rooms.people.queries import actor_of
from sciezka.rooms.surveys.documents.register import write_record_csv, write_record_docx
from sciezka.rooms.surveys.forms.clauses import ClauseForm
from sciezka.rooms.surveys.models import Survey
from sciezka.rooms.surveys.queries.places import find_survey
from sciezka.rooms.surveys.queries.register import describe_record, list_kept, list_seers
from sciezka.rooms.surveys.views.composing import is_overdue
from sciezka.rooms.surveys.views.composing_shared import head_of

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@needs("surveys.manage", of=find_survey)
def edit_clause(request: HttpRequest, survey: Survey) -> HttpResponse:
    """Write the information clause, beginning with a draft made of the office's data."""
    form = ClauseForm(survey, sent(request))
    if "draft" in request.POST:
        form = form.draft_anew()
    elif form.is_valid() and carry_out(form, form.save, actor=actor_of(request)):
        messages.success(
            request, _("A version of the clause is in force. Answers remember which one their giver was shown.")
        )
        return redirect(survey)
    context = {**head_of(survey), "form": form, "clauses": list(survey.clauses.all()), "drafted": "draft" in request.POST}
    return render(request, "surveys/clause.html", context)


@needs("surveys.manage", of=find_survey)
def show_privacy(request: HttpRequest, survey: Survey) -> HttpResponse:
    """Show the record for the register of processing activities, what is kept, and who may see what."""
    context = {
        **head_of(survey),
        "record": describe_record(survey),
        "kept": list_kept(survey),
        "seers": list_seers(survey),
        "is_overdue": is_overdue(survey),
    }
    return render(request, "surveys/privacy.html", context)


@needs("surveys.manage", of=find_survey)
def give_record_docx(_request: HttpRequest, survey: Survey) -> HttpResponse:
    """Give the record as a text document."""
    return _give(write_record_docx(survey), DOCX, f"rejestr-ankieta-{survey.pk}.docx")


@needs("surveys.manage", of=find_survey)
def give_record_csv(_request: HttpRequest, survey: Survey) -> HttpResponse:
    """Give the record as a table, one field in a line."""
    return _give(write_record_csv(survey), "text/csv; charset=utf-8", f"rejestr-ankieta-{survey.pk}.csv")


def _give(data: bytes, kind: str, name: str) -> HttpResponse:
    return HttpResponse(data, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
