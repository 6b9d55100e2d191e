"""Addresses of the meeting about a round: the desk, the screens, and their streams."""

from django.urls import URLPattern, path

from sciezka.rooms.rounds.views import meeting_key, meeting_screens, meetings

ROUND = "biuro/<slug:workspace>/<slug:process>/rundy/<int:round>/"
MEETING = f"{ROUND}spotkanie/<int:meeting>/"
KEY = "runda/<str:key>/spotkanie/"

urlpatterns: list[URLPattern] = [
    path(f"{ROUND}spotkanie/", meetings.start, name="meeting_start"),
    path(MEETING, meetings.lead, name="meeting"),
    path(f"{MEETING}krok/", meetings.step, name="meeting_step"),
    path(f"{MEETING}obecni/", meetings.note_people, name="meeting_people"),
    path(f"{MEETING}koniec/", meetings.end, name="meeting_end"),
    path(f"{MEETING}ekran/", meeting_screens.show_screen, name="meeting_screen"),
    path(f"{MEETING}widok/", meeting_screens.show_own, name="meeting_view"),
    path(f"{MEETING}strumien/", meeting_screens.stream, name="meeting_stream"),
    path(f"{MEETING}stan/", meeting_screens.give_state, name="meeting_state"),
    path(KEY, meeting_key.show_own, name="key_meeting"),
    path(f"{KEY}strumien/", meeting_key.stream, name="key_stream"),
    path(f"{KEY}stan/", meeting_key.give_state, name="key_state"),
]
