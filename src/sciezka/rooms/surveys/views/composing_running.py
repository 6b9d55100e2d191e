"""Running a survey: its launch, dates, end, editions and next wave."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from sciezka.kit.forms import sent
from sciezka.kit.guards import needs
from sciezka.kit.refusals import attempt, carry_out
from sciezka.rooms.people.queries import actor_of
from sciezka.rooms.surveys.actions.editions import put_edition
from sciezka.rooms.surveys.actions.survey_checks import list_faults, read_draft
from sciezka.rooms.surveys.actions.surveys import call_off_survey, close_survey, draft_survey_entry, launch_survey
from sciezka.rooms.surveys.forms.composing import ConfirmForm, DatesForm, ReopenForm, WaveForm
from sciezka.rooms.surveys.models import Survey
from sciezka.rooms.surveys.queries.editions import list_changes
from sciezka.rooms.surveys.queries.places import find_survey
from sciezka.rooms.surveys.views.composing_shared import head_of, list_steps, show_step


@needs("surveys.manage", of=find_survey)
def launch(request: HttpRequest, survey: Survey) -> HttpResponse:
    """Open a survey, after showing what will happen."""
    form = ConfirmForm(sent(request))
    if form.is_valid() and carry_out(form, launch_survey, actor=actor_of(request), survey=survey):
        messages.success(request, _("The survey is open. Pass its link on, print posters, or send invitations."))
        return redirect(survey)
    steps = list_steps(survey)
    asked = read_draft(survey)
    faults = list_faults(survey, asked) if asked else ()
    context = {
        **head_of(survey),
        "form": form,
        "steps": steps,
        "lacks": [said for step in steps for said in step.lacks],
        "warnings": sum(fault.severity == "warning" for fault in faults),
    }
    return render(request, "surveys/launch.html", context)


@needs("surveys.manage", of=find_survey)
def change_dates(request: HttpRequest, survey: Survey) -> HttpResponse:
    """Move the dates that have not passed."""
    form = DatesForm(survey, sent(request))
    if form.is_valid() and carry_out(form, form.save, actor=actor_of(request)):
        messages.success(request, _("The dates are changed."))
        return redirect(survey)
    lead = _("Posters that were printed keep the old end. The day on which answers are deleted moves with the end.")
    return show_step(request, form, survey, {"title": _("Change the dates"), "lead": lead})


@needs("surveys.manage", of=find_survey)
def close(request: HttpRequest, survey: Survey) -> HttpResponse:
    """End answering now."""
    form = ConfirmForm(sent(request))
    if form.is_valid() and carry_out(form, close_survey, actor=actor_of(request), survey=survey):
        messages.success(request, _("The survey is closed."))
        return redirect(survey)
    page = {
        "title": _("Close the survey now?"),
        "lead": _("Nobody can begin it any more. Whoever is in the middle has half an hour to finish."),
        "submit": _("Close the survey"),
    }
    return show_step(request, form, survey, page)


@needs("surveys.manage", of=find_survey)
def reopen(request: HttpRequest, survey: Survey) -> HttpResponse:
    """Open a closed survey anew."""
    form = ReopenForm(survey, sent(request))
    if form.is_valid() and carry_out(form, form.save, actor=actor_of(request)):
        messages.success(request, _("The survey is open again."))
        return redirect(survey)
    lead = _("The same link works again. A day after the end the keys of unfinished answers are destroyed, and personal "
             "links with them: those would have to be sent anew.")  # fmt: skip
    page = {"title": _("Open the survey anew"), "lead": lead, "submit": _("Open anew")}
    return show_step(request, form, survey, page)


@needs("surveys.manage", of=find_survey)
def withdraw(request: HttpRequest, survey: Survey) -> HttpResponse:
    """Call a survey off."""
    form = ConfirmForm(sent(request))
    if form.is_valid() and carry_out(form, call_off_survey, actor=actor_of(request), survey=survey):
        messages.success(request, _("The survey is called off."))
        return redirect(survey)
    lead = _("Nobody will be able to answer, and whoever opens the link reads that it was called off. "
             "This can't be undone.")  # fmt: skip
    page = {"title": _("Call the survey off?"), "lead": lead, "submit": _("Call off"), "danger": True}
    return show_step(request, form, survey, page)


@needs("surveys.manage", of=find_survey)
def begin_wave(request: HttpRequest, survey: Survey) -> HttpResponse:
    """Prepare the next wave of a survey that is over."""
    form = WaveForm(survey, sent(request))
    if form.is_valid() and (wave := attempt(form, form.save, actor=actor_of(request))):
        messages.success(request, _("The next wave is prepared. Look through its steps, then open it."))
        return redirect(wave)
    lead = _("It asks the same questionnaire, so that results can be compared item by item. Nobody is invited by itself.")
    return show_step(
        request,
        form,
        survey,
        {"title": pgettext("survey", "Next wave"), "lead": lead, "submit": pgettext("survey", "Prepare the wave")},
    )


@needs("surveys.manage", of=find_survey)
def draft_entry(request: HttpRequest, survey: Survey) -> HttpResponse:
    """Write a draft entry of the Kalendarium about the survey."""
    form = ConfirmForm(sent(request))
    if form.is_valid() and (event := attempt(form, draft_survey_entry, actor=actor_of(request), survey=survey)):
        messages.success(request, _("A draft of the entry is written. Publish it when it reads well."))
        return redirect("town:event_office", *survey.process.address.values(), event.pk)
    page = {
        "title": _("Put the survey into the Kalendarium?"),
        "lead": _("A draft entry with its title and dates is written. Residents see it once you publish it there."),
        "submit": _("Write the draft"),
    }
    return show_step(request, form, survey, page)


@needs("surveys.manage", of=find_survey)
def change_edition(request: HttpRequest, survey: Survey) -> HttpResponse:
    """Put a newer edition into an open survey: mended words only."""
    form = ConfirmForm(sent(request))
    if form.is_valid() and carry_out(form, put_edition, actor=actor_of(request), survey=survey):
        messages.success(request, _("Whoever begins from now on reads the mended words."))
        return redirect(survey)
    context = {**head_of(survey), "form": form, "changes": list_changes(survey)}
    return render(request, "surveys/edition_change.html", context)
