"""Addresses: answering a survey, by a link, a personal pass, a class code, in a kiosk or embedded."""

from django.urls import URLPattern, path

from sciezka.rooms.surveys.views import answering, answering_doors

DOOR = "ankieta/<slug:door>/"

urlpatterns: list[URLPattern] = [
    path(DOOR, answering_doors.show_door, name="door"),
    path(f"{DOOR}pytania/", answering.answer, name="answer"),
    path(f"{DOOR}z/<str:passkey>/", answering_doors.show_pass, name="pass"),
    path(f"{DOOR}wroc/<str:key>/", answering_doors.come_back, name="resume"),
    path(f"{DOOR}zapis/", answering_doors.show_save, name="save"),
    path(f"{DOOR}kiosk/<slug:kiosk>/", answering_doors.show_kiosk, name="kiosk"),
    path(f"{DOOR}ramka/", answering_doors.show_embed, name="embed"),
    path(f"{DOOR}klauzula/", answering_doors.show_clause, name="clause_text"),
    path(f"{DOOR}qr.svg", answering_doors.show_qr, name="door_qr"),
]
