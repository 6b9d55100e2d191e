"""The Social Leaders: whom to invite, who answered, and the team of those who accepted."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sciezka.kit.forms import read_number
from sciezka.kit.guards import needs
from sciezka.rooms.people.queries import actor_of
from sciezka.rooms.stakeholders.actions.leaders import gather_leaders, withdraw_invitation
from sciezka.rooms.stakeholders.forms.leaders import InvitationForm
from sciezka.rooms.stakeholders.models import Invitation
from sciezka.rooms.stakeholders.queries.leaders import read_leaders
from sciezka.rooms.stakeholders.queries.mapping import read_map
from sciezka.rooms.stakeholders.queries.places import find_invitation
from sciezka.rooms.stakeholders.views.frame import show_page
from sciezka.rooms.stakeholders.views.map import powers_of
from sciezka.rooms.town.models import Process
from sciezka.rooms.town.queries.places import find_process


def address_of(process: Process) -> str:
    """Give the address of the leaders."""
    return reverse("stakeholders:leaders", kwargs=process.address)


@require_safe
@needs("stakeholders.manage", of=find_process)
def show_leaders(request: HttpRequest, process: Process) -> HttpResponse:
    """Show whom to invite and who answered what."""
    view = read_map(request.user, process)
    context = {"leaders": read_leaders(process, view), "view": view, **powers_of(request, process)}
    return show_page(request, "stakeholders/leaders.html", process, "leaders", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("stakeholders.invite", of=find_process)
def invite(request: HttpRequest, process: Process) -> HttpResponse:
    """Invite somebody on a stakeholder's behalf."""
    chosen = read_number(request.GET.get("interesariusz"))
    form = InvitationForm(process, request.POST if request.method == "POST" else None, chosen)
    if form.is_bound and form.is_valid() and form.save(actor_of(request)):
        messages.success(request, _("The invitation is on its way."))
        return redirect(address_of(process))
    context = {
        "form": form,
        "title": _("Invite to the Social Leaders"),
        "lead": _("The invited person answers without an account, by an address of their own."),
        "back": address_of(process),
        "submit": _("Send the invitation"),
    }
    return show_page(request, "stakeholders/plan_form.html", process, "leaders", context)


@require_POST
@needs("stakeholders.invite", of=find_invitation)
def withdraw(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    """Withdraw an invitation."""
    process = invitation.place
    try:
        withdraw_invitation(actor=actor_of(request), invitation=invitation)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("The invitation is withdrawn, and the invited person's data are erased."))
    return redirect(address_of(process))


@require_POST
@needs("stakeholders.invite", of=find_process)
def gather(request: HttpRequest, process: Process) -> HttpResponse:
    """Make the team of those who accepted, or let those who accepted later join it."""
    try:
        team, joined = gather_leaders(actor=actor_of(request), process=process)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect(address_of(process))
    said = ngettext("%(count)s person joined the team.", "%(count)s people joined the team.", joined)
    messages.success(request, said % {"count": joined})
    return redirect(team)
