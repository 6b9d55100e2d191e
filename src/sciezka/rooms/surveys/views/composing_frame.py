"""Who is asked about: the population, its make-up, and quotas."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from sciezka.core.polls.sizes import sample_size
from sciezka.kit.forms import sent
from sciezka.kit.guards import needs
from sciezka.kit.refusals import carry_out
from sciezka.rooms.people.queries import actor_of
from sciezka.rooms.surveys.forms.population import PopulationForm, QuotasForm, choices_of_one
from sciezka.rooms.surveys.models import Survey
from sciezka.rooms.surveys.queries.editions import read_asked
from sciezka.rooms.surveys.queries.places import find_survey
from sciezka.rooms.surveys.views.composing_shared import head_of

MARGINS = (0.03, 0.05, 0.1)


@needs("surveys.manage", of=find_survey)
def edit_frame(request: HttpRequest, survey: Survey) -> HttpResponse:
    """Say how many people the survey is about and how they are made up."""
    asked = read_asked(survey)
    shown = [code for code in request.GET.getlist("pytanie") if code]
    form = PopulationForm(survey, asked, shown, sent(request))
    if form.is_valid() and carry_out(form, form.save, actor=actor_of(request)):
        messages.success(request, _("Saved."))
        return redirect(survey)
    used = {item.code for item in form.items}
    context = {
        **head_of(survey),
        "form": form,
        "offered": [(item.code, item.text.say(asked.base)) for item in choices_of_one(asked) if item.code not in used],
        "shown": sorted(used),
        "sizes": [(round(100 * margin), sample_size(survey.frame_size, margin=margin)) for margin in MARGINS],
    }
    return render(request, "surveys/frame.html", context)


@needs("surveys.manage", of=find_survey)
def edit_quotas(request: HttpRequest, survey: Survey) -> HttpResponse:
    """Say how many answers are enough of whom."""
    asked = read_asked(survey)
    form = QuotasForm(survey, asked, sent(request))
    if form.is_valid() and carry_out(form, form.save, actor=actor_of(request)):
        messages.success(request, _("Saved."))
        return redirect(survey)
    return render(request, "surveys/quotas.html", {**head_of(survey), "form": form})
