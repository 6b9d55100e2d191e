"""Holding an event: agenda, invitations and answers, presence, minutes."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from sciezka.kit.guards import needs, open_to_all
from sciezka.rooms.people.queries import actor_of
from sciezka.rooms.town.actions.attendance import (
    call_off,
    note_sending,
    record_answer,
    reinstate,
    remove_attendee,
    write_agenda,
    write_minutes,
)
from sciezka.rooms.town.forms.attendance import InviteForm, LongTextForm, PresenceForm, sign_text
from sciezka.rooms.town.models import Attendee, Event
from sciezka.rooms.town.queries.events_office import (
    attendees_of,
    can_be_held,
    count_attendance,
    find_attendee,
    find_event,
)
from sciezka.rooms.town.tasks.invitations import send_cancellation, send_cancellations, send_invitations
from sciezka.rooms.town.views.events import address_of, show_again


@needs("town.hold_event", of=find_event)
def edit_agenda(request: HttpRequest, event: Event) -> HttpResponse:
    """Write the agenda."""
    return edit_text(request, event, "agenda")


@needs("town.hold_event", of=find_event)
def edit_minutes(request: HttpRequest, event: Event) -> HttpResponse:
    """Write the minutes, under the line that says who was present."""
    return edit_text(request, event, "minutes")


def edit_text(request: HttpRequest, event: Event, name: str) -> HttpResponse:
    """Write one of the entry's long texts; a text that somebody else saved in the meantime is not overwritten unseen."""
    is_agenda = name == "agenda"
    label, write = (_("Agenda"), write_agenda) if is_agenda else (_("Minutes"), write_minutes)
    current = str(getattr(event, name))
    form = LongTextForm(request.POST or None, current=current, label=label)
    is_clash = False
    if "preview" not in request.POST and form.is_valid():
        is_clash = form.is_outdated
        if not is_clash:
            write(actor=actor_of(request), event=event, text=form.cleaned_data["text"])
            messages.success(request, _("The agenda was saved.") if is_agenda else _("The minutes were saved."))
            return show_again(event)
        form.data = {"text": form.data.get("text", ""), "seen": sign_text(current)}
    context = {
        "process": event.process,
        "event": event,
        "form": form,
        "label": label,
        "is_agenda": is_agenda,
        "is_clash": is_clash,
        "current": current,
        "show_preview": "preview" in request.POST,
        "text": form["text"].value() or "",
        "count": count_attendance(event),
    }
    return render(request, "town/event_text.html", context, status=409 if is_clash else 200)


@needs("town.hold_event", of=find_event)
def invite(request: HttpRequest, event: Event) -> HttpResponse:
    """Choose whom to invite, and send the invitations."""
    if event.called_off_at:
        messages.error(request, _("The event was called off. Take that back first; then people can be invited again."))
        return show_again(event)
    if not can_be_held(event):
        messages.error(request, _("Give the exact day or days of the event first; only then people can be invited."))
        return show_again(event)
    form = InviteForm(request.POST or None, event=event)
    if request.method == "POST" and form.is_valid():
        try:
            added = form.save(actor=actor_of(request))
        except ValidationError as error:
            form.add_error(None, error)
        else:
            # Also those who have been on the list since an earlier sending failed or was called off.
            waiting = event.attendees.filter(invited_at__isnull=True).exclude(user__isnull=True, email="")
            tell_sent(request, send_invitations(waiting), len(added))
            return show_again(event)
    return render(
        request,
        "town/event_invite.html",
        {"process": event.process, "event": event, "form": form, "count": count_attendance(event)},
    )


def tell_sent(request: HttpRequest, sent: int, added: int) -> None:
    """Say how many invitations go out."""
    if not sent:
        messages.info(request, _("All of them had been invited already; nothing was sent."))
        return
    messages.success(
        request,
        ngettext("%(count)s invitation is being sent.", "%(count)s invitations are being sent.", sent) % {"count": sent}
        + (" " + _("Who had been invited already was not invited twice.") if added < sent else ""),
    )


