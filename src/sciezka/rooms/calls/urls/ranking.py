"""Addresses: the ranking, decisions, approval and publication, reservations."""

from django.urls import URLPattern, path

from sciezka.rooms.calls.views import ranking, ranking_decisions, ranking_reservations, ranking_reserve, ranking_rows

CALL = "biuro/<slug:workspace>/<slug:process>/nabory/<int:call>/"
SUBMISSION = f"{CALL}zgloszenia/<int:submission>/"

urlpatterns: list[URLPattern] = [
    path(f"{CALL}ranking/", ranking.show, name="ranking"),
    path(f"{CALL}ranking/wrazliwosc/", ranking.show_sensitivity, name="sensitivity"),
    path(f"{CALL}ranking/karty.csv", ranking.give_cards, name="ranking_cards"),
    path(f"{CALL}ranking/kryteria.toml", ranking.give_criteria, name="ranking_criteria"),
    path(f"{CALL}ranking/ranking.json", ranking.give_ranking, name="ranking_json"),
    path(f"{CALL}ranking/decyzje/", ranking_decisions.decide_many, name="decide_many"),
    path(f"{CALL}ranking/tabela/", ranking_rows.decide_rows, name="decide_rows"),
    path(f"{CALL}ranking/lista-rezerwowa/", ranking_reserve.order_reserve, name="reserve"),
    path(f"{CALL}ranking/zatwierdzenie/", ranking_decisions.approve, name="approve"),
    path(f"{CALL}ranking/ogloszenie/", ranking_decisions.publish, name="publish_results"),
    path(f"{SUBMISSION}decyzja/", ranking_decisions.decide, name="decide"),
    path(f"{SUBMISSION}sprostowanie/", ranking_decisions.correct, name="correct_decision"),
    path(f"{CALL}zastrzezenia/", ranking_reservations.list_all, name="reservations"),
    path(f"{CALL}zastrzezenia/<int:reservation>/", ranking_reservations.answer, name="reservation"),
]
