"""Changing the register: taking off, putting back, erasing, merging."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from sciezka.kit.guards import needs
from sciezka.rooms.people.queries import actor_of
from sciezka.rooms.stakeholders.actions.erasing import erase_person
from sciezka.rooms.stakeholders.actions.register import remove_stakeholder, restore_stakeholder
from sciezka.rooms.stakeholders.forms.register import ErasureForm, MergeForm
from sciezka.rooms.stakeholders.models import Stakeholder
from sciezka.rooms.stakeholders.queries.places import find_stakeholder
from sciezka.rooms.stakeholders.queries.register import find_similar, mergeable_with
from sciezka.rooms.stakeholders.views.frame import show_page


@require_POST
@needs("stakeholders.edit", of=find_stakeholder)
def remove(request: HttpRequest, stakeholder: Stakeholder) -> HttpResponse:
    """Take a stakeholder off the register."""
    remove_stakeholder(actor=actor_of(request), stakeholder=stakeholder)
    said = _("“%(name)s” is off the register. It can be put back from the list below it.") % {"name": stakeholder.name}
    messages.success(request, said)
    return redirect(reverse("stakeholders:register", kwargs=stakeholder.process.address))


@require_POST
@needs("stakeholders.edit", of=find_stakeholder)
def restore(request: HttpRequest, stakeholder: Stakeholder) -> HttpResponse:
    """Put a stakeholder back on the register."""
    try:
        restore_stakeholder(actor=actor_of(request), stakeholder=stakeholder)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("“%(name)s” is on the register again.") % {"name": stakeholder.name})
    return redirect(stakeholder)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("stakeholders.manage", of=find_stakeholder)
def erase(request: HttpRequest, stakeholder: Stakeholder) -> HttpResponse:
    """Erase a natural person's data; this alone can't be undone, so it is asked about."""
    form = ErasureForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            erase_person(actor=actor_of(request), stakeholder=stakeholder)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
            return redirect(stakeholder)
        messages.success(request, _("The person's data are erased."))
        return redirect(reverse("stakeholders:register", kwargs=stakeholder.process.address))
    context = {"form": form, "stakeholder": stakeholder}
    return show_page(request, "stakeholders/erase.html", stakeholder.process, "register", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("stakeholders.edit", of=find_stakeholder)
def merge(request: HttpRequest, stakeholder: Stakeholder) -> HttpResponse:
    """Merge another stakeholder into this one."""
    offered = mergeable_with(stakeholder)
    likely = [row.stakeholder.pk for row in find_similar(stakeholder.process, stakeholder.name, beside=stakeholder)]
    initial = {"other": likely[0]} if likely else None
    form = MergeForm(stakeholder, offered, likely, request.POST if request.method == "POST" else None, initial)
    if form.is_bound and form.is_valid() and form.save(actor_of(request)):
        said = _("“%(other)s” was merged into “%(name)s”.")
        messages.success(request, said % {"other": form.cleaned_data["other"], "name": stakeholder})
        return redirect(stakeholder)
    context = {"form": form, "stakeholder": stakeholder, "has_others": offered.exists()}
    return show_page(request, "stakeholders/merge.html", stakeholder.process, "register", context)
