"""Running a round: its launch, dates, end, reminders and next wave."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sciezka.kit.forms import sent
from sciezka.kit.guards import needs
from sciezka.kit.refusals import attempt, carry_out
from sciezka.rooms.people.queries import actor_of
from sciezka.rooms.rounds.actions.checks import list_lacks
from sciezka.rooms.rounds.actions.participants import find_new_members, late_people, remind
from sciezka.rooms.rounds.actions.rounds import call_off, close_round
from sciezka.rooms.rounds.forms.composing import ConfirmForm, DatesForm, LaunchForm, WaveForm
from sciezka.rooms.rounds.models import Phase, Round
from sciezka.rooms.rounds.queries.places import find_round
from sciezka.rooms.rounds.views.composing import head_of
from sciezka.rooms.rounds.views.composing_shared import list_steps, show_step


@needs("rounds.manage", of=find_round)
def launch(request: HttpRequest, round_: Round) -> HttpResponse:
    """Launch a round, after showing what will happen."""
    form = LaunchForm(round_, sent(request))
    if form.is_valid() and carry_out(form, form.save, actor=actor_of(request)):
        messages.success(request, _("The round is launched."))
        return redirect(round_)
    asked = round_.participants.filter(removed_at=None).count() + find_new_members(round_).count()
    context = {
        **head_of(round_, round_.phase),
        "form": form,
        "steps": list_steps(round_),
        "lacks": [said for lack in list_lacks(round_) for said in lack.messages],
        "asked": asked,
    }
    return render(request, "rounds/launch.html", context)


@needs("rounds.manage", of=find_round)
def change_dates(request: HttpRequest, round_: Round) -> HttpResponse:
    """Move the dates that have not passed."""
    form = DatesForm(round_, sent(request))
    if form.is_valid() and carry_out(form, form.save, actor=actor_of(request)):
        messages.success(request, _("The dates are changed."))
        return redirect(round_)
    lead = _("Dates that have passed can't be moved. Nobody is told by itself: send a reminder if people should know.")
    return show_step(request, form, round_, {"title": _("Change the dates"), "lead": lead})


@needs("rounds.manage", of=find_round)
def close(request: HttpRequest, round_: Round) -> HttpResponse:
    """End collecting or answering now."""
    form = ConfirmForm(sent(request))
    collects = round_.phase == Phase.COLLECTING
    if form.is_valid() and carry_out(form, close_round, actor=actor_of(request), round=round_):
        messages.success(request, _("Collecting is over.") if collects else _("The round is closed."))
        return redirect(round_)
    if collects:
        page = {
            "title": _("End collecting now?"),
            "lead": _("Nobody will be able to propose any more. You then sort the proposals."),
            "submit": _("End collecting"),
        }
    else:
        page = {
            "title": _("Close the round now?"),
            "lead": _("A closed round stays closed, because its result can then be seen. Ask again in a next wave."),
            "submit": _("Close the round"),
        }
    return show_step(request, form, round_, page)


@needs("rounds.manage", of=find_round)
def withdraw(request: HttpRequest, round_: Round) -> HttpResponse:
    """Call a round off."""
    form = ConfirmForm(sent(request))
    if form.is_valid() and carry_out(form, call_off, actor=actor_of(request), round=round_):
        messages.success(request, _("The round is called off."))
        return redirect(round_)
    lead = _("Nobody will be able to answer. Answers so far are kept, not shown, and count nowhere. This can't be undone.")
    page = {"title": _("Call the round off?"), "lead": lead, "submit": _("Call off"), "danger": True}
    return show_step(request, form, round_, page)


@needs("rounds.manage", of=find_round)
def send_reminders(request: HttpRequest, round_: Round) -> HttpResponse:
    """Remind those who have not finished; the page first says to how many letters go."""
    form = ConfirmForm(sent(request))
    if form.is_valid():
        count = attempt(form, lambda actor: remind(actor=actor, round=round_), actor_of(request))
        if count is not None:
            said = ngettext("A letter goes to %(count)s person.", "Letters go to %(count)s people.", count)
            if round_.is_anonymous:
                said = _("Letters go to those who have not finished.")
            messages.success(request, said % {"count": count})
            return redirect(round_)
    count = late_people(round_).count()
    lead = ngettext(
        "%(count)s person has not finished and gets a letter.",
        "%(count)s people have not finished and get a letter each.",
        count,
    ) % {"count": count}
    if round_.is_anonymous:
        lead = _("Those who have not finished get a letter. The round is anonymous, so it is not said how many they are.")
    page = {"title": _("Remind those who have not finished"), "lead": lead, "submit": _("Send reminders")}
    return show_step(request, form, round_, page)


@needs("rounds.manage", of=find_round)
def begin_wave(request: HttpRequest, round_: Round) -> HttpResponse:
    """Prepare the next wave of a closed round."""
    form = WaveForm(round_, sent(request))
    if form.is_valid() and (wave := attempt(form, form.save, actor_of(request))):
        messages.success(request, _("The next wave is prepared. Check its steps, then launch it."))
        return redirect(wave)
    lead = _("It asks the same about the same items, so that the results can be compared item by item.")
    return show_step(request, form, round_, {"title": _("Next wave"), "lead": lead, "submit": _("Prepare the wave")})
