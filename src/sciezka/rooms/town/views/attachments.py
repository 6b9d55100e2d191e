"""Files of entries: adding, showing to residents or not, removing, sending."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sciezka.kit.guards import may, needs, open_to_all
from sciezka.kit.uploads import CONTENT_TYPES, read_extension, serve_file
from sciezka.rooms.people.queries import actor_of
from sciezka.rooms.town.actions.attachments import remove_attachment, show_attachment
from sciezka.rooms.town.forms.attendance import AttachmentForm
from sciezka.rooms.town.models import Attachment, Event
from sciezka.rooms.town.queries.events_office import find_attachment, find_event
from sciezka.rooms.town.views.events import show_again


def find_event_of_file(workspace: str, process: str, attachment: int) -> Event:
    """Find the entry that a file belongs to, on which the right to change the file rests."""
    return find_attachment(workspace, process, attachment).event


@needs("town.edit_event", of=find_event)
def add_file(request: HttpRequest, event: Event) -> HttpResponse:
    """Add a file to an entry."""
    form = AttachmentForm(request.POST or None, request.FILES or None)
    if request.method == "POST":
        form = AttachmentForm(request.POST, request.FILES)
        if form.is_valid():
            try:
                form.save(actor=actor_of(request), event=event)
            except ValidationError as error:
                form.add_error(None, error)
            else:
                messages.success(request, _("The file was added."))
                return show_again(event)
    return render(request, "town/event_file.html", {"process": event.process, "event": event, "form": form})


@open_to_all
def send_file(request: HttpRequest, workspace: str, process: str, attachment: int) -> HttpResponseBase:
    """Send a file: to everyone when it, its entry and its process are published, else to the office alone."""
    found = find_attachment(workspace, process, attachment)
    if not may(request.user, "town.view_event", found):
        raise Http404
    try:
        content_type = CONTENT_TYPES.get(read_extension(found.file_name), "application/octet-stream")
        return serve_file(found.file, name=found.file_name, content_type=content_type, as_attachment=True)
    except FileNotFoundError as error:
        raise Http404 from error


@require_POST
@needs("town.edit_event", of=find_event_of_file)
def change_file(request: HttpRequest, event: Event) -> HttpResponse:
    """Show a file to residents, or keep it in the office."""
    attachment = find_file(request, event)
    is_public = "public" in request.POST
    show_attachment(actor=actor_of(request), attachment=attachment, is_public=is_public)
    messages.success(
        request, _("The file is shown to residents with the entry.") if is_public else _("The file is kept in the office.")
    )
    return show_again(event)


@needs("town.edit_event", of=find_event_of_file)
def remove_file(request: HttpRequest, event: Event) -> HttpResponse:
    """Remove a file after it was shown once more which one."""
    attachment = find_file(request, event)
    if request.method == "POST":
        remove_attachment(actor=actor_of(request), attachment=attachment)
        messages.success(request, _("The file “%(name)s” was removed.") % {"name": attachment.title})
        return show_again(event)
    return render(
        request, "town/event_file_remove.html", {"process": event.process, "event": event, "attachment": attachment}
    )


def find_file(request: HttpRequest, event: Event) -> Attachment:
    """Give the file that the address names, within the entry that the guard let through."""
    assert request.resolver_match is not None  # noqa: S101 - a view always has its match
    attachment = get_object_or_404(event.attachments, pk=request.resolver_match.kwargs["attachment"])
    attachment.event = event
    return attachment
