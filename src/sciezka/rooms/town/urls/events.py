"""Addresses: entries of the Kalendarium in the office, holding an event, files, and answers to invitations."""

from django.urls import URLPattern, path

from sciezka.rooms.town.views import attachments, attendance, event_form, events

PROCESS = "biuro/<slug:workspace>/<slug:process>/"
EVENTS = f"{PROCESS}wpisy/"
EVENT = f"{EVENTS}<int:event>/"

urlpatterns: list[URLPattern] = [
    # "kalendarium" is a reserved word, so no workspace can take this address.
    path("kalendarium/odpowiedz/<uuid:key>/", attendance.answer_invitation, name="event_answer"),
    path(EVENTS, events.list_events, name="events"),
    path(f"{EVENTS}nowy/", event_form.create_event, name="event_new"),
    path(f"{EVENTS}odczyt-daty/", event_form.read_event_date, name="event_date"),
    path(f"{EVENTS}publikacja/", events.publish_chosen, name="events_publish"),
    path(EVENT, events.show_event, name="event_office"),
    path(f"{EVENT}zmiana/", event_form.change_event, name="event_edit"),
    path(f"{EVENT}publikacja/", events.publish, name="event_publish"),
    path(f"{EVENT}wycofanie/", events.withdraw, name="event_withdraw"),
    path(f"{EVENT}usuniecie/", events.delete, name="event_delete"),
    path(f"{EVENT}odwolanie/", attendance.call_event_off, name="event_call_off"),
    path(f"{EVENT}odwolanie/cofniecie/", attendance.bring_back, name="event_reinstate"),
    path(f"{EVENT}program/", attendance.edit_agenda, name="event_agenda"),
    path(f"{EVENT}zaproszenia/", attendance.invite, name="event_invite"),
    path(f"{EVENT}zaproszenia/wyslanie/", attendance.send_again, name="event_send"),
    path(f"{EVENT}zaproszenia/<int:attendee>/usuniecie/", attendance.remove_invited, name="attendee_remove"),
    path(f"{EVENT}obecnosc/", attendance.edit_attendance, name="event_attendance"),
    path(f"{EVENT}lista-obecnosci/", attendance.show_sheet, name="event_sheet"),
    path(f"{EVENT}protokol/", attendance.edit_minutes, name="event_minutes"),
    path(f"{EVENT}pliki/", attachments.add_file, name="attachment_add"),
    path(f"{PROCESS}zalaczniki/<int:attachment>/", attachments.send_file, name="attachment"),
    path(f"{PROCESS}zalaczniki/<int:attachment>/widocznosc/", attachments.change_file, name="attachment_edit"),
    path(f"{PROCESS}zalaczniki/<int:attachment>/usuniecie/", attachments.remove_file, name="attachment_remove"),
]
