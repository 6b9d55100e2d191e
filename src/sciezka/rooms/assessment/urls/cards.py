"""Addresses: diagnostic cards, their evidence, deficits and improvements."""

from django.urls import URLPattern, path

from sciezka.rooms.assessment.views import cards

ASSESSMENT = "biuro/<slug:workspace>/<slug:process>/ocena/<int:assessment>/"
CARDS = f"{ASSESSMENT}arkusze/"
CARD = f"{CARDS}<slug:question>/"

urlpatterns: list[URLPattern] = [
    path(CARDS, cards.show_cards, name="cards"),
    path(CARD, cards.show_card, name="card"),
]
