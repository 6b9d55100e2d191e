"""Entries in the office: the list, one entry, publishing, withdrawing, deleting."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy
from django.views.decorators.http import require_POST

from sciezka.kit.guards import may, needs
from sciezka.kit.tables import Column, Table
from sciezka.kit.templatetags.kit import draw_icon, imprecise
from sciezka.rooms.people.queries import actor_of
from sciezka.rooms.town.actions.attendance import call_off
from sciezka.rooms.town.actions.events import delete_draft, publish_event, publish_events, withdraw_event
from sciezka.rooms.town.forms.events import EventFilterForm, read_chosen
from sciezka.rooms.town.models import Event, Process
from sciezka.rooms.town.queries.events_office import (
    attendees_of,
    can_be_held,
    count_attendance,
    drafts_among,
    find_event,
    has_drafts,
    office_events,
    years_of,
)
from sciezka.rooms.town.queries.places import find_process
from sciezka.rooms.town.tasks.invitations import send_cancellations


def address_of(event: Event) -> dict[str, Any]:
    """Give the words that name an entry in an address of the office."""
    return {**event.process.address, "event": event.pk}


def show_again(event: Event) -> HttpResponse:
    """Lead back to the entry's page in the office."""
    return redirect(reverse("town:event_office", kwargs=address_of(event)))


@needs("town.view_office", of=find_process)
def list_events(request: HttpRequest, process: Process) -> HttpResponse:
    """List the entries of a process, drafts included, with filters in the address."""
    years = years_of(process)
    filters = EventFilterForm(request.GET, process=process, years=years)
    can_publish = may(request.user, "town.publish_event", process)
    table = Table(
        request,
        office_events(process, filters.read_filter()),
        make_columns(process, has_boxes=can_publish and has_drafts(process)),
        gettext_lazy("Entries of the Kalendarium, the newest first unless sorted otherwise"),
    )
    return render(
        request,
        "town/events.html",
        {
            "process": process,
            "filters": filters,
            "table": table,
            "has_any": bool(years),
            "has_drafts": any(not event.is_published for event in table.page),
            "is_filtered": any(request.GET.get(name) for name in filters.fields),
            "can_draft": may(request.user, "town.draft_event", process),
            "can_import": may(request.user, "town.import_page", process),
            "can_publish": can_publish,
        },
    )


def make_columns(process: Process, *, has_boxes: bool) -> list[Column]:
    """Make the columns of the list; boxes to tick are offered only to whoever may publish, while there is a draft."""
    address = process.address
    columns = [
        Column(
            "title",
            gettext_lazy("Entry"),
            "title",
            sort=("title",),
            href=lambda event: reverse("town:event_office", kwargs={**address, "event": event.pk}),
        ),
        Column("date", gettext_lazy("Date"), lambda event: imprecise(event.date), sort=("start", "end")),
        Column("kind", gettext_lazy("Kind"), "get_kind_display", sort=("kind",)),
        Column(
            "stage",
            gettext_lazy("Stage"),
            lambda event: event.stage.number if event.stage else "–",
            sort=("stage__position",),
        ),
        Column("status", gettext_lazy("Status"), draw_status, sort=("status", "-start")),
    ]
    if has_boxes:
        columns.append(Column("choose", pgettext_lazy("a box to tick", "Choose"), draw_box))
    return columns


def draw_status(event: Event) -> SafeString:
    """Draw the entry's tags: draft or published, and whether it is still ahead."""
    color, icon = ("success", "eye") if event.is_published else ("warning", "pencil")
    drawn = draw_tag(event.get_status_display(), color, icon)
    if event.called_off_at:
        return format_html("{} {}", drawn, draw_tag(_("called off"), "danger", "x"))
    return format_html("{} {}", drawn, draw_tag(_("planned"), "info", "calendar")) if event.is_planned else drawn


def draw_tag(label: str, color: str, icon: str) -> SafeString:
    """Draw the kit's tag inside a cell of a table."""
    return format_html('<span class="ds-tag" data-color="{}" data-size="sm">{}{}</span>', color, draw_icon(icon), label)


