"""Addresses on the residents' site."""

from django.urls import URLPattern, path

from sciezka.rooms.calls.views import public, public_papers, public_results

PROCESS = "<slug:workspace>/<slug:process>/"
CALLS = f"{PROCESS}nabory/"
CALL = f"{CALLS}<int:call>/"

urlpatterns: list[URLPattern] = [
    path(f"{PROCESS}nabory.json", public.send_feed, name="public_feed"),
    path(CALLS, public.list_calls, name="public_calls"),
    path(CALL, public.show, name="public_call"),
    path(f"{CALL}pliki/<int:call_file>/", public.send_file, name="public_call_file"),
    path(f"{CALL}termin.ics", public_papers.send_closing, name="public_closing"),
    path(f"{CALL}formularz.pdf", public_papers.send_blank, name="public_blank"),
    path(f"{CALL}kryteria.json", public.send_criteria, name="public_criteria"),
    path(f"{CALL}pomysly/", public.show_ideas, name="public_ideas"),
    path(f"{CALL}wyniki/", public_results.show, name="public_results"),
    path(f"{CALL}wyniki/lista.csv", public_results.send_list, name="public_results_csv"),
    path(f"{CALL}wyniki/cards.csv", public_results.send_cards, name="public_cards"),
    path(f"{CALL}wyniki/criteria.toml", public_results.send_criteria, name="public_criteria_toml"),
    path(f"{CALL}wyniki/ranking.json", public_results.send_ranking, name="public_ranking"),
]
