"""Addresses: diagnostic cards, their evidence, deficits and improvements."""

from django.urls import URLPattern, path

from sciezka.rooms.assessment.views import card_parts, cards

ASSESSMENT = "biuro/<slug:workspace>/<slug:process>/ocena/<int:assessment>/"
CARDS = f"{ASSESSMENT}arkusze/"
CARD = f"{CARDS}<slug:question>/"
EVIDENCE = f"{CARD}dowody/"
DEFICITS = f"{CARD}deficyty/"
IMPROVEMENTS = f"{CARD}usprawnienia/"

urlpatterns: list[URLPattern] = [
    path(CARDS, cards.show_cards, name="cards"),
    path(CARD, cards.show_card, name="card"),
    path(EVIDENCE, card_parts.add_proof, name="evidence_add"),
    path(f"{EVIDENCE}<int:evidence>/", card_parts.send_file, name="evidence"),
    path(f"{EVIDENCE}<int:evidence>/usuniecie/", card_parts.remove_proof, name="evidence_remove"),
    path(DEFICITS, card_parts.name_one, name="deficit_new"),
    path(f"{DEFICITS}<int:deficit>/", card_parts.change_deficit, name="deficit_edit"),
    path(f"{DEFICITS}<int:deficit>/wycofanie/", card_parts.withdraw, name="deficit_withdraw"),
    path(f"{DEFICITS}<int:deficit>/przywrocenie/", card_parts.restore, name="deficit_restore"),
    path(IMPROVEMENTS, card_parts.add_improvement, name="improvement_new"),
    path(f"{IMPROVEMENTS}<int:improvement>/", card_parts.change_improvement, name="improvement_edit"),
    path(f"{IMPROVEMENTS}<int:improvement>/usuniecie/", card_parts.take_out, name="improvement_remove"),
]
