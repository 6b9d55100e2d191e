"""Addresses: the report, publishing results, and the residents' pages of surveys."""

from django.urls import URLPattern, path

from sciezka.rooms.surveys.views import public, releases, report

SURVEY = "biuro/<slug:workspace>/<slug:process>/ankiety/<int:survey>/"
RELEASES = f"{SURVEY}publikacja/"
RELEASE = f"{RELEASES}<int:release>/"
SHOWN = "<slug:workspace>/<slug:process>/ankiety/"
RESULTS = f"{SHOWN}<slug:door>/"

urlpatterns: list[URLPattern] = [
    path(RELEASES, releases.show_releases, name="releases"),
    path(RELEASE, releases.show_kept, name="release"),
    path(f"{RELEASE}ogloszenie/", releases.publish, name="release_publish"),
    path(f"{RELEASE}wycofanie/", releases.withdraw, name="release_withdraw"),
    path(f"{SURVEY}raport.pdf", report.give_pdf, name="report_pdf"),
    path(f"{SURVEY}raport.docx", report.give_docx, name="report_docx"),
    path(SHOWN, public.show_surveys, name="public_surveys"),
    path(RESULTS, public.show_results, name="results_page"),
    path(f"{RESULTS}wyniki.csv", public.give_csv, name="results_csv"),
    path(f"{RESULTS}wyniki.json", public.give_json, name="results_json"),
]
