"""Addresses: bringing questionnaires in, and carrying them out."""

from django.urls import URLPattern, path

from sciezka.rooms.questions.views import importing

LIST = "biuro/<slug:workspace>/ankiety-wzory/"
ONE = f"{LIST}<int:questionnaire>/"

urlpatterns: list[URLPattern] = [
    path(f"{LIST}import/", importing.bring, name="import"),
    path(f"{ONE}import/", importing.review, name="import_review"),
    path(f"{ONE}import/odrzucenie/", importing.discard, name="import_discard"),
    path(f"{ONE}plik.json", importing.export_json, name="export_json"),
    path(f"{ONE}plik.xlsx", importing.export_xlsform, name="export_xlsform"),
]
