"""Addresses: banks of questions of a workspace."""

from django.urls import URLPattern, path

from sciezka.rooms.assessment.views import banks

_ALL = "biuro/<slug:workspace>/pytania/"
_ONE = f"{_ALL}<slug:bank>/"

urlpatterns: list[URLPattern] = [
    path(_ALL, banks.show_banks, name="banks"),
    # Before any bank's own word: a bank called so would still be reached by its other addresses.
    path(f"{_ALL}import/", banks.import_bank, name="bank_import"),
    path(f"{_ALL}import/przyklad.csv", banks.give_example, name="bank_example"),
    path(_ONE, banks.show_bank, name="bank"),
    path(f"{_ONE}tresc/", banks.change_source, name="bank_source"),
    path(f"{_ONE}wersja/", banks.begin_version, name="bank_version"),
    path(f"{_ONE}wycofanie/", banks.withdraw, name="bank_withdraw"),
    path(f"{_ONE}bank.toml", banks.give_toml, name="bank_toml"),
    path(f"{_ONE}bank.csv", banks.give_csv, name="bank_csv"),
    path(f"{_ONE}pytanie/<slug:question>/", banks.change_question, name="question"),
]
