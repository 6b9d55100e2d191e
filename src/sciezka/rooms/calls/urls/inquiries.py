"""Addresses: questions about a call."""

from django.urls import URLPattern, path

from sciezka.rooms.calls.views import inquiries

CALL = "<slug:workspace>/<slug:process>/nabory/<int:call>/"
INQUIRIES = f"biuro/{CALL}pytania/"

urlpatterns: list[URLPattern] = [
    path(INQUIRIES, inquiries.list_all, name="inquiries"),
    path(f"{INQUIRIES}<int:inquiry>/", inquiries.answer, name="inquiry"),
    path(f"{INQUIRIES}<int:inquiry>/usun/", inquiries.delete, name="inquiry_delete"),
    path(f"{CALL}pytanie/", inquiries.ask, name="ask"),
    path(f"{CALL}pytanie/przyjete/", inquiries.thank, name="asked"),
]
