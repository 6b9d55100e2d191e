"""Addresses: posters, printed questionnaires, and paper forms entered by two clerks."""

from django.urls import URLPattern, path

from sciezka.rooms.surveys.views import papers, papers_entering, papers_settling

SURVEY = "biuro/<slug:workspace>/<slug:process>/ankiety/<int:survey>/"
SHEET = f"{SURVEY}papier/<int:paper>/"

urlpatterns: list[URLPattern] = [
    path(f"{SURVEY}plakat.pdf", papers.give_poster, name="poster"),
    path(f"{SURVEY}druk.pdf", papers.give_printout, name="printout"),
    path(f"{SURVEY}kody.pdf", papers.give_cards, name="cards"),
    path(f"{SURVEY}papier/", papers_entering.show_papers, name="papers"),
    path(SHEET, papers_entering.show_paper, name="paper"),
    path(f"{SHEET}wpis/", papers_entering.enter, name="paper_enter"),
    path(f"{SHEET}uzgodnienie/", papers_settling.settle, name="paper_settle"),
    path(f"{SHEET}usuniecie/", papers_entering.remove, name="paper_remove"),
]
