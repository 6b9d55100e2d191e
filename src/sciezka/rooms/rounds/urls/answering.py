"""Addresses: answering a round, as a signed-in person or by a personal address."""

from django.urls import URLPattern, path

from sciezka.rooms.rounds.views import answering, answering_keys, answering_late, proposing

ROUNDS = "biuro/<slug:workspace>/<slug:process>/rundy/"
ROUND = f"{ROUNDS}<int:round>/"
KEY = "runda/<str:key>/"

urlpatterns: list[URLPattern] = [
    path(f"{ROUND}odpowiedz/", answering.answer, name="answer"),
    path(f"{ROUND}odpowiedz/zapis/", answering.save, name="answer_save"),
    path(f"{ROUND}odpowiedz/koniec/", answering.finish, name="answer_finish"),
    path(f"{ROUND}odpowiedz/historia/", answering.show_history, name="own_history"),
    path(f"{ROUND}spoznione/", answering_late.show_late, name="late"),
    path(f"{ROUND}propozycje/", proposing.propose, name="propose"),
    # A key holds a colon, so the word before an open link's own word can be none.
    path("runda/wejscie/<slug:word>/", answering_keys.enter, name="entry"),
    path(KEY, answering_keys.answer, name="key_answer"),
    path(f"{KEY}zapis/", answering_keys.save, name="key_save"),
    path(f"{KEY}koniec/", answering_keys.finish, name="key_finish"),
    path(f"{KEY}historia/", answering_keys.show_history, name="key_history"),
    path(f"{KEY}propozycje/", proposing.propose_by_key, name="key_propose"),
]
