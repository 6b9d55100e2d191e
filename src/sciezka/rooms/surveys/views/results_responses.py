"""Single responses: reading them, leaving one out, taking it back. Only for who may see answers; each reading is noted."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sciezka.kit.guards import needs
from sciezka.rooms.people.queries import actor_of
from sciezka.rooms.surveys.actions.leaving import leave_out_response, take_back_response
from sciezka.rooms.surveys.actions.looking import note_look
from sciezka.rooms.surveys.forms.results_open import LeaveOutForm, ResponseForm
from sciezka.rooms.surveys.models import Response, Survey
from sciezka.rooms.surveys.queries.places import find_survey
from sciezka.rooms.surveys.queries.results_responses import SHOWS, page_responses
from sciezka.rooms.surveys.views.results_shared import frame, speak


@require_safe
@needs("surveys.see_answers", of=find_survey)
def list_responses(request: HttpRequest, survey: Survey) -> HttpResponse:
    """Show single responses, in an order that tells nothing."""
    context = frame(request, survey, "responses")
    if survey.edition_id is None or survey.erased_at is not None:
        return render(request, "surveys/results_none.html", context)
    show = request.GET.get("pokaz", "")
    show = show if show in SHOWS else SHOWS[0]
    note_look(actor=actor_of(request), survey=survey, what="responses")
    page = page_responses(survey, show=show, number=request.GET.get("page", ""), language=speak())
    context |= {"page": page, "show": show, "form": LeaveOutForm()}
    return render(request, "surveys/results_responses.html", context)


@require_POST
@needs("surveys.see_answers", of=find_survey)
def leave_out(request: HttpRequest, survey: Survey) -> HttpResponse:
    """Leave a response out of the results."""
    form = LeaveOutForm(request.POST)
    if form.is_valid():
        response = find_response(survey, form.cleaned_data["response"])
        if leave_out_response(actor=actor_of(request), response=response, reason=form.say_reason()):
            messages.success(request, _("The answer no longer counts in the results. It can be taken back."))
    else:
        messages.error(request, _("Say why the answer is left out."))
    return redirect(reverse("surveys:responses", kwargs=survey.address))


@require_POST
@needs("surveys.see_answers", of=find_survey)
def take_back(request: HttpRequest, survey: Survey) -> HttpResponse:
    """Take a response back into the results."""
    form = ResponseForm(request.POST)
    if not form.is_valid():
        raise Http404
    response = find_response(survey, form.cleaned_data["response"])
    if take_back_response(actor=actor_of(request), response=response):
        messages.success(request, _("The answer counts in the results again."))
    return redirect(reverse("surveys:responses", kwargs=survey.address))


def find_response(survey: Survey, key: UUID) -> Response:
    """Find a finished response of the survey, or answer 404."""
    found = survey.responses.filter(finished_hour__isnull=False, pk=key).first()
    if found is None:
        raise Http404
    return found