def draw_box(event: Event) -> str:
    """Draw the box that chooses a draft for publishing."""
    if event.is_published:
        return "–"
    return format_html(
        '<input class="ds-input" type="checkbox" name="event" value="{}" aria-label="{}">',
        event.pk,
        _("Choose “%(title)s”") % {"title": event.title},
    )


@needs("town.publish_event", of=find_process)
def publish_chosen(request: HttpRequest, process: Process) -> HttpResponse:
    """Show the chosen drafts once more; publish them when that is confirmed."""
    data = request.POST if request.method == "POST" else request.GET
    events = list(drafts_among(process, read_chosen(data.getlist("event"))))
    if request.method == "POST" and events:
        publish_events(actor=actor_of(request), events=events)
        count = len(events)
        messages.success(
            request,
            ngettext("%(count)s entry was published.", "%(count)s entries were published.", count) % {"count": count},
        )
    if request.method == "POST" or not events:
        if not events:
            messages.info(request, _("No draft was chosen. Tick the entries that are to be published."))
        return redirect(reverse("town:events", kwargs=process.address))
    return render(request, "town/events_publish.html", {"process": process, "events": events})


@needs("town.view_office", of=find_event)
def show_event(request: HttpRequest, event: Event) -> HttpResponse:
    """Show an entry to the office: what residents read, and all that belongs to holding it."""
    can_hold = may(request.user, "town.hold_event", event)
    return render(
        request,
        "town/event_office.html",
        {
            "process": event.process,
            "event": event,
            "teams": event.teams.all(),
            "links": event.links.all(),
            "attachments": event.attachments.select_related("event__process__workspace"),
            "count": count_attendance(event),
            "attendees": attendees_of(event) if can_hold else [],
            "can_be_held": can_be_held(event),
            "can_edit": may(request.user, "town.edit_event", event),
            "can_publish": may(request.user, "town.publish_event", event),
            "can_hold": can_hold,
        },
    )


def offer_undo(request: HttpRequest, text: str, form: str) -> None:
    """Tell what was done, with a button that sends the form of the page that undoes it."""
    button = format_html(
        '<button class="ds-button" data-variant="tertiary" data-size="sm" form="{}">{} {}</button>',
        form, draw_icon("undo-2"), _("Undo"),
    )  # fmt: skip
    messages.success(request, format_html("{} {}", text, button))


@require_POST
@needs("town.publish_event", of=find_event)
def publish(request: HttpRequest, event: Event) -> HttpResponse:
    """Publish an entry; it can be undone from the page that follows."""
    event = publish_event(actor=actor_of(request), event=event)
    if event.process.is_published:
        offer_undo(request, _("The entry was published: residents can see it."), "withdraw")
    else:
        offer_undo(request, _("The entry was published. Residents will see it once the process is published."), "withdraw")
    return show_again(event)


@needs("town.publish_event", of=find_event)
def withdraw(request: HttpRequest, event: Event) -> HttpResponse:
    """Make a published entry a draft again; where people were invited, ask whether they are to be told."""
    count = count_attendance(event)
    if request.method != "POST":
        if not event.is_published:
            return show_again(event)
        return render(request, "town/event_withdraw.html", {"process": event.process, "event": event, "count": count})
    event = withdraw_event(actor=actor_of(request), event=event)
    if count.invited and request.POST.get("call_off"):
        told = send_cancellations(call_off(actor=actor_of(request), event=event))
        messages.info(
            request,
            ngettext(
                "%(count)s person is being told that it is off.", "%(count)s people are being told that it is off.", told
            )
            % {"count": told},
        )
    offer_undo(request, _("The entry was withdrawn: it is a draft again and residents can't see it."), "publish")
    return show_again(event)


@needs("town.edit_event", of=find_event)
def delete(request: HttpRequest, event: Event) -> HttpResponse:
    """Delete a draft after it was shown once more what goes with it."""
    count = count_attendance(event)
    if request.method == "POST":
        try:
            delete_draft(actor=actor_of(request), event=event)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return show_again(event)
        messages.success(request, _("The draft “%(title)s” was deleted.") % {"title": event.title})
        return redirect(reverse("town:events", kwargs=event.process.address))
    context = {"process": event.process, "event": event, "count": count, "files": event.attachments.count()}
    return render(request, "town/event_delete.html", context)
