"""Addresses: answers and results as files."""

from django.urls import URLPattern, path

from sciezka.rooms.surveys.views import files, files_importing

SURVEY = "biuro/<slug:workspace>/<slug:process>/ankiety/<int:survey>/"
FILES = f"{SURVEY}pliki/"

urlpatterns: list[URLPattern] = [
    path(FILES, files.show_files, name="files"),
    path(f"{FILES}odpowiedzi.csv", files.give_csv, name="export_csv"),
    path(f"{FILES}odpowiedzi.xlsx", files.give_xlsx, name="export_xlsx"),
    path(f"{FILES}odpowiedzi.sav", files.give_sav, name="export_sav"),
    path(f"{FILES}opis.xml", files.give_ddi, name="export_ddi"),
    path(f"{FILES}wyniki.xlsx", files.give_tables, name="tables_xlsx"),
    path(f"{SURVEY}odpowiedzi/import/", files_importing.bring_answers, name="answers_import"),
]
