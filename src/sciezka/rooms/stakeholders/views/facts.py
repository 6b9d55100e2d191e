"""What the records say: contacts noted by hand, signs to search by, and those who were not heard."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sciezka.kit.guards import needs
from sciezka.rooms.people.queries import actor_of
from sciezka.rooms.stakeholders.actions.facts import remove_contact, remove_handle
from sciezka.rooms.stakeholders.forms.facts import ContactForm, SignForm
from sciezka.rooms.stakeholders.models import Contact, Handle, Stakeholder
from sciezka.rooms.stakeholders.queries.facts import find_unheard
from sciezka.rooms.stakeholders.queries.places import find_contact, find_handle, find_stakeholder
from sciezka.rooms.stakeholders.views.frame import show_page
from sciezka.rooms.town.models import Process
from sciezka.rooms.town.queries.places import find_process


@require_safe
@needs("stakeholders.see_people", of=find_process)
def show_unheard(request: HttpRequest, process: Process) -> HttpResponse:
    """List those of high influence whom the records never heard, or not within a year."""
    return show_page(
        request, "stakeholders/unheard.html", process, "unheard", {"unheard": find_unheard(request.user, process)}
    )


@require_http_methods(["GET", "HEAD", "POST"])
@needs("stakeholders.edit", of=find_stakeholder)
def add_contact(request: HttpRequest, stakeholder: Stakeholder) -> HttpResponse:
    """Note that a stakeholder was heard."""
    form = ContactForm(stakeholder, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and form.save(actor_of(request)):
        messages.success(request, _("The contact is noted."))
        return redirect(stakeholder)
    return show_part(request, form, stakeholder, _("Note that it was heard"))


@require_POST
@needs("stakeholders.edit", of=find_contact)
def drop_contact(request: HttpRequest, contact: Contact) -> HttpResponse:
    """Remove a note of a contact."""
    remove_contact(actor=actor_of(request), contact=contact)
    messages.success(request, _("The note is removed."))
    return redirect(contact.stakeholder)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("stakeholders.edit", of=find_stakeholder)
def add_sign(request: HttpRequest, stakeholder: Stakeholder) -> HttpResponse:
    """Tell by what sign the records know a stakeholder."""
    form = SignForm(stakeholder, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and form.save(actor_of(request)):
        messages.success(request, _("The records are searched by this sign too."))
        return redirect(stakeholder)
    return show_part(request, form, stakeholder, _("Add a sign to search the records by"))


@require_POST
@needs("stakeholders.edit", of=find_handle)
def drop_sign(request: HttpRequest, handle: Handle) -> HttpResponse:
    """Remove a sign."""
    remove_handle(actor=actor_of(request), handle=handle)
    messages.success(request, _("The sign is removed."))
    return redirect(handle.stakeholder)


def show_part(request: HttpRequest, form: forms.Form, stakeholder: Stakeholder, title: str) -> HttpResponse:
    """Show a short form about a stakeholder on a page of its own."""
    context = {"form": form, "stakeholder": stakeholder, "title": title}
    return show_page(request, "stakeholders/part_form.html", stakeholder.process, "register", context)