@require_POST
@needs("town.hold_event", of=find_event)
def send_again(request: HttpRequest, event: Event) -> HttpResponse:
    """Send the invitation to those who have not got it as the entry stands now."""
    if event.called_off_at:
        return tell_off(request, event)
    behind = event.attendees.exclude(told_sequence=event.sequence).exclude(user__isnull=True, email="")
    sent = send_invitations(behind) if can_be_held(event) else 0
    note_sending(actor=actor_of(request), event=event, people=sent)
    messages.success(
        request,
        ngettext("%(count)s invitation is being sent.", "%(count)s invitations are being sent.", sent) % {"count": sent},
    )
    return show_again(event)


@needs("town.hold_event", of=find_event)
def call_event_off(request: HttpRequest, event: Event) -> HttpResponse:
    """Tell residents and the invited that the event will not take place."""
    count = count_attendance(event)
    # A draft that nobody was invited to is known to nobody.
    if event.called_off_at or not (event.is_published or count.invited):
        return show_again(event)
    if request.method == "POST":
        return tell_off(request, event)
    return render(request, "town/event_call_off.html", {"process": event.process, "event": event, "count": count})


def tell_off(request: HttpRequest, event: Event) -> HttpResponse:
    """Call the event off, or go on telling those who have not been told."""
    told = send_cancellations(call_off(actor=actor_of(request), event=event))
    said = _("The event was called off.")
    if told:
        people = ngettext(
            "%(count)s person is being told that it is off.", "%(count)s people are being told that it is off.", told
        )
        said = f"{said} {people % {'count': told}}"
    messages.success(request, said)
    return show_again(event)


@require_POST
@needs("town.hold_event", of=find_event)
def bring_back(request: HttpRequest, event: Event) -> HttpResponse:
    """Take the calling off back."""
    reinstate(actor=actor_of(request), event=event)
    messages.success(request, _("The event takes place again. Whoever was told that it is off can be invited anew."))
    return show_again(event)


@require_POST
@needs("town.hold_event", of=find_attendee)
def remove_invited(request: HttpRequest, attendee: Attendee) -> HttpResponse:
    """Take a person off the list; whoever holds an invitation is told first."""
    if remove_attendee(actor=actor_of(request), attendee=attendee):
        send_cancellation.enqueue(attendee.pk, forget=True)
        messages.success(
            request, _("The person is being told that the invitation no longer holds, and is then taken off the list.")
        )
    else:
        messages.success(request, _("The person was taken off the list."))
    return show_again(attendee.event)


@needs("town.hold_event", of=find_event)
def edit_attendance(request: HttpRequest, event: Event) -> HttpResponse:
    """Tick who was present."""
    form = PresenceForm(request.POST or None, event=event)
    if request.method == "POST":
        form = PresenceForm(request.POST, event=event)
        if form.is_valid():
            form.save(actor=actor_of(request))
            messages.success(request, _("The attendance was saved."))
            return redirect(reverse("town:event_attendance", kwargs=address_of(event)))
    context = {"process": event.process, "event": event, "form": form, "count": count_attendance(event)}
    return render(request, "town/event_attendance.html", context)


@needs("town.hold_event", of=find_event)
def show_sheet(request: HttpRequest, event: Event) -> HttpResponse:
    """Show the attendance list for printing, with a column for signatures."""
    attendees = sorted(attendees_of(event), key=lambda attendee: not attendee.shown_name)
    context = {"process": event.process, "event": event, "attendees": attendees, "count": len(attendees), "blanks": range(8)}
    return render(request, "town/event_sheet.html", context)


@never_cache
@open_to_all
def answer_invitation(request: HttpRequest, key: Any) -> HttpResponse:  # noqa: ANN401 - the address gives a UUID
    """Let an invited person answer without an account: the key in the address is the invitation."""
    invited = Attendee.objects.filter(invited_at__isnull=False).select_related("event__process__workspace", "user")
    attendee = get_object_or_404(invited, key=key)
    event = attendee.event
    language = attendee.user.language if attendee.user else event.process.workspace.language
    with translation.override(language):
        answer = request.POST.get("answer")
        if request.method == "POST" and answer in {Attendee.Answer.YES.value, Attendee.Answer.NO.value} and event.is_planned:
            attendee = record_answer(attendee=attendee, answer=str(answer))
            return redirect(reverse("town:event_answer", kwargs={"key": key}))
        # A request by GET changes nothing: mail programs open links on their own.
        return render(request, "town/event_answer.html", {"process": event.process, "event": event, "attendee": attendee})
