"""The people of a round: who answers, the list, the open link."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sciezka.kit.forms import sent
from sciezka.kit.guards import needs
from sciezka.kit.refusals import attempt, carry_out
from sciezka.rooms.people.queries import actor_of
from sciezka.rooms.rounds.actions.participants import (
    bring_back_participant,
    change_entry_word,
    find_new_members,
    remove_participant,
    sync_team,
)
from sciezka.rooms.rounds.documents.codes import draw_code
from sciezka.rooms.rounds.forms.composing import ConfirmForm
from sciezka.rooms.rounds.forms.composing_people import AudienceForm, PeopleForm
from sciezka.rooms.rounds.models import Participant, Phase, Round
from sciezka.rooms.rounds.models.rounds import OVER
from sciezka.rooms.rounds.queries.places import find_participant, find_round
from sciezka.rooms.rounds.views.composing import head_of
from sciezka.rooms.rounds.views.composing_shared import show_step


@needs("rounds.manage", of=find_round)
def show_participants(request: HttpRequest, round_: Round) -> HttpResponse:
    """Say who answers: choose it in a draft, see and add people later."""
    phase = round_.phase
    form = AudienceForm(round_, sent(request)) if phase == Phase.DRAFT else None
    if form and form.is_valid() and carry_out(form, form.save, actor=actor_of(request)):
        messages.success(request, _("It is saved who answers."))
        return redirect(round_ if round_.audience != Round.Audience.LIST else request.path)
    rows = list(round_.participants.select_related("user"))
    link = f"{settings.BASE_URL}{reverse('rounds:entry', kwargs={'word': round_.entry_word})}"
    has_link = round_.audience == Round.Audience.LINK
    context = {
        **head_of(round_, phase),
        "form": form,
        "present": [row for row in rows if row.removed_at is None],
        "removed": [row for row in rows if row.removed_at is not None],
        "new_members": list(find_new_members(round_)) if phase not in OVER else [],
        "may_change": phase not in OVER,
        "link": link if has_link else "",
        "code": draw_code(link) if has_link else SafeString(""),
    }
    return render(request, "rounds/participants.html", context)


@needs("rounds.manage", of=find_round)
def add(request: HttpRequest, round_: Round) -> HttpResponse:
    """Add people by e-mail."""
    form = PeopleForm(round_, sent(request))
    back = reverse("rounds:participants", kwargs=round_.address)
    if form.is_valid():
        count = attempt(form, form.save, actor_of(request))
        if count is not None:
            said = ngettext("%(count)s person is added.", "%(count)s people are added.", count)
            messages.success(request, said % {"count": count} if count else _("They are all on the list already."))
            return redirect(back)
    lead = _("Each gets a letter with an address of their own, and needs no account.")
    if round_.phase == Phase.OPEN:
        lead = _("The round is open: each gets a letter at once, with an address of their own.")
    return show_step(request, form, round_, {"title": _("Add people"), "lead": lead, "submit": _("Add"), "back": back})


@needs("rounds.manage", of=find_round)
def take_team(request: HttpRequest, round_: Round) -> HttpResponse:
    """Ask members who joined the team after the launch."""
    form = ConfirmForm(sent(request))
    back = reverse("rounds:participants", kwargs=round_.address)
    if form.is_valid():
        count = attempt(form, lambda actor: sync_team(actor=actor, round=round_), actor_of(request))
        if count is not None:
            said = ngettext("%(count)s person is added.", "%(count)s people are added.", count)
            messages.success(request, said % {"count": count})
            return redirect(back)
    count = find_new_members(round_).count()
    lead = ngettext(
        "%(count)s member of the team is not asked yet.", "%(count)s members of the team are not asked yet.", count
    ) % {"count": count}
    return show_step(request, form, round_, {"title": _("Add new members"), "lead": lead, "submit": _("Add"), "back": back})


@needs("rounds.manage", of=find_round)
def change_link(request: HttpRequest, round_: Round) -> HttpResponse:
    """Make the open link anew."""
    form = ConfirmForm(sent(request))
    back = reverse("rounds:participants", kwargs=round_.address)
    if form.is_valid() and carry_out(form, change_entry_word, actor=actor_of(request), round=round_):
        messages.success(request, _("The link is new; the old one no longer works."))
        return redirect(back)
    lead = _("The old link stops working for whoever has not used it. Those who came by it keep their own addresses.")
    page = {"title": _("Change the link?"), "lead": lead, "submit": _("Change the link"), "back": back}
    return show_step(request, form, round_, page)


@needs("rounds.manage", of=find_participant)
def remove(request: HttpRequest, participant: Participant) -> HttpResponse:
    """Take a person off."""
    round_ = participant.round
    form = ConfirmForm(sent(request))
    back = reverse("rounds:participants", kwargs=round_.address)
    if form.is_valid() and carry_out(form, remove_participant, actor=actor_of(request), participant=participant):
        messages.success(request, _("The person is no longer asked."))
        return redirect(back)
    lead = _("They can't answer any more. What they have answered so far stays and counts.")
    title = _("Take off the list: %(person)s?") % {"person": participant}
    page = {"title": title, "submit": _("Take off"), "danger": True, "back": back}
    return show_step(request, form, round_, {**page, "lead": lead} if round_.launched_at else page)


@needs("rounds.manage", of=find_participant)
def bring_back(request: HttpRequest, participant: Participant) -> HttpResponse:
    """Ask again a person who was taken off."""
    form = ConfirmForm(sent(request))
    if form.is_valid():
        if carry_out(form, bring_back_participant, actor=actor_of(request), participant=participant):
            messages.success(request, _("The person is asked again."))
        else:
            messages.error(request, " ".join(map(str, form.non_field_errors())))
    return redirect(reverse("rounds:participants", kwargs=participant.round.address))
