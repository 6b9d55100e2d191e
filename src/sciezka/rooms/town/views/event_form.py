"""Writing an entry: the form, the reading of its date, the preview of its text, and a clash with somebody else's change."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from sciezka.kit.guards import may, needs
from sciezka.kit.manifests import Text
from sciezka.rooms.people.queries import actor_of
from sciezka.rooms.town.actions.events import EventChangedError, describe_event, describe_values, publish_event
from sciezka.rooms.town.forms.events import (
    EventForm,
    LinkFormSet,
    change_rows,
    keep_typed,
    open_links,
    read_links,
    say_date,
)
from sciezka.rooms.town.models import Event, Process
from sciezka.rooms.town.queries.events_office import count_attendance, find_event
from sciezka.rooms.town.queries.places import find_process
from sciezka.rooms.town.tasks.invitations import send_invitations
from sciezka.rooms.town.views.events import show_again

ROW_BUTTONS = ("add_link", "remove_link", "preview")


@dataclass(frozen=True, slots=True)
class Difference:
    """A field in which what was typed differs from what somebody else has saved."""

    label: Text
    saved: str
    typed: str


@needs("town.draft_event", of=find_process)
def create_event(request: HttpRequest, process: Process) -> HttpResponse:
    """Write a new entry."""
    return handle_form(request, process, None)


@needs("town.edit_event", of=find_event)
def change_event(request: HttpRequest, event: Event) -> HttpResponse:
    """Change an entry."""
    return handle_form(request, event.process, event)


@needs("town.draft_event", of=find_process)
def read_event_date(request: HttpRequest, process: Process) -> HttpResponse:
    """Say under the field how the date is read."""
    said, is_read = say_date(request.GET.get("date", "")[:80])
    return render(request, "town/_event_date.html", {"process": process, "said": said, "is_read": is_read})


def handle_form(request: HttpRequest, process: Process, event: Event | None) -> HttpResponse:
    """Show the form, add or remove a row of links, show the preview, or save."""
    if request.method != "POST":
        initial = {} if event else {"date": request.GET.get("date", "")[:80]}
        form = EventForm(process=process, event=event) if event else EventForm(process=process, initial=initial)
        return draw_form(request, form, LinkFormSet(prefix="links", initial=open_links(event)))
    if any(name in request.POST for name in ROW_BUTTONS):
        form = EventForm(process=process, event=event, initial=keep_typed(request.POST))
        links = LinkFormSet(prefix="links", initial=change_rows(request.POST))
        if "add_link" in request.POST:
            links.forms[-1].fields["url"].widget.attrs["autofocus"] = True
        return draw_form(request, form, links)
    form = EventForm(request.POST, process=process, event=event)
    links = LinkFormSet(request.POST, prefix="links")
    if not (form.is_valid() & links.is_valid()):
        return draw_form(request, form, links)
    try:
        saved = form.save(actor=actor_of(request), links=read_links(links))
    except EventChangedError:
        assert event is not None  # noqa: S101 - a new entry has no other version
        return draw_clash(request, event, form, links)
    except ValidationError as error:
        form.add_error(None, error)
        return draw_form(request, form, links)
    finish_saving(request, event, saved)
    return show_again(saved)


def finish_saving(request: HttpRequest, event: Event | None, saved: Event) -> None:
    """Publish if that was the button, send the change to the invited if that was ticked, and say what was done."""
    actor = actor_of(request)
    if "publish" in request.POST and may(actor, "town.publish_event", saved):
        publish_event(actor=actor, event=saved)
        messages.success(request, _("The entry was saved and published."))
    elif saved.is_published:
        messages.success(request, _("The change was saved; residents can see it."))
    else:
        messages.success(request, _("The draft was saved. Only the office can see it."))
    if event and request.POST.get("tell") and may(actor, "town.hold_event", saved):
        send_invitations(saved.attendees.filter(invited_at__isnull=False, told_sequence__lt=saved.sequence))


def draw_form(request: HttpRequest, form: EventForm, links: Any, **more: Any) -> HttpResponse:  # noqa: ANN401 - a class made at run time
    """Draw the form with all that stands around its fields."""
    said, is_read = say_date(str(form["date"].value() or "")[:80]) if not form.errors.get("date") else ("", True)
    event = form.event
    return render(
        request,
        "town/event_form.html",
        {
            "process": form.process,
            "event": event,
            "form": form,
            "links": links,
            "said": said,
            "is_read": is_read,
            "show_preview": "preview" in request.POST,
            "text": form["text"].value() or "",
            "can_publish": may(request.user, "town.publish_event", form.process),
            "count": count_attendance(event) if event else None,
            **more,
        },
    )


def draw_clash(request: HttpRequest, event: Event, form: EventForm, links: Any) -> HttpResponse:  # noqa: ANN401
    """Keep what was typed, and show what somebody else has saved in the meantime; saving again overwrites it knowingly."""
    current = find_event(**event.process.address, event=event.pk)
    saved, typed = describe_event(current), describe_values(form.read_values(read_links(links)))
    labels: dict[str, Any] = {**{name: field.label for name, field in form.fields.items()}, "links": _("Links")}
    differences = [
        Difference(labels[name], write_value(form, name, saved[name]), write_value(form, name, typed[name]))
        for name in typed
        if saved[name] != typed[name]
    ]
    data = form.data.copy()  # type: ignore[attr-defined]
    data["seen"] = current.updated_at.isoformat()
    form.data = data
    response = draw_form(request, form, links, differences=differences, is_clash=True)
    response.status_code = 409
    return response


def write_value(form: EventForm, name: str, value: Any) -> str:  # noqa: ANN401 - any value that the journal keeps
    """Write a value of the comparison as people read it."""
    if isinstance(value, list):
        return "\n".join(value)
    return (
        str(dict(getattr(form.fields[name], "choices", ())).get(value, value) or "")
        if name in {"kind", "mode"}
        else str(value or "")
    )
