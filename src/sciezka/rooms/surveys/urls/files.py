"""Addresses: answers and results as files, reports, and the residents' page of results."""

from django.urls import URLPattern, path

from sciezka.rooms.surveys.views import public, releases

SURVEY = "biuro/<slug:workspace>/<slug:process>/ankiety/<int:survey>/"
RELEASE = f"{SURVEY}publikacja/<int:release>/"
SHOWN = "<slug:workspace>/<slug:process>/ankiety/"

urlpatterns: list[URLPattern] = [
    path(f"{SURVEY}publikacja/", releases.show_releases, name="releases"),
    path(SHOWN, public.show_surveys, name="public_surveys"),
    path(f"{SHOWN}<slug:door>/", public.show_results, name="results_page"),
]
