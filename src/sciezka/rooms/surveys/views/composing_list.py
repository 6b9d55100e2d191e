"""People invited by e-mail: the list, letters and reminders. It is never told who has answered."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sciezka.kit.forms import sent
from sciezka.kit.guards import needs
from sciezka.kit.refusals import attempt, carry_out
from sciezka.rooms.people.queries import actor_of
from sciezka.rooms.surveys.actions.invitations import (
    remind_invited,
    remove_invitation,
    say_no_reminder,
    send_invitations,
)
from sciezka.rooms.surveys.actions.surveys import OVER
from sciezka.rooms.surveys.forms.access import PeopleForm
from sciezka.rooms.surveys.forms.composing import ConfirmForm
from sciezka.rooms.surveys.models import Invitation, Phase, Survey
from sciezka.rooms.surveys.queries.places import find_invite, find_survey
from sciezka.rooms.surveys.views.composing_shared import head_of, show_step

ON_PAGE = 100


@needs("surveys.manage", of=find_survey)
def show_invites(request: HttpRequest, survey: Survey) -> HttpResponse:
    """Show the list, and put people on it."""
    form = PeopleForm(survey, sent(request), request.FILES or None)
    if form.is_valid():
        count = attempt(form, form.save, actor=actor_of(request))
        if count is not None:
            said = ngettext("%(count)s person is put on the list.", "%(count)s people are put on the list.", count)
            messages.success(request, said % {"count": count})
            return redirect("surveys:invites", *survey.address.values())
    rows = survey.invitations.all()
    context = {
        **head_of(survey),
        "form": form,
        "page": Paginator(rows, ON_PAGE).get_page(request.GET.get("page")),
        "total": rows.count(),
        "unsent": rows.filter(sent_on=None).count(),
        "failed": rows.exclude(failure="").count(),
        "is_over": survey.phase in OVER,
        "is_open": survey.phase == Phase.OPEN,
        "no_reminder": say_no_reminder(survey),
    }
    return render(request, "surveys/invites.html", context)


@needs("surveys.manage", of=find_survey)
def send(request: HttpRequest, survey: Survey) -> HttpResponse:
    """Send letters to those who were not written to; the page first says to how many."""
    form = ConfirmForm(sent(request))
    if form.is_valid():
        count = attempt(form, send_invitations, actor=actor_of(request), survey=survey)
        if count is not None:
            said = ngettext("A letter goes to %(count)s person.", "Letters go to %(count)s people.", count)
            messages.success(request, said % {"count": count})
            return redirect("surveys:invites", *survey.address.values())
    count = survey.invitations.filter(sent_on=None).count()
    lead = ngettext(
        "%(count)s person on the list was not written to yet.",
        "%(count)s people on the list were not written to yet.",
        count,
    ) % {"count": count}
    page = {
        "title": _("Send invitations"),
        "lead": f"{lead} {_('Each gets one letter with a link of their own, which works once.')}",
        "submit": _("Send"),
        "back": reverse("surveys:invites", kwargs=survey.address),
    }
    return show_step(request, form, survey, page)


@needs("surveys.manage", of=find_survey)
def send_reminders(request: HttpRequest, survey: Survey) -> HttpResponse:
    """Remind those who have not answered; it is not said how many they are."""
    form = ConfirmForm(sent(request))
    if form.is_valid() and carry_out(form, remind_invited, actor=actor_of(request), survey=survey):
        messages.success(request, _("Letters go to those who have not answered."))
        return redirect("surveys:invites", *survey.address.values())
    page = {
        "title": _("Remind those who have not answered"),
        "lead": _("It is not said who they are nor how many: laid beside the list, the number would tell. "
                  "At most two reminders go out."),
        "submit": _("Send the reminder"),
        "back": reverse("surveys:invites", kwargs=survey.address),
    }  # fmt: skip
    return show_step(request, form, survey, page)


@needs("surveys.manage", of=find_invite)
def remove(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    """Take a person off the list."""
    survey = invitation.survey
    form = ConfirmForm(sent(request))
    back = reverse("surveys:invites", kwargs=survey.address)
    if form.is_valid() and carry_out(form, remove_invitation, actor=actor_of(request), invitation=invitation):
        messages.success(request, _("Taken off the list."))
        return redirect(back)
    page = {
        "title": _("Take the person off the list?"),
        "lead": _("%(email)s: the personal link opens nothing any more. If an answer was given by it, it stays.")
        % {"email": invitation.email},
        "submit": _("Take off"),
        "danger": True,
        "back": back,
    }
    return show_step(request, form, survey, page)
