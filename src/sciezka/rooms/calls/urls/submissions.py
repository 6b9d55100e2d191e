"""Addresses: what was submitted, as the office sees it, and the formal check."""

from django.urls import URLPattern, path

from sciezka.rooms.calls.views import (
    submissions,
    submissions_coverage,
    submissions_formal,
    submissions_hiding,
    submissions_out,
    submissions_paper,
    submissions_ties,
)

CALL = "biuro/<slug:workspace>/<slug:process>/nabory/<int:call>/"
SUBMISSIONS = f"{CALL}zgloszenia/"
SUBMISSION = f"{SUBMISSIONS}<int:submission>/"

urlpatterns: list[URLPattern] = [
    path(SUBMISSIONS, submissions.list_submissions, name="submissions"),
    path(f"{SUBMISSIONS}lista.csv", submissions_out.give_csv, name="submissions_csv"),
    path(f"{SUBMISSIONS}lista.xlsx", submissions_out.give_xlsx, name="submissions_xlsx"),
    path(f"{SUBMISSIONS}papier/", submissions_paper.register, name="submission_paper"),
    path(f"{SUBMISSIONS}pokrycie/", submissions_coverage.show_coverage, name="coverage"),
    path(f"{SUBMISSIONS}podobne/", submissions_coverage.show_duplicates, name="duplicates"),
    path(f"{SUBMISSIONS}ocena-formalna/", submissions_formal.check_many, name="submissions_check"),
    path(SUBMISSION, submissions.show, name="submission"),
    path(f"{SUBMISSION}ocena-formalna/", submissions_formal.check, name="submission_check"),
    path(f"{SUBMISSION}jawnosc/", submissions_hiding.hide, name="submission_hide"),
    path(f"{SUBMISSION}powiazanie/", submissions_ties.declare, name="tie"),
    path(f"{SUBMISSION}zapomnienie/", submissions_hiding.forget, name="submission_forget"),
    path(f"{SUBMISSION}poprawka-papieru/", submissions_paper.correct, name="paper_correct"),
    path(f"{SUBMISSION}potwierdzenie/", submissions_paper.show_receipt, name="submission_receipt"),
    path(f"{SUBMISSION}pliki/<uuid:submission_file>/", submissions.give_file, name="submission_file"),
]
